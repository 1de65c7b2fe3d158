package io.spicerack.spark;

import java.io.Serializable;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;

/**
 * A column of a data set: what Spark gets of it, and how it is asked for. Immutable.
 *
 * @param type Spark's
 * @param isComparable whether the service compares its values exactly as Spark does
 * @param isText whether it is asked for as text, since Spark has no type for it
 */
record ReadColumn(String name, DataType type, boolean isComparable, boolean isText) implements Serializable {
    /** Metadata of a field: what its type is in Spicerack. */
    private static final String TYPE = "spicerack.type";

    private static final String UUID = "uuid";

    static ReadColumn of(Field field) {
        String name = field.getName();
        ArrowType type = field.getType();
        if (type instanceof ArrowType.Time) {
            // 24:00 is one, which Spark's own type does not have
            return new ReadColumn(name, DataTypes.StringType, false, true);
        }
        DataType told = told(name, type);
        // NaN and zeros have an order of each engine's own, and a UUID is no text there
        boolean exact = !(type instanceof ArrowType.FloatingPoint)
                && !(type instanceof ArrowType.Binary)
                && !UUID.equals(field.getMetadata().get(TYPE));
        return new ReadColumn(name, told, exact, false);
    }

    private static DataType told(String name, ArrowType type) {
        if (type instanceof ArrowType.Bool) {
            return DataTypes.BooleanType;
        } else if (type instanceof ArrowType.Int number) {
            return number.getBitWidth() == Long.SIZE ? DataTypes.LongType : DataTypes.IntegerType;
        } else if (type instanceof ArrowType.Decimal decimal) {
            return DataTypes.createDecimalType(decimal.getPrecision(), decimal.getScale());
        } else if (type instanceof ArrowType.FloatingPoint floating) {
            return switch (floating.getPrecision()) {
                case SINGLE -> DataTypes.FloatType;
                case DOUBLE -> DataTypes.DoubleType;
                case HALF -> throw unknown(name, type);
            };
        } else if (type instanceof ArrowType.Utf8) {
            return DataTypes.StringType;
        } else if (type instanceof ArrowType.Binary) {
            return DataTypes.BinaryType;
        } else if (type instanceof ArrowType.Date) {
            return DataTypes.DateType;
        } else if (type instanceof ArrowType.Timestamp timestamp) {
            return timestamp.getTimezone() == null ? DataTypes.TimestampNTZType : DataTypes.TimestampType;
        }
        throw unknown(name, type);
    }

    private static IllegalStateException unknown(String name, ArrowType type) {
        return new IllegalStateException("column '" + name + "' is of Arrow's type " + type
                + ", which this data source does not know; it is older than the service");
    }

    StructField field() {
        return DataTypes.createStructField(name, type, true);
    }

    /** How it is selected. */
    String sql() {
        return isText ? "CAST(" + quoted(name) + " AS VARCHAR) AS " + quoted(name) : quoted(name);
    }

    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
