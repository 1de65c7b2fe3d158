package io.spicerack.table.parquet;

import static org.apache.parquet.schema.LogicalTypeAnnotation.dateType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.decimalType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.jsonType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.timeType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.timestampType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.uuidType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BOOLEAN;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FLOAT;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import io.spicerack.table.Column;
import io.spicerack.table.ColumnType;
import io.spicerack.table.Schema;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;

/** Column types as Parquet has them, there and back (docs/format.md, "A Parquet file"). */
final class ParquetTypes {
    /** Bytes of a UUID and of a decimal above 18 digits. */
    static final int FIXED_LENGTH = 16;

    private ParquetTypes() {}

    static MessageType message(Schema schema) {
        List<Type> fields = new ArrayList<>();
        for (Column column : schema.columns()) {
            fields.add(field(column));
        }
        return new MessageType("spicerack", fields);
    }

    static Schema schema(MessageType message) {
        List<Column> columns = new ArrayList<>();
        for (Type field : message.getFields()) {
            if (!field.isPrimitive() || !field.isRepetition(Type.Repetition.OPTIONAL)) {
                throw new IllegalArgumentException("column '" + field.getName() + "' is not an optional, flat column");
            }
            columns.add(new Column(field.getName(), type(field.asPrimitiveType())));
        }
        return new Schema(columns);
    }

    /** What a type's values are in the file. */
    static PrimitiveTypeName physical(ColumnType type) {
        return switch (type.kind()) {
            case BOOL -> BOOLEAN;
            case INT32, DATE -> INT32;
            case INT64, DECIMAL, TIME, TIMESTAMP, TIMESTAMP_UTC -> INT64;
            case FLOAT32 -> FLOAT;
            case FLOAT64 -> DOUBLE;
            case TEXT, JSON, BINARY -> BINARY;
            case WIDE_DECIMAL, UUID -> FIXED_LEN_BYTE_ARRAY;
        };
    }

    /** Whether all values of the type have {@link #FIXED_LENGTH} in the file. */
    static boolean isFixed(ColumnType type) {
        return physical(type) == FIXED_LEN_BYTE_ARRAY;
    }

    private static @Nullable LogicalTypeAnnotation logical(ColumnType type) {
        return switch (type.kind()) {
            case BOOL, INT32, INT64, FLOAT32, FLOAT64, BINARY -> null;
            case DECIMAL, WIDE_DECIMAL -> decimalType(type.scale(), ((ColumnType.Decimal) type).precision());
            case TEXT -> stringType();
            case JSON -> jsonType();
            case UUID -> uuidType();
            case DATE -> dateType();
            case TIME -> timeType(false, TimeUnit.MICROS);
            case TIMESTAMP -> timestampType(false, TimeUnit.MICROS);
            case TIMESTAMP_UTC -> timestampType(true, TimeUnit.MICROS);
        };
    }

    private static Type field(Column column) {
        ColumnType type = column.type();
        return Types.optional(physical(type))
                .length(isFixed(type) ? FIXED_LENGTH : 0)
                .as(logical(type))
                .named(column.name());
    }

    private static ColumnType type(PrimitiveType field) {
        LogicalTypeAnnotation logical = field.getLogicalTypeAnnotation();
        if (logical instanceof DecimalLogicalTypeAnnotation decimal) {
            return new ColumnType.Decimal(decimal.getPrecision(), decimal.getScale());
        }
        if (logical instanceof TimestampLogicalTypeAnnotation timestamp) {
            return new ColumnType.Timestamp(timestamp.isAdjustedToUTC());
        }
        return switch (field.getPrimitiveTypeName()) {
            case BOOLEAN -> new ColumnType.Bool();
            case INT32 -> logical == null ? new ColumnType.Int(32) : new ColumnType.Date();
            case INT64 -> logical == null ? new ColumnType.Int(64) : new ColumnType.Time();
            case FLOAT -> new ColumnType.Floating(32);
            case DOUBLE -> new ColumnType.Floating(64);
            case FIXED_LEN_BYTE_ARRAY -> new ColumnType.Uuid();
            case BINARY -> {
                if (logical == null) {
                    yield new ColumnType.Binary();
                }
                yield logical.equals(stringType()) ? new ColumnType.Text() : new ColumnType.Json();
            }
            case INT96 ->
                throw new IllegalArgumentException("column '" + field.getName() + "' is INT96, which no version holds");
        };
    }
}
