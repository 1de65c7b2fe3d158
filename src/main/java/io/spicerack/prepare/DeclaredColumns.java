package io.spicerack.prepare;

import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;
import io.spicerack.prepare.expression.ValueType;
import io.spicerack.source.SourceColumn;
import io.spicerack.source.TableQuery.Form;
import io.spicerack.source.TableQuery.Selected;
import io.spicerack.table.Column;
import io.spicerack.table.ColumnType;
import io.spicerack.table.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The columns that a definition declares beside those that the source has. Stateless. */
public final class DeclaredColumns {
    /** What a number of any digits becomes where DECIMAL is declared: see {@link Form#BOUNDED}. */
    private static final ColumnType BOUNDED = new ColumnType.Decimal(38, 12);

    private static final ColumnType BOOL = new ColumnType.Bool();
    private static final ColumnType INSTANT = new ColumnType.Timestamp(true);

    /** The declared columns as the source has them, and how each is asked for; both in the order of the declaration;
     * and those whose values have to become what is declared. */
    public record Matched(Schema schema, List<Selected> selected, Map<String, DeclaredValue> values) {}

    private DeclaredColumns() {}

    /** What the declaration alone tells of the types. */
    static Schema schema(List<InputColumn> columns) {
        return new Schema(columns.stream()
                .map(column -> new Column(column.name(), type(column.type())))
                .toList());
    }

    /** Fails, with all that differs, where the source has not what is declared. */
    public static Matched match(List<InputColumn> declared, List<SourceColumn> source) {
        if (declared.isEmpty()) {
            return new Matched(
                    new Schema(source.stream().map(SourceColumn::column).toList()),
                    source.stream()
                            .map(column -> new Selected(
                                    column.column().name(), column.column().name(), Form.PLAIN))
                            .toList(),
                    Map.of());
        }
        Map<String, SourceColumn> known = new LinkedHashMap<>();
        source.forEach(column -> known.put(column.column().name(), column));
        List<String> differences = new ArrayList<>();
        List<Column> columns = new ArrayList<>();
        List<Selected> selected = new ArrayList<>();
        Map<String, DeclaredValue> values = new LinkedHashMap<>();
        for (InputColumn column : declared) {
            SourceColumn actual = known.get(column.name());
            if (actual == null) {
                differences.add("'" + column.name() + "' is not there");
                continue;
            }
            Form form = form(column.type(), actual);
            ColumnType type =
                    switch (form) {
                        case PLAIN -> actual.column().type();
                        case BOUNDED -> BOUNDED;
                        case WHOLE -> new ColumnType.Int(64);
                    };
            Optional<DeclaredValue> value = DeclaredValue.of(column, actual);
            value.ifPresent(made -> values.put(column.name(), made));
            if (value.isEmpty() && !fits(column.type(), type)) {
                differences.add("'" + column.name() + "' is declared " + column.type() + " and is "
                        + actual.sourceType() + " there");
            }
            columns.add(new Column(column.name(), type));
            selected.add(new Selected(column.name(), column.name(), form));
        }
        if (!differences.isEmpty()) {
            throw new IngestionException(
                    IngestionErrorType.SQL_SCHEMA_MISMATCH_ERROR,
                    "the columns of the data set are not those of its source: " + String.join("; ", differences)
                            + ". The source has " + known.keySet()
                            + ". Update the data set, or change the source back");
        }
        return new Matched(new Schema(columns), selected, values);
    }

    private static Form form(InputColumn.Type declared, SourceColumn actual) {
        if (declared == InputColumn.Type.DECIMAL && actual.unboundedNumber()) {
            return Form.BOUNDED;
        }
        boolean truth =
                declared == InputColumn.Type.INTEGER && actual.column().type().equals(BOOL);
        return truth ? Form.WHOLE : Form.PLAIN;
    }

    private static boolean fits(InputColumn.Type declared, ColumnType actual) {
        return switch (declared) {
            case STRING ->
                switch (actual.kind()) {
                    case TEXT, JSON, UUID, BINARY, TIME -> true;
                    case BOOL, INT32, INT64, DECIMAL, WIDE_DECIMAL, FLOAT32, FLOAT64, DATE, TIMESTAMP, TIMESTAMP_UTC ->
                        false;
                };
            case INTEGER ->
                switch (actual.kind()) {
                    case BOOL, INT32, INT64 -> true;
                    case DECIMAL, WIDE_DECIMAL -> actual.scale() == 0;
                    case FLOAT32, FLOAT64, TEXT, JSON, BINARY, UUID, DATE, TIME, TIMESTAMP, TIMESTAMP_UTC -> false;
                };
            case DECIMAL -> actual.isNumber();
            case DATETIME -> actual.hasDay();
            case BIT, BOOLEAN -> actual.equals(BOOL);
            case JSON, SEMISTRUCT -> actual.isText();
        };
    }

    private static ColumnType type(InputColumn.Type declared) {
        return switch (declared) {
            case STRING -> new ColumnType.Text();
            case INTEGER -> new ColumnType.Int(64);
            case DECIMAL -> BOUNDED;
            case DATETIME -> new ColumnType.Timestamp(false);
            case BIT, BOOLEAN -> new ColumnType.Bool();
            case JSON, SEMISTRUCT -> new ColumnType.Json();
        };
    }

    /** What an expression sees of a column. */
    static ValueType valueType(InputColumn.Type declared, ColumnType actual) {
        return switch (declared) {
            case STRING, JSON, SEMISTRUCT -> ValueType.STRING;
            case INTEGER -> ValueType.INTEGER;
            case DECIMAL -> number(actual);
            case DATETIME -> ValueType.dateTime(actual.equals(INSTANT));
            case BIT, BOOLEAN -> ValueType.BOOLEAN;
        };
    }

    private static ValueType number(ColumnType actual) {
        return switch (actual.kind()) {
            case FLOAT32, FLOAT64 -> ValueType.FLOAT;
            case BOOL,
                    INT32,
                    INT64,
                    DECIMAL,
                    WIDE_DECIMAL,
                    TEXT,
                    JSON,
                    BINARY,
                    UUID,
                    DATE,
                    TIME,
                    TIMESTAMP,
                    TIMESTAMP_UTC -> ValueType.fixed(actual.scale());
        };
    }

    /** What DescribeDataSet calls the type of a sealed column. */
    public static OutputColumn.Type outputType(ColumnType type) {
        return switch (type.kind()) {
            case BOOL, INT32, INT64 -> OutputColumn.Type.INTEGER;
            case DECIMAL, WIDE_DECIMAL, FLOAT32, FLOAT64 -> OutputColumn.Type.DECIMAL;
            case TEXT, JSON, BINARY, UUID, TIME -> OutputColumn.Type.STRING;
            case DATE, TIMESTAMP, TIMESTAMP_UTC -> OutputColumn.Type.DATETIME;
        };
    }

    static Selected selected(List<Selected> all, String name) {
        return all.stream()
                .filter(column -> Objects.equals(column.name(), name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no column '" + name + "' was matched"));
    }
}
