package io.spicerack.source;

import io.spicerack.core.sources.Databases;
import io.spicerack.kit.database.TestDatabase;
import io.spicerack.kit.database.TestDatabases;
import io.spicerack.model.Credentials;
import io.spicerack.model.DataSourceType;
import io.spicerack.model.Secret;
import io.spicerack.table.RowGroups;
import io.spicerack.table.RowMaps;
import io.spicerack.tls.Authorities;
import io.spicerack.tls.ServerTrust;
import io.spicerack.tls.ShownProof;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the tests of this package do with a database. */
public final class TestSource {
    private TestSource() {}

    static SourceConfig config(TestDatabase database, DataSourceType type) {
        return config(type, "127.0.0.1", database.server().port(), database.name(), Duration.ZERO);
    }

    static SourceConfig config(DataSourceType type, String host, int port, String name, Duration statement) {
        return new SourceConfig(
                type,
                host,
                port,
                name,
                false,
                new SourceConfig.Timeouts(Duration.ofSeconds(20), statement, Duration.ZERO),
                TypeRules.DEFAULT);
    }

    /** With MySQL's own certificate pinned, so that it lets in over TLS whom it has not seen before. */
    static SourceConfig pinned(TestDatabase database, DataSourceType type) {
        SourceConfig config = config(database, type);
        if (type == DataSourceType.POSTGRESQL || !TestDatabases.onMySql()) {
            return config;
        }
        ShownProof own = Databases.SERVED.of(type).shown(config.with(ServerTrust.OF_JVM));
        return config.with(new ServerTrust(true, Authorities.OF_JVM, Optional.empty(), List.of(own), Optional.empty()));
    }

    public static SourceConnection open(TestDatabase database, DataSourceType type) {
        return open(config(database, type), database.credentials());
    }

    public static SourceConnection open(SourceConfig config, Credentials credentials) {
        return open(config, credentials, ReadMeter.NONE);
    }

    static SourceConnection open(SourceConfig config, Credentials credentials, ReadMeter meter) {
        return Databases.SERVED.of(config.type()).open(config, credentials, meter);
    }

    static Credentials credentials(String user, String password) {
        return new Credentials(user, Secret.of(password));
    }

    public static List<Map<String, Object>> rows(SourceConnection source, String sql) {
        List<Map<String, Object>> rows = new ArrayList<>();
        try (RowGroups groups = source.query(sql)) {
            RowMaps.rows(groups).forEachRemaining(rows::add);
        }
        return rows;
    }

    /** The values of the one row of a query, in order. */
    public static List<Object> row(SourceConnection source, String sql) {
        return comparable(rows(source, sql).get(0));
    }

    /** The values of a row, bytes as hexadecimal digits. */
    static List<Object> comparable(Map<String, Object> row) {
        return row.values().stream()
                .map(value -> value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : value)
                .toList();
    }
}
