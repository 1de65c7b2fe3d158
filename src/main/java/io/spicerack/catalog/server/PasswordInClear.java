package io.spicerack.catalog.server;

import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGProperty;
import org.postgresql.plugin.AuthenticationPlugin;
import org.postgresql.plugin.AuthenticationRequestType;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/** Is refused to whoever asks for it without TLS, also on this machine. pgjdbc makes it, by its name. */
public final class PasswordInClear implements AuthenticationPlugin {
    private final Properties connection;

    public PasswordInClear(Properties connection) {
        this.connection = connection;
    }

    @Override
    public char @Nullable [] getPassword(AuthenticationRequestType asked) throws PSQLException {
        if (asked == AuthenticationRequestType.CLEARTEXT_PASSWORD) {
            throw new PSQLException(
                    "the server asks for the password in clear text without TLS", PSQLState.INVALID_PASSWORD);
        }
        @Nullable String password = PGProperty.PASSWORD.getOrDefault(connection);
        return password == null ? null : password.toCharArray();
    }
}
