package io.spicerack.prepare;

import io.spicerack.prepare.expression.Arguments;
import io.spicerack.prepare.expression.CompiledExpression;
import io.spicerack.prepare.expression.DateFunctions;
import io.spicerack.prepare.expression.ExpressionException;
import io.spicerack.prepare.expression.NumberFunctions;
import io.spicerack.prepare.expression.RowFault;
import io.spicerack.prepare.expression.TextFunctions;
import io.spicerack.prepare.expression.ValueType;
import io.spicerack.prepare.expression.ValueType.Kind;
import io.spicerack.table.ColumnType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDateTime;
import java.util.List;

/** CastColumnTypeOperation, and the check that a computed value can be sealed. Stateless. */
final class ColumnCasts {
    /** Digits after the point of QuickSight's FIXED. */
    private static final int FIXED_SCALE = 4;

    /** The years that microseconds since 1970 reach in 64 bits. */
    private static final int LAST_YEAR = 294_246;

    private ColumnCasts() {}

    static CompiledExpression cast(CompiledExpression value, Transform.Cast cast) {
        return switch (cast.to()) {
            case STRING -> TextFunctions.text(value);
            case INTEGER -> integer(value);
            case DECIMAL -> decimal(value, cast.fixed());
            case DATETIME -> dateTime(value, cast.format().orElse(""));
        };
    }

    private static CompiledExpression integer(CompiledExpression value) {
        return switch (value.type().kind()) {
            case STRING ->
                Arguments.strict(
                        ValueType.INTEGER, List.of(value), values -> NumberFunctions.whole((String) values[0]));
            case BOOLEAN ->
                Arguments.strict(ValueType.INTEGER, List.of(value), values -> (Boolean) values[0] ? 1L : 0L);
            case INTEGER, FIXED, FLOAT -> value.as(ValueType.INTEGER);
            case DATETIME ->
                throw new ExpressionException("a DATETIME is not cast to INTEGER; use extract or dateDiff");
        };
    }

    private static CompiledExpression decimal(CompiledExpression value, boolean fixed) {
        ValueType wanted = fixed ? ValueType.fixed(FIXED_SCALE) : ValueType.FLOAT;
        return switch (value.type().kind()) {
            case STRING ->
                Arguments.strict(wanted, List.of(value), values -> {
                    BigDecimal number = NumberFunctions.decimal((String) values[0]);
                    return fixed ? number.setScale(FIXED_SCALE, RoundingMode.HALF_EVEN) : (Object) number.doubleValue();
                });
            case INTEGER -> value.as(ValueType.fixed(0));
            case FIXED -> value;
            case FLOAT -> value.as(wanted);
            case BOOLEAN, DATETIME ->
                throw new ExpressionException("a " + value.type().kind() + " is not cast to DECIMAL");
        };
    }

    private static CompiledExpression dateTime(CompiledExpression value, String format) {
        if (value.type().is(Kind.DATETIME)) {
            return value;
        }
        if (!value.type().is(Kind.STRING)) {
            throw new ExpressionException("a " + value.type().kind() + " is not cast to DATETIME; only a STRING is");
        }
        return DateFunctions.parse(value, format);
    }

    /** A value that its column cannot hold is a fault of the row. */
    static CompiledExpression.Cell checked(CompiledExpression value) {
        return row -> {
            Object given = value.cell().value(row);
            boolean wide = given instanceof BigDecimal decimal
                    && decimal.setScale(value.type().scale(), RoundingMode.HALF_EVEN)
                                    .precision()
                            > ColumnType.Decimal.MAX_PRECISION;
            if (wide) {
                throw new RowFault(RowFault.Code.NUMBER_BITWIDTH_TOO_LARGE);
            }
            if (given instanceof LocalDateTime time && Math.abs(time.getYear()) > LAST_YEAR) {
                throw new RowFault(RowFault.Code.MALFORMED_DATE);
            }
            return given;
        };
    }
}
