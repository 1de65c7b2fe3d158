package io.spicerack.source.mysql;

import io.spicerack.model.Credentials;
import io.spicerack.source.PasswordWithheldException;
import io.spicerack.source.SourceConfig;
import io.spicerack.tls.HandedTrust;
import io.spicerack.tls.ShownPasswordKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How a user logs in to MySQL and MariaDB, and to whom alone a password goes. Stateless but for files of public keys. */
final class MySqlLogin {
    /** Without TLS: those that show nobody between a password, nor what could stand for it. */
    private static final String HIDING = "caching_sha2_password,mysql_native_password,client_ed25519,parsec";

    /** What the driver says of a server that wants another. */
    private static final String RESTRICTED = "restrict authentication plugin";

    private static final String NO_KEY = "RSA public key is not available";

    /** The driver reads a key from a file alone, also for a connection that it makes later by itself to stop a query. */
    private static final Map<String, Path> KEY_FILES = new ConcurrentHashMap<>();

    private MySqlLogin() {}

    static void options(Properties properties, SourceConfig config, Credentials credentials) {
        properties.setProperty("user", credentials.username());
        credentials
                .renewal()
                .ifPresentOrElse(
                        passwords -> {
                            properties.setProperty("credentialType", MySqlTokens.TYPE);
                            properties.setProperty(MySqlTokens.PASSWORDS, MySqlTokens.hand(passwords));
                        },
                        () -> properties.setProperty("password", credentials.reveal(Function.identity())));
        // another server would get the password that this one's host was given
        properties.setProperty("permitRedirect", "false");
        properties.setProperty("allowPublicKeyRetrieval", "false");
        if (config.ssl()) {
            properties.setProperty("sslMode", "verify-full");
            properties.setProperty("tlsSocketType", MySqlTls.TYPE);
            properties.setProperty(
                    MySqlTls.TRUST, HandedTrust.hand(config.trust().of(config.host())));
        } else {
            properties.setProperty("sslMode", "disable");
            properties.setProperty("restrictedAuth", HIDING);
            config.trust().passwordKey().ifPresent(key -> properties.setProperty("serverRsaPublicKeyFile", file(key)));
        }
    }

    /** The same failure, with the reason why a password was withheld as its cause. */
    static SQLException withheld(SQLException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            @Nullable String how = how(String.valueOf(cause.getMessage()));
            if (how != null) {
                return new SQLException(how, e.getSQLState(), new PasswordWithheldException(how));
            }
        }
        return e;
    }

    private static @Nullable String how(String words) {
        if (words.contains(NO_KEY)) {
            return "the server takes this user's password only under its RSA key (caching_sha2_password), and none is"
                    + " pinned; a key that anybody in between could have sent is not taken. Use TLS (DisableSsl: false),"
                    + " or compare the key's fingerprint with the server's own and pin it with"
                    + " `spicerack data-source trust ID`.";
        }
        return words.contains(RESTRICTED) || words.contains("if SSL is not enabled")
                ? "the server asks for this user's password in clear text, which is sent with TLS only. Use TLS"
                        + " (DisableSsl: false), or give the user another way to log in than PAM or LDAP."
                : null;
    }

    private static String file(ShownPasswordKey key) {
        return KEY_FILES
                .computeIfAbsent(key.fingerprint().text(), print -> written(key))
                .toString();
    }

    /** In a folder that nobody else may write to. */
    private static Path written(ShownPasswordKey key) {
        try {
            Path file = Files.createTempDirectory("spicerack").resolve("server-key.pem");
            Files.writeString(file, key.pem());
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("the server's public key could not be written to a temporary file", e);
        }
    }
}
