package io.spicerack.kit.database;

import io.spicerack.model.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The random password of the account that sets up the owner's; nobody types it. */
final class AdministratorPassword {
    private AdministratorPassword() {}

    static Secret random() {
        byte[] bytes = new byte[24];
        new SecureRandom().nextBytes(bytes);
        return Secret.of(HexFormat.of().formatHex(bytes));
    }

    /** The password in {@code file}, which only its owner may read; made at the first start. */
    static Secret keptIn(Path file) throws IOException {
        if (!Files.exists(file)) {
            writePrivate(file, random().reveal(text -> text));
        }
        return Secret.of(Files.readString(file).strip());
    }

    static void writePrivate(Path file, String text) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, text);
    }
}
