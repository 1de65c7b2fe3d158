package io.spicerack.flight;

import io.spicerack.query.QueryColumn;
import io.spicerack.query.QueryType;
import io.spicerack.query.QueryType.ListOf;
import io.spicerack.query.QueryType.Special;
import io.spicerack.table.Column;
import io.spicerack.table.ColumnType;
import io.spicerack.table.TypeNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.IntervalUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/** What each type of an answer is in Arrow; {@link ArrowColumns} fills its vectors. */
final class ArrowTypes {
    private static final int DECIMAL_BITS = 128;
    private static final String UTC = "UTC";

    /** Metadata of a field: what its type is here, which tells a UUID from a text, as docs/format.md names it. */
    private static final String TYPE = "spicerack.type";

    private ArrowTypes() {}

    static Schema answer(List<QueryColumn> columns) {
        List<Field> fields = new ArrayList<>();
        columns.forEach(column -> fields.add(field(column.name(), column.type())));
        return new Schema(fields);
    }

    static Schema table(List<Column> columns) {
        return answer(columns.stream()
                .map(column -> new QueryColumn(column.name(), new QueryType.Plain(column.type())))
                .toList());
    }

    /** As which a client is asked for parameters: {@code $1}, {@code $2}, ... */
    static Schema parameters(List<QueryType> types) {
        List<Field> fields = new ArrayList<>();
        // a list is given as its text
        types.forEach(type -> fields.add(
                field("$" + (fields.size() + 1), type instanceof ListOf ? new QueryType.Plain(type.carrier()) : type)));
        return new Schema(fields);
    }

    private static Field field(String name, QueryType type) {
        return type instanceof ListOf list
                ? new Field(name, FieldType.nullable(new ArrowType.List()), List.of(field("item", list.element())))
                : new Field(
                        name,
                        type instanceof Special only
                                ? FieldType.nullable(of(only))
                                : new FieldType(true, of(type.carrier()), null, Map.of(TYPE, told(type.carrier()))),
                        null);
    }

    private static String told(ColumnType type) {
        return TypeNames.MANIFEST.name(type);
    }

    private static ArrowType of(Special type) {
        return switch (type) {
            // exact numbers of any digits have no type in Arrow: their text is taken
            case UNKNOWN, NUMERIC, NAME -> new ArrowType.Utf8();
            case SMALLINT -> new ArrowType.Int(16, true);
            case OID -> new ArrowType.Int(64, true);
            case INTERVAL -> new ArrowType.Interval(IntervalUnit.MONTH_DAY_NANO);
            case NULL -> new ArrowType.Null();
        };
    }

    private static ArrowType of(ColumnType type) {
        return switch (type.kind()) {
            case BOOL -> new ArrowType.Bool();
            case INT32 -> new ArrowType.Int(32, true);
            case INT64 -> new ArrowType.Int(64, true);
            case DECIMAL, WIDE_DECIMAL -> new ArrowType.Decimal(type.precision(), type.scale(), DECIMAL_BITS);
            case FLOAT32 -> new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);
            case FLOAT64 -> new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
            // drivers show 16 bytes of a UUID as bytes, which nobody can read
            case TEXT, JSON, UUID -> new ArrowType.Utf8();
            case BINARY -> new ArrowType.Binary();
            case DATE -> new ArrowType.Date(DateUnit.DAY);
            case TIME -> new ArrowType.Time(TimeUnit.MICROSECOND, 64);
            case TIMESTAMP -> new ArrowType.Timestamp(TimeUnit.MICROSECOND, null);
            case TIMESTAMP_UTC -> new ArrowType.Timestamp(TimeUnit.MICROSECOND, UTC);
        };
    }
}
