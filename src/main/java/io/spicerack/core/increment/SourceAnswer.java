package io.spicerack.core.increment;

import io.spicerack.model.DataSourceId;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.temporal.Temporal;
import java.util.ArrayList;
import java.util.Date;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a source answered to the question whether anything has changed, in the order-free form in which it is compared. It prints
 * no cell. Immutable.
 *
 * @param definition what is refreshed: another text is another question
 * @param sources that take part
 * @param rows each as one text, sorted: a source may give equal rows in any order
 * @param tells whether any cell has a value; what has none says nothing
 */
public record SourceAnswer(String definition, List<DataSourceId> sources, List<String> rows, boolean tells) {
    /** A question is for a count and a highest value, and not for a table. */
    public static final int MOST_ROWS = 1_000;

    private static final int MOST_LETTERS = 1 << 20;

    public SourceAnswer {
        sources = List.copyOf(sources);
        rows = List.copyOf(rows);
    }

    /** Reads rows, each a map by column; {@link IngestionException} where they are too many, or of a type that cannot be compared. */
    public static SourceAnswer of(String definition, List<DataSourceId> sources, Iterator<?> answer) {
        List<String> rows = new ArrayList<>();
        boolean tells = false;
        long letters = 0;
        while (answer.hasNext()) {
            if (rows.size() == MOST_ROWS) {
                throw refused("gave more than " + MOST_ROWS + " rows");
            }
            if (!(answer.next() instanceof Map<?, ?> row)) {
                throw refused("is not a list of rows");
            }
            StringBuilder text = new StringBuilder();
            for (Map.Entry<?, ?> cell : row.entrySet()) {
                add(text, String.valueOf(cell.getKey()));
                String value = text(String.valueOf(cell.getKey()), cell.getValue());
                tells |= value != null;
                if (value == null) {
                    text.append('-');
                } else {
                    add(text, value);
                }
            }
            letters += text.length();
            if (letters > MOST_LETTERS) {
                throw refused("is longer than " + MOST_LETTERS + " letters");
            }
            rows.add(text.toString());
        }
        return new SourceAnswer(definition, sources, rows.stream().sorted().toList(), tells);
    }

    /** With its length before it, so that no cell can lend another its letters. */
    private static void add(StringBuilder row, String text) {
        row.append(text.length()).append(':').append(text);
    }

    private static @Nullable String text(String column, @Nullable Object cell) {
        if (cell == null) {
            return null;
        }
        if (cell instanceof byte[] bytes) {
            return "bytes " + HexFormat.of().formatHex(bytes);
        }
        if (cell instanceof BigDecimal number) {
            return number.toPlainString();
        }
        if (cell instanceof java.sql.Timestamp time) {
            // its text is of this machine's zone, which has an hour twice
            return time.toInstant().toString();
        }
        if (cell instanceof java.sql.Date date) {
            return date.toString();
        }
        if (cell instanceof Date time && !(cell instanceof java.sql.Time)) {
            // whose text is of whole seconds
            return time.toInstant().toString();
        }
        boolean plain = cell instanceof String
                || cell instanceof Long
                || cell instanceof Integer
                || cell instanceof Short
                || cell instanceof Byte
                || cell instanceof Double
                || cell instanceof Float
                || cell instanceof BigInteger
                || cell instanceof Boolean
                || cell instanceof Temporal
                || cell instanceof UUID;
        if (!plain) {
            // among others java.sql.Time, of which a driver has cut what is below a thousandth of a second
            throw refused("has column '" + column + "' of a type that cannot be compared; cast it to a text");
        }
        return cell.toString();
    }

    private static IngestionException refused(String why) {
        return new IngestionException(
                IngestionErrorType.CUSTOMER_ERROR,
                "the answer to onlyIfChanged " + why
                        + ". Ask for little that changes whenever the rows do, such as SELECT"
                        + " max(updated_at), count(*) FROM ...; nothing was refreshed, and the version before serves on");
    }

    @Override
    public String toString() {
        return "SourceAnswer[" + rows.size() + " rows]";
    }
}
