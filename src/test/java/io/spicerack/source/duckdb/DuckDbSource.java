package io.spicerack.source.duckdb;

import io.spicerack.source.CellValue;
import io.spicerack.source.Dialect;
import io.spicerack.source.JdbcRowGroups;
import io.spicerack.source.JdbcSource;
import io.spicerack.source.QueryColumns;
import io.spicerack.source.ReadMeter;
import io.spicerack.source.SnapshotInfo;
import io.spicerack.source.SourceColumn;
import io.spicerack.source.SourceConfig;
import io.spicerack.source.SourceSession;
import io.spicerack.table.RowGroups;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A snapshot of a DuckDB database. */
final class DuckDbSource extends JdbcSource {
    private final AtomicReference<@Nullable PreparedStatement> running;

    private DuckDbSource(SourceSession session, AtomicReference<@Nullable PreparedStatement> running) {
        super(session, new Dialect() {});
        this.running = running;
    }

    static DuckDbSource open(SourceConfig config, Path database, InstantSource clock, ReadMeter meter) {
        AtomicReference<@Nullable PreparedStatement> running = new AtomicReference<>();
        SourceSession session = SourceSession.open(
                config,
                new DuckDbErrors(),
                meter,
                "",
                new SourceSession.Driver(
                        wire -> connect(database),
                        connection -> begin(connection, clock),
                        connection -> cancel(running.get())));
        return new DuckDbSource(session, running);
    }

    private static Connection connect(Path database) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("duckdb.read_only", "true");
        return DriverManager.getConnection("jdbc:duckdb:" + database, properties);
    }

    private static SnapshotInfo begin(Connection connection, InstantSource clock) throws SQLException {
        connection.setAutoCommit(false);
        String version = connection.getMetaData().getDatabaseProductVersion();
        return new SnapshotInfo("DuckDB " + version, clock.instant(), Optional.empty(), Optional.empty());
    }

    @Override
    protected RowGroups rows(String query) throws SQLException {
        PreparedStatement statement = connection().prepareStatement(query);
        running.set(statement);
        List<DuckDbColumn> columns = columns(statement.getMetaData());
        state().begin();
        return new JdbcRowGroups(
                QueryColumns.schema(columns.stream().map(DuckDbColumn::column).toList()),
                columns.stream().map(DuckDbColumn::reader).toList(),
                statement,
                statement.executeQuery(),
                () -> running.set(null),
                this);
    }

    @Override
    protected List<SourceColumn> described(String query) throws SQLException {
        try (PreparedStatement statement = connection().prepareStatement(query)) {
            return columns(statement.getMetaData()).stream()
                    .map(column -> new SourceColumn(
                            column.column(), column.column().type().toString()))
                    .toList();
        }
    }

    private static List<DuckDbColumn> columns(ResultSetMetaData metadata) throws SQLException {
        List<DuckDbColumn> columns = new ArrayList<>();
        for (int i = 1; i <= metadata.getColumnCount(); i++) {
            columns.add(DuckDbColumn.of(metadata, i));
        }
        return columns;
    }

    @Override
    protected CellValue.OfColumn values() {
        return (metadata, index) -> {
            DuckDbColumn column = DuckDbColumn.of(metadata, index);
            return CellValue.through(column.column(), column.reader(), index);
        };
    }

    private static void cancel(@Nullable PreparedStatement statement) throws SQLException {
        if (statement != null) {
            statement.cancel();
        }
    }
}
