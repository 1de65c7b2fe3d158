package io.spicerack.table;

import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The narrowest type that holds all values of a column seen so far. Not thread-safe. */
final class InferredType {
    /** A decimal of unknown precision gets all digits that there are; its scale is the largest seen. */
    private static final ColumnType DECIMAL = new ColumnType.Decimal(ColumnType.Decimal.MAX_PRECISION, 0);

    private static final ColumnType INT32 = new ColumnType.Int(32);
    private static final ColumnType INT64 = new ColumnType.Int(64);
    private static final ColumnType FLOAT32 = new ColumnType.Floating(32);
    private static final ColumnType FLOAT64 = new ColumnType.Floating(64);

    /** From narrow to wide: a column takes the widest that occurs. */
    private static final List<List<ColumnType>> WIDENING =
            List.of(List.of(INT32, INT64, DECIMAL), List.of(FLOAT32, FLOAT64));

    private static final Map<Class<?>, ColumnType> TYPES = Map.ofEntries(
            Map.entry(Boolean.class, new ColumnType.Bool()),
            Map.entry(Byte.class, INT32),
            Map.entry(Short.class, INT32),
            Map.entry(Integer.class, INT32),
            Map.entry(Long.class, INT64),
            Map.entry(BigInteger.class, DECIMAL),
            Map.entry(BigDecimal.class, DECIMAL),
            Map.entry(Float.class, FLOAT32),
            Map.entry(Double.class, FLOAT64),
            Map.entry(Character.class, new ColumnType.Text()),
            Map.entry(byte[].class, new ColumnType.Binary()),
            Map.entry(UUID.class, new ColumnType.Uuid()),
            Map.entry(LocalDate.class, new ColumnType.Date()),
            Map.entry(java.sql.Date.class, new ColumnType.Date()),
            Map.entry(LocalTime.class, new ColumnType.Time()),
            Map.entry(java.sql.Time.class, new ColumnType.Time()),
            Map.entry(LocalDateTime.class, new ColumnType.Timestamp(false)),
            Map.entry(java.sql.Timestamp.class, new ColumnType.Timestamp(false)),
            Map.entry(Instant.class, new ColumnType.Timestamp(true)),
            Map.entry(OffsetDateTime.class, new ColumnType.Timestamp(true)),
            Map.entry(ZonedDateTime.class, new ColumnType.Timestamp(true)));

    private final String column;
    private @Nullable ColumnType type;
    private int scale;

    InferredType(String column) {
        this.column = column;
    }

    void add(Object value, long row) {
        ColumnType seen = value instanceof CharSequence ? new ColumnType.Text() : TYPES.get(value.getClass());
        if (seen == null) {
            throw refused(value, row, "a class that no column type takes");
        }
        if (value instanceof BigDecimal decimal) {
            scale = Math.max(scale, decimal.scale());
        }
        ColumnType known = type;
        ColumnType wider = known == null || known.equals(seen) ? seen : wider(known, seen);
        if (wider == null) {
            throw refused(value, row, "but the rows before it hold " + known);
        }
        type = wider;
    }

    private static @Nullable ColumnType wider(ColumnType one, ColumnType other) {
        for (List<ColumnType> order : WIDENING) {
            if (order.contains(one) && order.contains(other)) {
                return order.get(Math.max(order.indexOf(one), order.indexOf(other)));
            }
        }
        return null;
    }

    private IngestionException refused(Object value, long row, String why) {
        return new IngestionException(
                IngestionErrorType.SQL_SCHEMA_MISMATCH_ERROR,
                "Row " + row + " holds in column '" + column + "' a "
                        + value.getClass().getName() + ", " + why
                        + ". Convert it in a step before, or give a schema.");
    }

    ColumnType type() {
        if (type == null) {
            return new ColumnType.Text();
        }
        return type.equals(DECIMAL)
                ? new ColumnType.Decimal(
                        ColumnType.Decimal.MAX_PRECISION, Math.min(scale, ColumnType.Decimal.MAX_PRECISION))
                : type;
    }
}
