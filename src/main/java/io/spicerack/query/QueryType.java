package io.spicerack.query;

import io.spicerack.table.ColumnType;

/** What a column of an answer or a parameter is: a data set's column type, or one of the few more that SQL makes. */
public sealed interface QueryType {
    /** As a data set has it. A parameter's value is as {@code table.RowMaps#value} gives it. */
    record Plain(ColumnType carrier) implements QueryType {}

    /**
     * A list. Its value is text as PostgreSQL writes an array: {@code {1,NULL,"a b"}}.
     *
     * @param element no list
     */
    record ListOf(QueryType element) implements QueryType {
        public ListOf {
            if (element instanceof ListOf) {
                throw new IllegalArgumentException("a list of lists is told as text");
            }
        }

        @Override
        public ColumnType carrier() {
            return new ColumnType.Text();
        }
    }

    /** What no column of a data set is. */
    enum Special implements QueryType {
        /** A parameter of which nobody said the type: its value is a String, as SQL's quoted literal is. */
        UNKNOWN(new ColumnType.Text()),
        /** A parameter: an exact number, a BigDecimal of any digits. */
        NUMERIC(new ColumnType.Text()),
        /** A number of 16 bits: smaller integers are too. */
        SMALLINT(new ColumnType.Int(32)),
        /** A number of an object in the catalog. */
        OID(new ColumnType.Int(64)),
        /** A name in the catalog. */
        NAME(new ColumnType.Text()),
        /**
         * 16 bytes, as PostgreSQL sends it: 64 bits of microseconds, 32 of days, 32 of months. A parameter's value is a String,
         * such as {@code 1 year 2 mons 03:04:05}.
         */
        INTERVAL(new ColumnType.Binary()),
        /** NULL and nothing else, as in {@code SELECT NULL}. */
        NULL(new ColumnType.Text());

        /** A record without components that can change. */
        @SuppressWarnings("ImmutableEnumChecker")
        private final ColumnType carrier;

        Special(ColumnType carrier) {
            this.carrier = carrier;
        }

        @Override
        public ColumnType carrier() {
            return carrier;
        }
    }

    /** How its values stand in a batch. */
    ColumnType carrier();
}
