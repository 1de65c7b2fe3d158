package io.spicerack.catalog.database;

import io.spicerack.WithServers;
import io.spicerack.catalog.server.CatalogAddress;
import io.spicerack.catalog.server.CatalogServer;
import io.spicerack.catalog.server.ServerConnections;
import io.spicerack.kit.database.TestDatabase;
import io.spicerack.kit.database.TestDatabases;
import io.spicerack.model.Credentials;
import io.spicerack.model.Secret;
import io.spicerack.tls.ServerTrust;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Nodes that start at once bring a schema up to date at once. */
@WithServers
class SchemaAtOnceTest {
    private static final int NODES = 8;
    private static final int STARTS = 15;
    private static final String SCRIPT = "/io/spicerack/catalog/postgres/afterMigrate.sql";

    @Test
    void whoeverComesSecondFindsItUpToDate() throws Exception {
        TestDatabase database = TestDatabases.postgres().newDatabase();
        CatalogServer server = new CatalogServer(
                CatalogAddress.parse(database.url().replaceFirst("[?].*", "")),
                ServerTrust.UNENCRYPTED,
                () -> new Credentials(TestDatabases.USER, Secret.of(TestDatabases.PASSWORD)));
        CatalogSchema.POSTGRES.migrate(new ServerConnections(server), "here");
        String script = script();
        CyclicBarrier start = new CyclicBarrier(NODES);
        ExecutorService threads = Executors.newFixedThreadPool(NODES);
        try {
            List<Future<?>> nodes = new ArrayList<>();
            for (int i = 0; i < NODES; i++) {
                nodes.add(threads.submit(() -> {
                    // as Flyway does it, after it has let its own lock go
                    try (Connection connection = new ServerConnections(server).getConnection();
                            Statement statement = connection.createStatement()) {
                        connection.setAutoCommit(false);
                        for (int round = 0; round < STARTS; round++) {
                            start.await();
                            statement.execute(script);
                            connection.commit();
                        }
                    }
                    return true;
                }));
            }
            for (Future<?> node : nodes) {
                node.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static String script() throws IOException {
        try (InputStream text = CatalogSchema.class.getResourceAsStream(SCRIPT)) {
            return new String(Objects.requireNonNull(text).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
