package io.spicerack.prepare.expression;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** An expression that is ready to run, with its type. Its cell may be called by one thread at a time. */
public record CompiledExpression(ValueType type, Cell cell) {
    /** The value for a row; null for NULL. {@link RowFault} where the row's values do not allow one. */
    public interface Cell {
        @Nullable
        Object value(Row row);
    }

    /** A value that was written in the expression. */
    record Constant(Object value) implements Cell {
        @Override
        public Object value(Row row) {
            return value;
        }
    }

    static CompiledExpression constant(ValueType type, Object value) {
        return new CompiledExpression(type, new Constant(value));
    }

    /** The same values as another type of number. */
    public CompiledExpression as(ValueType wanted) {
        if (type.equals(wanted) || !type.number()) {
            return new CompiledExpression(wanted, cell);
        }
        return new CompiledExpression(wanted, row -> {
            Object value = cell.value(row);
            return value == null ? null : converted((Number) value, wanted);
        });
    }

    private static Object converted(Number value, ValueType wanted) {
        return switch (wanted.kind()) {
            case INTEGER -> whole(value);
            case FIXED -> fixed(value).setScale(wanted.scale(), RoundingMode.HALF_EVEN);
            case FLOAT -> value.doubleValue();
            case STRING, DATETIME, BOOLEAN -> throw new IllegalStateException("no number: " + wanted);
        };
    }

    /** Cuts off what is after the point. */
    static Long whole(Number value) {
        if (value instanceof Long whole) {
            return whole;
        }
        try {
            return fixed(value).setScale(0, RoundingMode.DOWN).longValueExact();
        } catch (ArithmeticException e) {
            throw new RowFault(RowFault.Code.NUMBER_BITWIDTH_TOO_LARGE);
        }
    }

    static BigDecimal fixed(Number value) {
        if (value instanceof BigDecimal decimal) {
            return decimal;
        }
        if (value instanceof Long whole) {
            return BigDecimal.valueOf(whole);
        }
        double number = value.doubleValue();
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            throw new RowFault(RowFault.Code.ARITHMETIC_EXCEPTION);
        }
        return BigDecimal.valueOf(number);
    }
}
