package io.spicerack.catalog;

import static io.spicerack.catalog.CatalogFixtures.CLOCK;

import io.spicerack.catalog.server.CatalogAddress;
import io.spicerack.catalog.server.CatalogServer;
import io.spicerack.kit.database.TestDatabase;
import io.spicerack.kit.database.TestDatabases;
import io.spicerack.tls.ServerTrust;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Objects;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;

/** Opens catalogs in one database of the shared PostgreSQL, which is empty for each test. */
final class PostgresCatalogs extends FileCatalogs {
    /** Made when the first is wanted. */
    private static final class Shared {
        static final TestDatabase DATABASE = TestDatabases.postgres().newDatabase();
    }

    private static final String EMPTY =
            """
            DO $$ BEGIN
                EXECUTE (SELECT 'TRUNCATE ' || string_agg(quote_ident(tablename), ', ') || ' RESTART IDENTITY CASCADE'
                    FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'flyway_schema_history');
                INSERT INTO audit_trail (cut) VALUES (0);
            END $$""";

    static CatalogServer server(TestDatabase database) {
        return new CatalogServer(address(database), ServerTrust.UNENCRYPTED, database::credentials);
    }

    static CatalogAddress address(TestDatabase database) {
        return CatalogAddress.parse(database.url().replaceFirst("[?].*", ""));
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return parameter.getParameter().getType() == OpenedCatalog.class && onServers(test);
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
        try {
            Shared.DATABASE.execute("DO $$ BEGIN DELETE FROM flyway_schema_history WHERE version = '9999';"
                    + " EXCEPTION WHEN undefined_table THEN NULL; END $$");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        try (Catalog opened =
                open(Path.of("target", "catalog-" + ProcessHandle.current().pid(), "catalog.db"))) {
            // opening it has brought it to the newest step
            Objects.requireNonNull(opened);
            Shared.DATABASE.execute(EMPTY);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return super.resolveParameter(parameter, test);
    }

    @Override
    Catalog open(Path file) {
        return Catalog.open(server(Shared.DATABASE), file, CLOCK);
    }
}
