package io.spicerack.kit.database;

import io.spicerack.table.CellText;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a query the plain way, row by row through JDBC's getters, as canonical texts: a second opinion on what the extraction
 * gave. It shares no code with it but the spelling of a cell.
 */
public final class PlainRows {
    private static final int FETCH = 5_000;

    private PlainRows() {}

    /** Hands each row's cells to {@code rows}; the list is new for each row. */
    public static void read(DatabaseServer server, String sql, Consumer<List<@Nullable String>> rows) {
        try (Connection connection = server.administer(server.database())) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.setFetchSize(FETCH);
                try (ResultSet result = statement.executeQuery(sql)) {
                    ResultSetMetaData meta = result.getMetaData();
                    while (result.next()) {
                        List<@Nullable String> cells = new ArrayList<>(meta.getColumnCount());
                        for (int i = 1; i <= meta.getColumnCount(); i++) {
                            cells.add(text(result, meta, i));
                        }
                        rows.accept(cells);
                    }
                }
            }
        } catch (SQLException e) {
            throw new DatabaseServerException(
                    "the source could not be read again for comparison: SQLSTATE " + e.getSQLState(), e);
        }
    }

    private static @Nullable String text(ResultSet row, ResultSetMetaData meta, int i) throws SQLException {
        String type = meta.getColumnTypeName(i).toLowerCase(Locale.ROOT);
        switch (meta.getColumnType(i)) {
            case Types.BIT, Types.BOOLEAN -> {
                boolean value = row.getBoolean(i);
                return row.wasNull() ? null : String.valueOf(value);
            }
            case Types.DECIMAL, Types.NUMERIC -> {
                if (meta.getPrecision(i) == 0) {
                    return row.getString(i); // a numeric without a declared precision has no common scale
                }
                BigDecimal value = row.getBigDecimal(i);
                return value == null ? null : CellText.of(value, meta.getScale(i));
            }
            case Types.DOUBLE -> {
                double value = row.getDouble(i);
                return row.wasNull() ? null : CellText.of(value);
            }
            case Types.REAL -> {
                float value = row.getFloat(i);
                return row.wasNull() ? null : CellText.of(value);
            }
            case Types.DATE -> {
                LocalDate value = row.getObject(i, LocalDate.class);
                return value == null ? null : CellText.of(value);
            }
            case Types.TIME -> {
                LocalTime value = row.getObject(i, LocalTime.class);
                return value == null ? null : CellText.of(value);
            }
            case Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE -> {
                return timestamp(row, i, type.equals("timestamptz") || type.equals("timestamp"));
            }
            default -> {
                return row.getString(i);
            }
        }
    }

    /** PostgreSQL's timestamptz and MySQL's TIMESTAMP are instants; MySQL's DATETIME is a wall-clock reading. */
    private static @Nullable String timestamp(ResultSet row, int i, boolean instant) throws SQLException {
        if (instant) {
            OffsetDateTime value = row.getObject(i, OffsetDateTime.class);
            return value == null ? null : CellText.of(value.toInstant());
        }
        LocalDateTime value = row.getObject(i, LocalDateTime.class);
        return value == null ? null : CellText.of(value);
    }
}
