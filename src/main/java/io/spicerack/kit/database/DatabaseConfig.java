package io.spicerack.kit.database;

import io.spicerack.model.Credentials;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where an embedded server keeps its data and who may use it. Immutable.
 *
 * @param directory holds the data and {@code server.log}; what is there from an earlier start is kept, accounts and
 *     passwords too
 * @param binaries the server programs are unpacked below it once and shared by every start
 * @param port on 127.0.0.1; 0 takes any free one
 * @param database created when missing, owned by {@code owner}
 * @param owner created when missing; the password is checked on each connection
 */
public record DatabaseConfig(Path directory, Path binaries, int port, String database, Credentials owner) {
    private static final Pattern NAME = Pattern.compile("[a-z_][a-z0-9_]{0,62}");

    public DatabaseConfig {
        directory = directory.toAbsolutePath().normalize();
        binaries = binaries.toAbsolutePath().normalize();
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("The port of an embedded database is 0 to 65535, not " + port + ".");
        }
        checkName("database", database);
        checkName("user", owner.username());
        if (owner.<Boolean>reveal(String::isBlank)) {
            throw new IllegalArgumentException("The password of user '" + owner.username() + "' is empty. Give one.");
        }
    }

    /** {@code $XDG_CACHE_HOME/spicerack}, or {@code ~/.cache/spicerack}. */
    public static Path userCache() {
        return Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                .filter(name -> !name.isBlank())
                .map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"))
                .resolve("spicerack");
    }

    static void checkName(String what, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "The " + what + " name '" + name + "' does not match " + NAME.pattern() + ". Choose another.");
        }
    }
}
