package io.spicerack.source.postgres;

import io.spicerack.source.QueryRefusals;
import io.spicerack.table.BytesVector;
import io.spicerack.table.ColumnType;
import io.spicerack.table.ColumnVector;
import io.spicerack.table.LongVector;
import java.nio.ByteBuffer;

/**
 * PostgreSQL's numeric (numeric_send): the count of groups, the weight of the first, a sign, the displayed scale, then
 * groups of four decimal digits. Groups that are zero at either end are not sent. Not thread-safe.
 */
final class CopyNumeric implements CopyField {
    private static final int HEAD = 8;
    private static final int NEGATIVE = 0x4000;
    private static final int GROUP_DIGITS = 4;
    private static final int[] POWERS = {1, 10, 100, 1000, 10_000};

    private final String column;
    private final ColumnType.Decimal type;
    private final byte[] wide = new byte[16];
    private final ByteBuffer wideBuffer = ByteBuffer.wrap(wide);
    private long high;
    private long low;

    CopyNumeric(String column, ColumnType.Decimal type) {
        this.column = column;
        this.type = type;
    }

    @Override
    public void append(byte[] data, int offset, int length, ColumnVector vector) {
        CopyFields.checkLength(length < HEAD ? HEAD : HEAD + 2 * CopyFields.int16(data, offset), length);
        int groups = CopyFields.int16(data, offset);
        int weight = CopyFields.int16(data, offset + 2);
        int sign = CopyFields.int16(data, offset + 4) & 0xffff;
        if (sign != 0 && sign != NEGATIVE) {
            throw QueryRefusals.value(
                    column, "NaN or an infinity", "Cast it to text or double precision in the query.");
        }
        if (type.vector() == ColumnType.Vector.LONG) {
            long value = groups > 0 ? narrow(data, offset + 8, groups, weight) : 0;
            ((LongVector) vector).append(sign == NEGATIVE ? -value : value);
            return;
        }
        high = 0;
        low = 0;
        if (groups > 0) {
            read(data, offset + 8, groups, weight);
        }
        if (sign == NEGATIVE) {
            high = low == 0 ? -high : ~high;
            low = -low;
        }
        wideBuffer.putLong(0, high).putLong(8, low);
        ((BytesVector) vector).append(wide);
    }

    /** Up to 18 digits fit a long. */
    private long narrow(byte[] data, int first, int groups, int weight) {
        int exponent = exponent(groups, weight);
        int last = CopyFields.int16(data, first + 2 * (groups - 1));
        checkFits(digits(weight, CopyFields.int16(data, first)), exponent, last);
        long value = 0;
        for (int i = 0; i < groups - 1; i++) {
            value = value * POWERS[GROUP_DIGITS] + CopyFields.int16(data, first + 2 * i);
        }
        if (exponent < 0) {
            return value * POWERS[GROUP_DIGITS + exponent] + last / POWERS[-exponent];
        }
        value = value * POWERS[GROUP_DIGITS] + last;
        for (int left = exponent; left > 0; left -= GROUP_DIGITS) {
            value *= POWERS[Math.min(left, GROUP_DIGITS)];
        }
        return value;
    }

    /** The power of ten of the last group's last digit, in units of the scale. */
    private int exponent(int groups, int weight) {
        return GROUP_DIGITS * (weight - groups + 1) + type.scale();
    }

    private void checkFits(int digits, int exponent, int last) {
        boolean fits = digits <= type.precision() - type.scale()
                && exponent > -GROUP_DIGITS
                && (exponent >= 0 || last % POWERS[-exponent] == 0);
        if (!fits) {
            throw QueryRefusals.overflow(
                    column,
                    "a number that does not fit its declared decimal(" + type.precision() + "," + type.scale() + ")",
                    "Cast it to a wider numeric or to text in the query.");
        }
    }

    private void read(byte[] data, int first, int groups, int weight) {
        int exponent = exponent(groups, weight);
        int last = CopyFields.int16(data, first + 2 * (groups - 1));
        checkFits(digits(weight, CopyFields.int16(data, first)), exponent, last);
        for (int i = 0; i < groups - 1; i++) {
            push(POWERS[GROUP_DIGITS], CopyFields.int16(data, first + 2 * i));
        }
        if (exponent < 0) {
            push(POWERS[GROUP_DIGITS + exponent], last / POWERS[-exponent]);
        } else {
            push(POWERS[GROUP_DIGITS], last);
            for (int left = exponent; left > 0; left -= GROUP_DIGITS) {
                push(POWERS[Math.min(left, GROUP_DIGITS)], 0);
            }
        }
    }

    /** Digits before the point, given the first group. */
    private static int digits(int weight, int group) {
        return weight * GROUP_DIGITS + (group >= 1000 ? 4 : group >= 100 ? 3 : group >= 10 ? 2 : 1);
    }

    /** Multiplies the 128-bit number by a small factor and adds a digit group; 38 digits fit. */
    private void push(int factor, int addend) {
        long carried = Math.multiplyHigh(low, factor) + ((low >> 63) & factor);
        low = low * factor + addend;
        high = high * factor + carried + (Long.compareUnsigned(low, addend) < 0 ? 1 : 0);
    }
}
