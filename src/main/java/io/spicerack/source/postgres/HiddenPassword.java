package io.spicerack.source.postgres;

import io.spicerack.source.PasswordWithheldException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGProperty;
import org.postgresql.plugin.AuthenticationPlugin;
import org.postgresql.plugin.AuthenticationRequestType;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/** Keeps a password from a server without TLS that asks for it in clear text. pgjdbc makes it, by its name. */
public final class HiddenPassword implements AuthenticationPlugin {
    private final Properties connection;

    public HiddenPassword(Properties connection) {
        this.connection = connection;
    }

    @Override
    public char @Nullable [] getPassword(AuthenticationRequestType asked) throws PSQLException {
        if (asked == AuthenticationRequestType.CLEARTEXT_PASSWORD) {
            String how = "the server asks for this user's password in clear text, which is sent with TLS only. Use TLS"
                    + " (DisableSsl: false), or let the user log in with scram-sha-256 in pg_hba.conf.";
            throw new PSQLException(how, PSQLState.CONNECTION_REJECTED, new PasswordWithheldException(how));
        }
        @Nullable String password = PGProperty.PASSWORD.getOrDefault(connection);
        return password == null ? null : password.toCharArray();
    }
}
