package io.spicerack.catalog.server;

import io.spicerack.envelope.PasswordKeys;
import io.spicerack.model.Credentials;
import io.spicerack.tls.HandedTrust;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.postgresql.ds.PGSimpleDataSource;

/** Makes connections to a catalog's server, each with the password of that moment: none is kept. Thread-safe. */
public final class ServerConnections extends PGSimpleDataSource {
    private static final long serialVersionUID = 1L;

    /** The driver logs what a server says, word for word. Held, since a logger that nobody holds forgets its level. */
    private static final Logger DRIVERS = Logger.getLogger("org.postgresql");

    private static final Duration CONNECT = Duration.ofSeconds(10);

    /** Of several: shorter than nodes wait for each other, so that none is replaced while it tries one that is gone. */
    private static final Duration CONNECT_TO_EACH = Duration.ofSeconds(3);

    /** Longer than any statement of the catalog takes, a search through ten million records too. */
    private static final Duration SILENCE = Duration.ofMinutes(5);

    /** After some 15 s without a sign of life the server takes this process for gone, and gives its locks free. */
    private static final String SETTLED =
            "SET tcp_keepalives_idle = 6; SET tcp_keepalives_interval = 3; SET tcp_keepalives_count = 3;"
                    + " SET client_connection_check_interval = '5s'; SET statement_timeout = 0; SET lock_timeout = 0;"
                    + " SET idle_in_transaction_session_timeout = 0; SET idle_session_timeout = 0;"
                    // the way it is changed and read rests on these, whatever the database or the user is set to
                    + " SET default_transaction_isolation = 'read committed'; SET default_transaction_read_only = off;"
                    // what is committed is on disk, whatever the database is set to
                    + " SELECT set_config('synchronous_commit', 'on', false)"
                    + " WHERE current_setting('synchronous_commit') = 'off'";

    private final transient CatalogServer server;

    static {
        DRIVERS.setLevel(Level.OFF);
    }

    public ServerConnections(CatalogServer server) {
        this.server = server;
        // the driver's SCRAM would leave the password to the JDK's cleaner
        PasswordKeys.prefer();
        CatalogAddress address = server.address();
        setServerNames(address.hosts().stream().map(CatalogAddress.Host::name).toArray(String[]::new));
        setPortNumbers(
                address.hosts().stream().mapToInt(CatalogAddress.Host::port).toArray());
        setDatabaseName(address.database());
        setTargetServerType("primary");
        setApplicationName("spicerack-catalog");
        setConnectTimeout((int) (address.hosts().size() > 1 ? CONNECT_TO_EACH : CONNECT).toSeconds());
        setLoginTimeout(0);
        setSocketTimeout((int) SILENCE.toSeconds());
        setTcpKeepAlive(true);
        setGssEncMode("disable");
        // what it would quote of a row that it refuses
        setLogServerErrorDetail(false);
        if (server.trust().encrypted()) {
            // the name is checked with the certificate
            setSslMode("verify-ca");
            setSslfactory(ServerTls.class.getName());
            setSslfactoryarg(HandedTrust.hand(server.trust()));
        } else {
            setSslMode("disable");
            setAuthenticationPluginClassName(PasswordInClear.class.getName());
        }
    }

    /** Nobody can log in: the words are those of whoever should have said who does. */
    static final String NO_LOGIN = "28S01";

    private Credentials login() throws SQLException {
        try {
            return server.login().get();
        } catch (RuntimeException e) {
            throw new SQLException(e.getMessage(), NO_LOGIN, e);
        }
    }

    @Override
    public Connection getConnection() throws SQLException {
        try (Credentials login = login()) {
            Connection connection = getConnection(login.username(), login.reveal(Function.identity()));
            try (Statement statement = connection.createStatement()) {
                statement.execute(SETTLED);
                return connection;
            } catch (SQLException e) {
                try (connection) {
                    throw e;
                }
            }
        }
    }
}
