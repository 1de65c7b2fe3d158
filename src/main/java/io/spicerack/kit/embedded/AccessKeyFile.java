package io.spicerack.kit.embedded;

import io.spicerack.settings.OwnerOnly;
import io.spicerack.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The access key of the embedded AWS, in a file that its owner alone can read. */
final class AccessKeyFile {
    /** An access key id and its secret. Prints no secret. */
    record Key(String id, String secret) {
        @Override
        public String toString() {
            return "Key[" + id + "]";
        }
    }

    private AccessKeyFile() {}

    static Key readOrMake(Path file, Passwords passwords) throws IOException {
        if (Files.exists(file)) {
            List<String> lines = Files.readAllLines(file);
            if (lines.size() != 2) {
                throw new SettingsException(file + " does not hold two lines; delete it, and a new key is made");
            }
            return new Key(lines.get(0), lines.get(1));
        }
        String id = "AKIA" + passwords.fresh().substring(0, 16).toUpperCase(Locale.ROOT);
        Key key = new Key(id, passwords.fresh() + passwords.fresh().substring(0, 16));
        OwnerOnly.write(file, key.id() + "\n" + key.secret() + "\n");
        return key;
    }
}
