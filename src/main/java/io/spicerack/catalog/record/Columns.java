package io.spicerack.catalog.record;

import io.spicerack.model.Arn;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** How values stand in columns: times as milliseconds since 1970, ARNs as text. */
public final class Columns {
    private Columns() {}

    static Instant millis(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MILLIS);
    }

    public static Instant instant(ResultSet row, String column) throws SQLException {
        return Instant.ofEpochMilli(row.getLong(column));
    }

    public static @Nullable Instant instantOrNull(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(value);
    }

    public static OptionalLong optionalLong(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
    }

    /** From milliseconds. */
    public static Optional<Duration> duration(ResultSet row, String column) throws SQLException {
        OptionalLong millis = optionalLong(row, column);
        return millis.isPresent() ? Optional.of(Duration.ofMillis(millis.getAsLong())) : Optional.empty();
    }

    public static @Nullable Long longOrNull(OptionalLong value) {
        return value.isPresent() ? value.getAsLong() : null;
    }

    public static Arn arn(ResultSet row, String column) throws SQLException {
        return Arn.parse(row.getString(column));
    }
}
