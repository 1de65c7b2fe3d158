package io.spicerack.prepare.expression;

import io.spicerack.table.BytesVector;
import io.spicerack.table.ColumnType;
import io.spicerack.table.RowMaps;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a column of the source as an expression sees it. Its place is known when the plan is complete. */
public final class InputCell implements CompiledExpression.Cell {
    private final String name;
    private final ValueType type;
    private final Collection<String> inputs;
    private volatile int place = -1;

    private InputCell(String name, ValueType type, Collection<String> inputs) {
        this.name = name;
        this.type = type;
        this.inputs = inputs;
    }

    /**
     * An expression that is the value of an input column.
     *
     * @param inputs the columns that are read, in their order; complete when the first row comes
     */
    public static CompiledExpression of(String name, ColumnType actual, ValueType type, Collection<String> inputs) {
        return new CompiledExpression(type, new InputCell(name, type, inputs));
    }

    @Override
    public @Nullable Object value(Row row) {
        if (place < 0) {
            place = List.copyOf(inputs).indexOf(name);
        }
        if (row.group().column(place) instanceof BytesVector texts) {
            row.text(texts.length(row.index()));
        }
        Object value = RowMaps.value(row.group(), place, row.index());
        return value == null ? null : seen(value);
    }

    private Object seen(Object value) {
        return switch (type.kind()) {
            case STRING -> value instanceof byte[] bytes ? Base64.getEncoder().encodeToString(bytes) : value.toString();
            case INTEGER ->
                value instanceof Boolean flag ? (Object) (flag ? 1L : 0L) : CompiledExpression.whole(number(value));
            case FIXED -> CompiledExpression.fixed(number(value)).setScale(type.scale(), RoundingMode.HALF_EVEN);
            case FLOAT -> value instanceof Float single ? Double.valueOf(single.toString()) : value;
            case DATETIME -> time(value);
            case BOOLEAN -> value;
        };
    }

    private static Number number(Object value) {
        return value instanceof Integer whole
                ? whole.longValue()
                : value instanceof BigDecimal decimal ? decimal : (Number) value;
    }

    private static LocalDateTime time(Object value) {
        if (value instanceof LocalDate date) {
            return date.atStartOfDay();
        }
        return value instanceof OffsetDateTime instant ? instant.toLocalDateTime() : (LocalDateTime) value;
    }
}
