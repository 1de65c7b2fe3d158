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
        return field(new Column("any", type)).asPrimitiveType().getPrimitiveTypeName();
    }

    private static Type field(Column column) {
        ColumnType type = column.type();
        if (type instanceof ColumnType.Bool) {
            return optional(column, BOOLEAN, null);
        }
        if (type instanceof ColumnType.Int integer) {
            return optional(column, integer.bits() == 32 ? INT32 : INT64, null);
        }
        if (type instanceof ColumnType.Decimal decimal) {
            LogicalTypeAnnotation logical = decimalType(decimal.scale(), decimal.precision());
            return type.vector() == ColumnType.Vector.LONG ? optional(column, INT64, logical) : fixed(column, logical);
        }
        if (type instanceof ColumnType.Floating floating) {
            return optional(column, floating.bits() == 32 ? FLOAT : DOUBLE, null);
        }
        if (type instanceof ColumnType.Text) {
            return optional(column, BINARY, stringType());
        }
        if (type instanceof ColumnType.Json) {
            return optional(column, BINARY, jsonType());
        }
        if (type instanceof ColumnType.Binary) {
            return optional(column, BINARY, null);
        }
        if (type instanceof ColumnType.Uuid) {
            return fixed(column, uuidType());
        }
        if (type instanceof ColumnType.Date) {
            return optional(column, INT32, dateType());
        }
        if (type instanceof ColumnType.Time) {
            return optional(column, INT64, timeType(false, TimeUnit.MICROS));
        }
        boolean utc = ((ColumnType.Timestamp) type).utc();
        return optional(column, INT64, timestampType(utc, TimeUnit.MICROS));
    }

    private static Type optional(Column column, PrimitiveTypeName physical, @Nullable LogicalTypeAnnotation logical) {
        return Types.optional(physical).as(logical).named(column.name());
    }

    private static Type fixed(Column column, LogicalTypeAnnotation logical) {
        return Types.optional(FIXED_LEN_BYTE_ARRAY)
                .length(FIXED_LENGTH)
                .as(logical)
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
