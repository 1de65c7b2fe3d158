package io.spicerack.core.refresh;

import io.spicerack.table.Column;
import io.spicerack.table.ColumnType;

/** One difference between the columns of two versions of a data set. Immutable. */
sealed interface SchemaChange {
    /** Whether all that was readable before is still there, with every value that it may hold. */
    boolean widens();

    /** A column that was not there. */
    record Added(Column column) implements SchemaChange {
        @Override
        public boolean widens() {
            return true;
        }

        @Override
        public String toString() {
            return "added '" + column.name() + "' " + text(column.type());
        }
    }

    /** A column that is gone. */
    record Dropped(Column column) implements SchemaChange {
        @Override
        public boolean widens() {
            return false;
        }

        @Override
        public String toString() {
            return "dropped '" + column.name() + "' " + text(column.type());
        }
    }

    /** A column of the same name and another type. */
    record Retyped(String name, ColumnType from, ColumnType to) implements SchemaChange {
        @Override
        public boolean widens() {
            return Widening.holdsAll(from, to);
        }

        @Override
        public String toString() {
            return "retyped '" + name + "' " + text(from) + " to " + text(to);
        }
    }

    /** A column of another name in the same place and of the same type: most likely the same one. */
    record Renamed(String from, Column to) implements SchemaChange {
        @Override
        public boolean widens() {
            return false;
        }

        @Override
        public String toString() {
            return "renamed '" + from + "' to '" + to.name() + "' " + text(to.type());
        }
    }

    /** A type as docs/types.md writes it. */
    private static String text(ColumnType type) {
        return switch (type.kind()) {
            case INT32 -> "Int(32)";
            case INT64 -> "Int(64)";
            case DECIMAL, WIDE_DECIMAL ->
                "Decimal(" + ((ColumnType.Decimal) type).precision() + ", " + type.scale() + ")";
            case FLOAT32 -> "Floating(32)";
            case FLOAT64 -> "Floating(64)";
            case TIMESTAMP -> "Timestamp(local)";
            case TIMESTAMP_UTC -> "Timestamp(utc)";
            case BOOL, TEXT, JSON, BINARY, UUID, DATE, TIME -> type.getClass().getSimpleName();
        };
    }
}
