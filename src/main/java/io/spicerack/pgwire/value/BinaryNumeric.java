package io.spicerack.pgwire.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** PostgreSQL's binary numeric: digits to the base of 10,000 around a point (numeric_send). */
final class BinaryNumeric {
    private static final int DIGIT = 4;
    private static final BigInteger BASE = BigInteger.valueOf(10_000);
    private static final int NEGATIVE = 0x4000;
    private static final int HEADER = 8;

    /** What is a long still once its last digit is filled up. */
    private static final long MOST_TO_FILL = Long.MAX_VALUE / 1_000;

    private static final int[] TENS = {1, 10, 100, 1_000};

    private BinaryNumeric() {}

    static void write(BigDecimal value, WireBytes out) {
        int scale = Math.max(0, value.scale());
        int after = (scale + DIGIT - 1) / DIGIT;
        BigInteger left = value.setScale(after * DIGIT).unscaledValue().abs();
        Deque<Integer> digits = new ArrayDeque<>();
        while (left.signum() > 0) {
            BigInteger[] parts = left.divideAndRemainder(BASE);
            digits.addFirst(parts[1].intValue());
            left = parts[0];
        }
        int weight = digits.size() - after - 1;
        while (!digits.isEmpty() && digits.getLast() == 0) {
            digits.removeLast();
        }
        out.putShort(digits.size()).putShort(digits.isEmpty() ? 0 : weight);
        out.putShort(value.signum() < 0 ? NEGATIVE : 0).putShort(scale);
        digits.forEach(out::putShort);
    }

    /** The same of an unscaled value, as most are, without an object for each. */
    static void write(long unscaled, int scale, WireBytes out) {
        int beyond = scale % DIGIT;
        if (unscaled > MOST_TO_FILL || unscaled < -MOST_TO_FILL) {
            write(BigDecimal.valueOf(unscaled, scale), out);
            return;
        }
        // the last digit is filled up
        long left = Math.abs(unscaled) * (beyond == 0 ? 1 : TENS[DIGIT - beyond]);
        int weight = -(scale + DIGIT - 1) / DIGIT - 1;
        if (left == 0) {
            out.putLong(0).setShort(out.size() - 2, scale);
            return;
        }
        // by a number that the compiler knows, which is a multiplication
        for (long rest = left / 10_000; rest * 10_000 == left; rest = left / 10_000) {
            left = rest;
            weight++;
        }
        int count = count(left);
        weight += count;
        out.putShort(count)
                .putShort(weight)
                .putShort(unscaled < 0 ? NEGATIVE : 0)
                .putShort(scale);
        int at = out.skip(2 * count) + 2 * count;
        while (left > 0) {
            long rest = left / 10_000;
            at -= 2;
            out.setShort(at, (int) (left - rest * 10_000));
            left = rest;
        }
    }

    /** How many digits to the base of 10,000 a number has. */
    private static int count(long number) {
        int count = 1;
        for (long rest = number / 10_000; rest > 0; rest /= 10_000) {
            count++;
        }
        return count;
    }

    /** Null where the bytes are no finite number of at most {@code most} digits before and after the point. */
    static @Nullable BigDecimal read(byte[] bytes, int most) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if (bytes.length < HEADER) {
            return null;
        }
        int count = in.getShort() & 0xffff;
        int weight = in.getShort();
        int sign = in.getShort() & 0xffff;
        int scale = in.getShort() & 0xffff;
        boolean fits = bytes.length == HEADER + 2 * count
                && (sign == 0 || sign == NEGATIVE)
                && scale <= most
                && Math.abs(weight) * DIGIT <= most
                && count * DIGIT <= 2 * most;
        if (!fits) {
            return null;
        }
        BigInteger all = BigInteger.ZERO;
        for (int i = 0; i < count; i++) {
            int digit = in.getShort();
            if (digit < 0 || digit >= BASE.intValue()) {
                return null;
            }
            all = all.multiply(BASE).add(BigInteger.valueOf(digit));
        }
        BigDecimal value = new BigDecimal(all, (count - weight - 1) * DIGIT);
        BigDecimal scaled =
                value.scale() <= scale || value.stripTrailingZeros().scale() <= scale ? value.setScale(scale) : value;
        return sign == NEGATIVE ? scaled.negate() : scaled;
    }
}
