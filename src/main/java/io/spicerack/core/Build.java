package io.spicerack.core;

import io.spicerack.model.Sha256;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Which build of Spicerack this is, by its bytes: two of one version may differ. Stateless. */
final class Build {
    private static final int SHOWN = 12;

    private Build() {}

    /** With the Java that it runs on, whose texts of numbers have changed from one version to the next. */
    static String words() {
        @Nullable String version = Build.class.getPackage().getImplementationVersion();
        return "spicerack " + (version == null ? "(not packaged)" : version + " " + digest()) + " on Java "
                + System.getProperty("java.version");
    }

    private static String digest() {
        try {
            CodeSource source = Build.class.getProtectionDomain().getCodeSource();
            Path place = Path.of(source.getLocation().toURI());
            if (Files.isDirectory(place)) {
                return "from a folder";
            }
            try (FileChannel jar = FileChannel.open(place)) {
                return Sha256.hex(jar).substring(0, SHOWN);
            }
        } catch (IOException | URISyntaxException e) {
            // equal to no other, so that nothing is taken for unchanged
            return "of unknown bytes, " + UUID.randomUUID();
        }
    }
}
