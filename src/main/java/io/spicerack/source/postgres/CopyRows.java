package io.spicerack.source.postgres;

import io.spicerack.source.ReadMeter;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyOut;

/**
 * Finds the rows in a COPY BINARY stream, however the server cut it into messages (PostgreSQL manual, COPY, Binary
 * Format). Not thread-safe.
 */
final class CopyRows {
    /** What {@link #next()} returns after the last row. */
    static final int END = -1;

    private static final int METER_EVERY = 1 << 16;

    private static final int INCOMPLETE = -2;

    /** PGCOPY\n, 0xff, \r\n, NUL; then four bytes of flags and four with the length of an extension. */
    private static final int SIGNATURE = 11;

    private final CopyOut copy;
    private final ReadMeter meter;
    private long unmetered;
    private byte[] data = new byte[0];
    private int position;
    private boolean begun;

    CopyRows(CopyOut copy, ReadMeter meter) {
        this.copy = copy;
        this.meter = meter;
    }

    /** Goes to the next row, which is then whole in {@link #data()} from {@link #position()}: its count of fields. */
    int next() throws SQLException {
        while (!begun) {
            begin();
        }
        int fields = fields();
        while (fields == INCOMPLETE) {
            read();
            fields = fields();
        }
        if (fields == END) {
            drain();
        } else {
            position += 2;
        }
        return fields;
    }

    byte[] data() {
        return data;
    }

    int position() {
        return position;
    }

    /** Tells where the next row begins. */
    void position(int next) {
        position = next;
    }

    private void begin() throws SQLException {
        read();
        if (data.length >= SIGNATURE + 8) {
            int extension = CopyFields.int32(data, SIGNATURE + 4);
            if (data.length >= SIGNATURE + 8 + extension) {
                position = SIGNATURE + 8 + extension;
                begun = true;
            }
        }
    }

    private int fields() {
        if (data.length - position < 2) {
            return INCOMPLETE;
        }
        int fields = CopyFields.int16(data, position);
        int end = position + 2;
        for (int i = 0; i < fields; i++) {
            if (data.length - end < 4) {
                return INCOMPLETE;
            }
            int length = CopyFields.int32(data, end);
            end += 4;
            if (length > data.length - end) {
                return INCOMPLETE;
            }
            end += Math.max(length, 0);
        }
        return fields;
    }

    private void read() throws SQLException {
        byte @Nullable [] message = copy.readFromCopy();
        if (message == null) {
            throw new SQLException("the stream ended within a row", "08P01");
        }
        unmetered += message.length;
        if (unmetered >= METER_EVERY) {
            meter();
        }
        int left = data.length - position;
        if (left > 0) {
            byte[] joined = new byte[left + message.length];
            System.arraycopy(data, position, joined, 0, left);
            System.arraycopy(message, 0, joined, left, message.length);
            message = joined;
        }
        data = message;
        position = 0;
    }

    private void meter() {
        meter.read(unmetered);
        unmetered = 0;
    }

    /** Only after the command is complete may the connection be used again. */
    private void drain() throws SQLException {
        meter();
        byte @Nullable [] message = copy.readFromCopy();
        while (message != null) {
            message = copy.readFromCopy();
        }
    }
}
