package io.spicerack.table;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The canonical texts of {@link CellText} as bytes, for checksums over millions of cells: numbers, dates and times are
 * written digit by digit, the rest as CellText does. Reused from cell to cell; not thread-safe.
 */
public final class CellBytes {
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long MICROS_PER_DAY = 86_400 * MICROS_PER_SECOND;

    /** The days of the years 0000 to 9999, which have four digits and no sign. */
    private static final long FIRST_DAY = -719_528;

    private static final long LAST_DAY = 2_932_896;
    private static final int DAYS_OF_CYCLE = 146_097;
    private static final int JANUARY_AND_FEBRUARY = 60;

    private final StringBuilder text = new StringBuilder();
    private byte[] data = new byte[64];
    private int length;

    /** The array that holds the text: valid until the next one is written. */
    public byte[] data() {
        return data;
    }

    public int length() {
        return length;
    }

    /** Writes the text of a cell that is not NULL over the one before. */
    public void write(RowGroup group, int column, int row) {
        write(group.schema().column(column).type(), group.column(column), row);
    }

    /** As above, of a column of this type. */
    public void write(ColumnType type, ColumnVector vector, int row) {
        length = 0;
        boolean written =
                switch (type.kind()) {
                    case INT32, INT64, DECIMAL -> decimal(((LongVector) vector).value(row), type.scale());
                    case DATE -> date(((LongVector) vector).value(row));
                    case TIMESTAMP -> timestamp(((LongVector) vector).value(row));
                    case TIMESTAMP_UTC -> timestamp(((LongVector) vector).value(row)) && put('Z');
                    case BOOL, WIDE_DECIMAL, FLOAT32, FLOAT64, TEXT, JSON, BINARY, UUID, TIME -> false;
                };
        if (!written) {
            text.setLength(0);
            byte[] bytes = CellText.append(type, vector, row, text).toString().getBytes(StandardCharsets.UTF_8);
            reserve(bytes.length);
            System.arraycopy(bytes, 0, data, 0, bytes.length);
            length = bytes.length;
        }
    }

    private boolean timestamp(long micros) {
        return date(Math.floorDiv(micros, MICROS_PER_DAY)) && put('T') && time(Math.floorMod(micros, MICROS_PER_DAY));
    }

    private boolean decimal(long value, int scale) {
        // the magnitude of Long.MIN_VALUE is read unsigned
        long rest = Math.abs(value);
        int digits = Math.max(scale + 1, digits(rest));
        int end = length + (value < 0 ? 1 : 0) + digits + (scale > 0 ? 1 : 0);
        reserve(end);
        if (value < 0) {
            data[length] = '-';
        }
        int at = end;
        for (int digit = 0; digit < digits; digit++) {
            if (digit == scale && scale > 0) {
                data[--at] = '.';
            }
            long tenth = rest >= 0 ? rest / 10 : Long.divideUnsigned(rest, 10);
            data[--at] = (byte) ('0' + (rest - tenth * 10));
            rest = tenth;
        }
        length = end;
        return true;
    }

    private static int digits(long magnitude) {
        if (magnitude < 0) {
            return 19;
        }
        int digits = 1;
        for (long rest = magnitude; rest >= 10; rest /= 10) {
            digits++;
        }
        return digits;
    }

    /** False where the year has not four digits. Days to year, month and day by the 400-year cycle that begins on 1 March. */
    private boolean date(long epochDay) {
        if (epochDay < FIRST_DAY || epochDay > LAST_DAY) {
            return false;
        }
        int days = (int) (epochDay - FIRST_DAY) + DAYS_OF_CYCLE - JANUARY_AND_FEBRUARY;
        int era = days / DAYS_OF_CYCLE;
        int inEra = days % DAYS_OF_CYCLE;
        int yearOfEra = (inEra - inEra / 1_460 + inEra / 36_524 - inEra / 146_096) / 365;
        int inYear = inEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int shifted = (5 * inYear + 2) / 153;
        int month = shifted < 10 ? shifted + 3 : shifted - 9;
        int year = yearOfEra + (era - 1) * 400 + (month <= 2 ? 1 : 0);
        padded(year, 4);
        put('-');
        padded(month, 2);
        put('-');
        padded(inYear - (153 * shifted + 2) / 5 + 1, 2);
        return true;
    }

    private boolean time(long micros) {
        int seconds = (int) (micros / MICROS_PER_SECOND);
        padded(seconds / 3600, 2);
        put(':');
        padded(seconds / 60 % 60, 2);
        put(':');
        padded(seconds % 60, 2);
        int fraction = (int) (micros % MICROS_PER_SECOND);
        if (fraction != 0) {
            put('.');
            padded(fraction, 6);
            while (data[length - 1] == '0') {
                length--;
            }
        }
        return true;
    }

    private void padded(int value, int digits) {
        reserve(length + digits);
        int rest = value;
        for (int at = length + digits - 1; at >= length; at--) {
            data[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
    }

    private boolean put(char character) {
        reserve(length + 1);
        data[length++] = (byte) character;
        return true;
    }

    private void reserve(int needed) {
        if (needed > data.length) {
            data = Arrays.copyOf(data, Math.max(needed, data.length * 2));
        }
    }
}
