package io.spicerack.engine.worker;

import java.math.BigInteger;
import java.nio.ByteBuffer;

/** Whole numbers of 128 bits. */
final class WideNumbers {
    static final int MOST_DIGITS = 38;

    private WideNumbers() {}

    /** How many decimal digits it has. */
    static int digits(long high, long low) {
        if (high == low >> (Long.SIZE - 1)) {
            return 1;
        }
        byte[] bytes = ByteBuffer.allocate(2 * Long.BYTES).putLong(high).putLong(low).array();
        return new BigInteger(bytes).abs().toString().length();
    }
}
