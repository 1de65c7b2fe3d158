package io.spicerack.catalog;

import io.spicerack.WithServers;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.ExtendWith;

/** What every catalog promises, on PostgreSQL. */
@WithServers
@ExtendWith(PostgresCatalogs.class)
class CatalogsOnPostgresTest {
    @Nested
    class Intents extends AuditIntentsTest {
        Intents(OpenedCatalog opened) {
            super(opened);
        }
    }

    @Nested
    class Queue extends AuditQueueTest {
        Queue(OpenedCatalog opened) {
            super(opened);
        }
    }

    @Nested
    class Sources extends DataSourceStoreTest {
        Sources(OpenedCatalog opened) {
            super(opened);
        }
    }

    @Nested
    class Runs extends IngestionStoreTest {
        Runs(OpenedCatalog opened) {
            super(opened);
        }
    }

    @Nested
    class Versions extends KeysAndVersionsTest {
        Versions(OpenedCatalog opened) {
            super(opened);
        }
    }

    @Nested
    class Reads extends SourceStoresTest {
        Reads(OpenedCatalog opened) {
            super(opened);
        }
    }

    @Nested
    class Walk extends StoreWalkTest {
        Walk(OpenedCatalog opened) {
            super(opened);
        }
    }

    @Nested
    class Changes extends CatalogTransactionsTest {
        Changes(OpenedCatalog opened) {
            super(opened);
        }
    }
}
