package io.spicerack.routes;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Reads files of folders that come from elsewhere, such as a checkout, whose links may lead anywhere: a query that is a link to a
 * file of secrets would send these to whichever source it names.
 */
public final class FolderFile {
    /** Line breaks, what moves the cursor of a terminal, and what turns the order of letters. */
    private static final Pattern HIDDEN = Pattern.compile("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}\\x80-\\x9f]");

    /** No query, route or data source is longer; what is larger is read by nobody. */
    private static final int MOST_BYTES = 1 << 20;

    private FolderFile() {}

    /** Why a file is not read; the message is our own. */
    public static final class Refused extends IOException {
        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message);
        }
    }

    /**
     * Its text. A link may lead to a file whose name ends as its own does, as those of mounted folders do, and to no other. Room
     * is made for what is read, and not for what the file was said to have.
     */
    public static String read(Path file) throws IOException {
        if (!shown(file).equals(name(file))) {
            throw new Refused("its name has a character that cannot be shown; rename it");
        }
        Path real = file.toRealPath();
        if (!ending(name(real)).equals(ending(name(file)))) {
            throw new Refused("it is a link to a file whose name does not end in " + ending(name(file)));
        }
        if (!Files.isRegularFile(real, LinkOption.NOFOLLOW_LINKS)) {
            throw new Refused("it is no file");
        }
        byte[] bytes;
        // what stands there now may be a link by now
        try (InputStream in = Files.newInputStream(real, LinkOption.NOFOLLOW_LINKS)) {
            bytes = in.readNBytes(MOST_BYTES + 1);
        }
        if (bytes.length > MOST_BYTES) {
            throw new Refused("it is larger than " + (MOST_BYTES >> 20) + " MiB");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new Refused("it is not UTF-8");
        }
    }

    /** Its name as people may be told of it, whatever somebody has called it. */
    public static String shown(Path file) {
        return HIDDEN.matcher(name(file)).replaceAll("?");
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    private static String ending(String name) {
        int dot = name.lastIndexOf('.');
        return dot < 0 ? "" : name.substring(dot);
    }
}
