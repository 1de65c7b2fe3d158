package io.spicerack.source;

import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a server's answer of one row of whole numbers, as numbers or as texts; what else it says is not repeated. */
final class WholeNumbers {
    /** A sum of 64-bit hashes over all rows of any table has far fewer. */
    private static final int MOST_DIGITS = 100;

    private WholeNumbers() {}

    static List<BigInteger> of(ResultSet row) throws SQLException {
        if (!row.next()) {
            throw unexpected("no row");
        }
        List<BigInteger> numbers = new ArrayList<>();
        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
            numbers.add(number(row.getString(i), i));
        }
        return numbers;
    }

    private static BigInteger number(@Nullable String text, int column) {
        if (text != null && text.length() <= MOST_DIGITS) {
            try {
                return new BigDecimal(text).toBigIntegerExact();
            } catch (ArithmeticException | NumberFormatException e) {
                throw unexpected("no whole number in column " + column);
            }
        }
        throw unexpected("no whole number in column " + column);
    }

    private static IngestionException unexpected(String what) {
        return new IngestionException(
                IngestionErrorType.DATA_TOLERANCE_EXCEPTION,
                "the source answers with " + what + "; look what stands between Spicerack and its database");
    }
}
