package io.spicerack.source;

import io.spicerack.table.ColumnType;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What becomes of values that no column type of a data set holds as they are (docs/types.md). Immutable.
 *
 * @param wideNumeric of a numeric that has more than 38 digits, or no declared precision
 * @param zeroDate of MySQL's 0000-00-00
 * @param tinyIntOne of MySQL's TINYINT(1)
 */
public record TypeRules(WideNumeric wideNumeric, ZeroDate zeroDate, TinyIntOne tinyIntOne) {
    /** Nothing is lost, and nothing is refused that can be kept. */
    public static final TypeRules DEFAULT = new TypeRules(WideNumeric.TEXT, ZeroDate.NULL, TinyIntOne.BOOLEAN);

    public TypeRules(WideNumeric wideNumeric, ZeroDate zeroDate) {
        this(wideNumeric, zeroDate, TinyIntOne.BOOLEAN);
    }

    /** For people: {@code wide-numeric text, zero-date null, tiny-int-one boolean}. */
    String words() {
        return ("wide-numeric " + wideNumeric.word() + ", zero-date " + zeroDate + ", tiny-int-one " + tinyIntOne)
                .toLowerCase(Locale.ROOT);
    }

    /**
     * What a number is that has more than 38 digits, or no declared precision.
     *
     * @param word as settings and files have it
     * @param decimal what it is kept as, each value exactly; empty where it is no number
     */
    public record WideNumeric(String word, Optional<ColumnType.Decimal> decimal) {
        /** Text, each value with its own scale. */
        public static final WideNumeric TEXT = new WideNumeric("text", Optional.empty());

        /** The query is refused by the column's name. */
        public static final WideNumeric REFUSE = new WideNumeric("refuse", Optional.empty());

        private static final Pattern DECIMAL = Pattern.compile("decimal\\(38, ?(\\d{1,2})\\)");

        public static WideNumeric parse(String text) {
            Matcher decimal = DECIMAL.matcher(text);
            if (decimal.matches() && Integer.parseInt(decimal.group(1)) <= ColumnType.Decimal.MAX_PRECISION) {
                return new WideNumeric(
                        text,
                        Optional.of(new ColumnType.Decimal(
                                ColumnType.Decimal.MAX_PRECISION, Integer.parseInt(decimal.group(1)))));
            }
            return switch (text) {
                case "text" -> TEXT;
                case "refuse" -> REFUSE;
                default ->
                    throw new IllegalArgumentException(
                            "'" + text + "' is none of text, refuse and decimal(38,s) with s from 0 to 38");
            };
        }
    }

    public enum ZeroDate {
        /** NULL; the count is logged. */
        NULL,
        /** The ingestion is refused by the column's name. */
        REFUSE
    }

    public enum TinyIntOne {
        /** A boolean; a number other than 0 and 1 is refused. */
        BOOLEAN,
        /** A number, as of any other width. */
        INTEGER
    }
}
