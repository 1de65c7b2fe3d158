package io.spicerack.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.WithServers;
import io.spicerack.core.sources.Databases;
import io.spicerack.kit.database.TestDatabase;
import io.spicerack.kit.database.TestDatabases;
import io.spicerack.model.Credentials;
import io.spicerack.model.DataSourceType;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;
import io.spicerack.tls.Authorities;
import io.spicerack.tls.ServerTrust;
import io.spicerack.tls.ShownCertificate;
import io.spicerack.tls.ShownPasswordKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A MySQL with what its installer sets up: a certificate that it has signed itself, and {@code caching_sha2_password}. */
@WithServers
class InstalledMySqlTest {
    private static final String USER = "never_seen";
    private static final Credentials READER = TestSource.credentials(USER, "reads");

    private final TestDatabase database;
    private final SourceConfig config;

    InstalledMySqlTest() {
        TestDatabases.needMySql("what its installer sets up");
        database = TestDatabases.mariaDb().newDatabase();
        config = TestSource.config(database, DataSourceType.MYSQL);
    }

    /** One whose password the server does not keep in its memory yet. */
    @BeforeEach
    void makeUser() throws SQLException {
        try (Connection admin = database.server().administer(database.name());
                Statement statement = admin.createStatement()) {
            statement.execute("DROP USER IF EXISTS " + USER + "@'%'");
            statement.execute("CREATE USER " + USER + "@'%' IDENTIFIED BY 'reads'");
            statement.execute("GRANT SELECT ON " + database.name() + ".* TO " + USER + "@'%'");
        }
    }

    @Test
    void itsCertificateIsRefusedWithTheWaysOutAndTakenOnceItIsPinned() throws SQLException {
        SourceConfig strict = config.with(ServerTrust.OF_JVM);
        assertThatThrownBy(() -> TestSource.open(strict, READER))
                .isInstanceOf(IngestionException.class)
                .hasMessageContainingAll(
                        "signed by CN=MySQL_Server_",
                        "_Auto_Generated_CA_Certificate",
                        "until ",
                        "config/authorities/",
                        "spicerack data-source trust ID",
                        "or give the server a certificate of an authority that is trusted.")
                .extracting(e -> ((IngestionException) e).type())
                .isEqualTo(IngestionErrorType.SSL_CERTIFICATE_VALIDATION_FAILURE);
        ShownCertificate shown =
                (ShownCertificate) Databases.SERVED.of(DataSourceType.MYSQL).shown(strict);
        database.execute("CREATE TABLE t (v VECTOR(2))", "INSERT INTO t VALUES (STRING_TO_VECTOR('[1,-2]')), (NULL)");
        SourceConfig pinned = config.with(
                new ServerTrust(true, Authorities.OF_JVM, Optional.empty(), List.of(shown), Optional.empty()));
        try (SourceConnection source = TestSource.open(pinned, READER)) {
            List<Map<String, Object>> rows = TestSource.rows(source, "SELECT v FROM t ORDER BY v IS NULL");
            assertThat(rows).hasSize(2);
            assertThat(HexFormat.of().formatHex((byte[]) rows.get(0).get("v"))).isEqualTo("0000803f000000c0");
            assertThat(rows.get(1).get("v")).isNull();
        }
    }

    @Test
    void withoutTlsItsKeyHidesThePasswordOnceItIsPinnedAndNoOtherDoes() {
        SourceConfig plain = config.with(ServerTrust.UNENCRYPTED);
        assertThatThrownBy(() -> TestSource.open(plain, READER))
                .hasMessageContaining("only under its RSA key (caching_sha2_password), and none is pinned");
        ShownPasswordKey shown =
                (ShownPasswordKey) Databases.SERVED.of(DataSourceType.MYSQL).shown(plain);
        SourceConfig pinned = config.with(
                new ServerTrust(false, Authorities.OF_JVM, Optional.empty(), List.of(shown), Optional.empty()));
        try (SourceConnection source = TestSource.open(pinned, READER)) {
            assertThat(TestSource.row(source, "SELECT 'é王' AS v")).containsExactly("é王");
        }
    }
}
