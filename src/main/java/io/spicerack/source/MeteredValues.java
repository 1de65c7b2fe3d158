package io.spicerack.source;

import org.jspecify.annotations.Nullable;

/**
 * Counts the values that are taken from lent results, and tells a meter: 8 bytes for a number, a date or a time, a text's
 * bytes in UTF-8, a binary's own. Not thread-safe, as results are not.
 */
final class MeteredValues {
    private static final int METER_EVERY = 1 << 16;

    private final ReadMeter meter;
    private long unmetered;

    MeteredValues(ReadMeter meter) {
        this.meter = meter;
    }

    /** Returns the value again. */
    @Nullable
    Object taken(@Nullable Object value) {
        unmetered += bytes(value);
        if (unmetered >= METER_EVERY) {
            tell();
        }
        return value;
    }

    /** The rows have come to their end. */
    void tell() {
        if (unmetered > 0) {
            long bytes = unmetered;
            unmetered = 0;
            meter.read(bytes);
        }
    }

    private static long bytes(@Nullable Object value) {
        if (value == null) {
            return 0;
        }
        return value instanceof byte[] bytes ? bytes.length : value instanceof String text ? utf8(text) : Long.BYTES;
    }

    private static long utf8(String text) {
        long bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            // each half of a surrogate pair stands for two of four bytes
            bytes += unit < 0x80 ? 1 : unit < 0x800 || Character.isSurrogate(unit) ? 2 : 3;
        }
        return bytes;
    }
}
