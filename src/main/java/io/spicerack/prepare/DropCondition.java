package io.spicerack.prepare;

import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;
import io.spicerack.prepare.expression.CompiledExpression;
import io.spicerack.prepare.expression.ExpressionCompiler;
import io.spicerack.prepare.expression.ExpressionException;
import io.spicerack.prepare.expression.ExpressionParser;
import io.spicerack.prepare.expression.InputCell;
import io.spicerack.prepare.expression.ValueType;
import io.spicerack.table.Column;
import io.spicerack.table.ColumnType;
import io.spicerack.table.RowGroups;
import io.spicerack.table.Schema;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which rows are left out, in QuickSight's language for expressions (docs/api.md): those where it is true. Where it is neither
 * true nor false, since a value is NULL, the row stays. Immutable.
 */
public final class DropCondition {
    private static final int MOST_LETTERS = 10_000;

    private final String text;

    private DropCondition(String text) {
        this.text = text;
    }

    /** Checks what can be without the columns; {@code IllegalArgumentException} says what is wrong. */
    public static DropCondition parse(String text) {
        if (text.length() > MOST_LETTERS) {
            throw new IllegalArgumentException("it must have at most " + MOST_LETTERS + " letters");
        }
        try {
            ExpressionParser.parse(text);
        } catch (ExpressionException e) {
            throw new IllegalArgumentException(
                    "it must be a condition such as {beds} = 0 or isNull({closed}): " + e.getMessage(), e);
        }
        return new DropCondition(text);
    }

    /** {@code rows} without those where the condition is true; refused where it does not go with their columns. */
    public RowGroups apply(RowGroups rows, Instant now) {
        Schema schema = rows.schema();
        List<String> names = schema.columns().stream().map(Column::name).toList();
        Map<String, CompiledExpression> columns = new LinkedHashMap<>();
        for (Column column : schema.columns()) {
            columns.put(column.name(), InputCell.of(column.name(), column.type(), seen(column.type()), names));
        }
        try {
            CompiledExpression condition =
                    new ExpressionCompiler(columns::get, columns.keySet(), now).compile(ExpressionParser.parse(text));
            if (!condition.type().is(ValueType.Kind.BOOLEAN)) {
                throw new ExpressionException(
                        "it gives a " + condition.type().kind() + "; it must be true or false for a row");
            }
            return new FilteredRows(rows, condition.cell());
        } catch (ExpressionException e) {
            throw new IngestionException(
                    IngestionErrorType.SQL_SCHEMA_MISMATCH_ERROR,
                    "the condition of the rows to drop, '" + text + "', cannot be used: " + e.getMessage());
        }
    }

    private static ValueType seen(ColumnType type) {
        return switch (type.kind()) {
            case BOOL -> ValueType.BOOLEAN;
            case INT32, INT64 -> ValueType.INTEGER;
            case DECIMAL, WIDE_DECIMAL -> ValueType.fixed(type.scale());
            case FLOAT32, FLOAT64 -> ValueType.FLOAT;
            case TEXT, JSON, BINARY, UUID, TIME -> ValueType.STRING;
            case DATE, TIMESTAMP -> ValueType.dateTime(false);
            case TIMESTAMP_UTC -> ValueType.dateTime(true);
        };
    }

    @Override
    public String toString() {
        return text;
    }
}
