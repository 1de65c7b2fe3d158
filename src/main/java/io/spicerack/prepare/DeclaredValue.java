package io.spicerack.prepare;

import io.spicerack.model.IngestionException;
import io.spicerack.prepare.expression.CompiledExpression;
import io.spicerack.prepare.expression.ValueType;
import io.spicerack.source.QueryRefusals;
import io.spicerack.source.SourceColumn;
import io.spicerack.table.ColumnType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How values of a source become what is declared of their column, where the source's type is another and each value decides
 * whether it fits: exactly, or not at all. Immutable.
 *
 * @param sourceType in full
 * @param from what the source's column is kept as
 */
public record DeclaredValue(
        String column, InputColumn.Type declared, String sourceType, ColumnType from, ColumnType to) {
    /** Empty where the types fit as they are, or never do. */
    static Optional<DeclaredValue> of(InputColumn declared, SourceColumn source) {
        ColumnType from = source.column().type();
        boolean wide = source.wideScale().isPresent();
        @Nullable
        ColumnType to =
                switch (declared.type()) {
                    case DECIMAL ->
                        wide
                                ? new ColumnType.Decimal(
                                        ColumnType.Decimal.MAX_PRECISION,
                                        Math.min(source.wideScale().getAsInt(), ColumnType.Decimal.MAX_PRECISION))
                                : null;
                    case INTEGER -> wide || fractions(from) ? new ColumnType.Int(64) : null;
                    case BIT, BOOLEAN -> whole(from) ? new ColumnType.Bool() : null;
                    case STRING, DATETIME, JSON, SEMISTRUCT -> null;
                };
        return Optional.ofNullable(to)
                .map(type -> new DeclaredValue(declared.name(), declared.type(), source.sourceType(), from, type));
    }

    private static boolean fractions(ColumnType type) {
        return type.isNumber() && !whole(type) && !(type instanceof ColumnType.Decimal decimal && decimal.scale() == 0);
    }

    private static boolean whole(ColumnType type) {
        return type instanceof ColumnType.Int;
    }

    /** How a value is read before it is one of the declared type. */
    ValueType read() {
        return switch (from.kind()) {
            case INT32, INT64 -> ValueType.INTEGER;
            case FLOAT32, FLOAT64 -> ValueType.FLOAT;
            // as its text: an expression's number has fewer digits
            case DECIMAL, WIDE_DECIMAL, BOOL, TEXT, JSON, BINARY, UUID, DATE, TIME, TIMESTAMP, TIMESTAMP_UTC ->
                ValueType.STRING;
        };
    }

    /** What expressions see. */
    CompiledExpression seen(int slot) {
        return switch (declared) {
            case BIT, BOOLEAN -> new CompiledExpression(ValueType.BOOLEAN, row -> row.computed(slot));
            case INTEGER -> new CompiledExpression(ValueType.INTEGER, row -> row.computed(slot));
            case DECIMAL, STRING, DATETIME, JSON, SEMISTRUCT -> {
                ValueType number = ValueType.fixed(to.scale());
                yield new CompiledExpression(
                        number,
                        row -> row.computed(slot) instanceof BigDecimal decimal
                                ? decimal.setScale(number.scale(), RoundingMode.HALF_EVEN)
                                : null);
            }
        };
    }

    /** {@code IngestionException} names the column and both types where the value does not fit. */
    @Nullable
    Object of(@Nullable Object value) {
        if (value == null) {
            return null;
        }
        try {
            BigDecimal number = new BigDecimal(value.toString());
            return switch (to.kind()) {
                case BOOL -> truth(number);
                case INT64 -> number.longValueExact();
                default -> decimal(number);
            };
        } catch (ArithmeticException | NumberFormatException e) {
            throw unfit();
        }
    }

    private Boolean truth(BigDecimal number) {
        if (number.signum() != 0 && number.compareTo(BigDecimal.ONE) != 0) {
            throw unfit();
        }
        return number.signum() != 0;
    }

    private BigDecimal decimal(BigDecimal number) {
        BigDecimal scaled = number.setScale(to.scale());
        if (scaled.precision() > ColumnType.Decimal.MAX_PRECISION) {
            throw unfit();
        }
        return scaled;
    }

    private IngestionException unfit() {
        String kept = to instanceof ColumnType.Decimal decimal
                ? "decimal(" + decimal.precision() + "," + decimal.scale() + ")"
                : to instanceof ColumnType.Bool ? "boolean" : "a whole number of 64 bits";
        return QueryRefusals.overflow(
                column,
                "a value of the source's " + sourceType + " that does not fit " + declared
                        + ", which is declared and is" + " kept as " + kept,
                "Declare another type in the data set, or cast the column in the query.");
    }
}
