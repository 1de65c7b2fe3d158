package io.spicerack.source.postgres;

import io.spicerack.source.HashSql;
import io.spicerack.source.HashedColumn;
import io.spicerack.source.TypeRules;
import io.spicerack.source.ValueHashes;
import io.spicerack.source.ValuesQuery;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/** Makes the {@link ValuesQuery} of a PostgreSQL query, once the server hashes as we do. Stateless. */
final class PostgresValuesQuery {
    /** The first version with the extended hash functions. */
    private static final int FIRST_VERSION = 11;

    private static final byte[] PROBE = "spicerack".getBytes(StandardCharsets.US_ASCII);

    /** Encodings whose texts the server sends as it holds them. */
    private static final Set<String> UNCONVERTED = Set.of("UTF8", "SQL_ASCII");

    private static final HashSql SQL =
            new HashSql(" # ", PostgresColumnHash::mix, number -> "(" + number + ")::text", "\nOFFSET 0", 400);

    private PostgresValuesQuery() {}

    static ValueHashes of(Connection connection, String query, ResultSetMetaData metadata, TypeRules types)
            throws SQLException {
        Optional<ValueHashes.None> none = unlikeOurs(connection);
        if (none.isPresent()) {
            return none.get();
        }
        boolean converted =
                !UNCONVERTED.contains(connection.unwrap(PGConnection.class).getParameterStatus("server_encoding"));
        List<HashedColumn> columns = new ArrayList<>();
        for (int i = 1; i <= metadata.getColumnCount(); i++) {
            columns.add(PostgresColumnHash.of(PostgresColumn.of(metadata, i, types), metadata, i, converted));
        }
        return new ValuesQuery(query, SQL, columns, PostgresColumnHash::mix);
    }

    /** A big-endian server hashes texts otherwise, and so may a server that only speaks like PostgreSQL. */
    private static Optional<ValueHashes.None> unlikeOurs(Connection connection) throws SQLException {
        int version = connection.getMetaData().getDatabaseMajorVersion();
        if (version < FIRST_VERSION) {
            return none("PostgreSQL " + version + " has not; version " + FIRST_VERSION + " is the first that has them");
        }
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT hashtextextended('spicerack' COLLATE \"C\", 1)")) {
            row.next();
            @Nullable Object hash = row.getObject(1);
            if (!Long.valueOf(PostgresHash.bytes(PROBE, 0, PROBE.length, 1)).equals(hash)) {
                return none("this server's give other numbers, as on a big-endian machine");
            }
        }
        return Optional.empty();
    }

    private static Optional<ValueHashes.None> none(String why) {
        return Optional.of(new ValueHashes.None("needs PostgreSQL's own hash functions, but " + why));
    }
}
