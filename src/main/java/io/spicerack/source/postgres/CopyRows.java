package io.spicerack.source.postgres;

import io.spicerack.source.ReadMeter;
import io.spicerack.wire.BrokenProtocolException;
import io.spicerack.wire.RowTooLargeException;
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

    /** The length of a field that is NULL. */
    private static final int NULL = -1;

    private static final String PROTOCOL = "08P01";

    /** PGCOPY\n, 0xff, \r\n, NUL; then four bytes of flags and four with the length of an extension. */
    private static final int SIGNATURE = 11;

    private final CopyOut copy;
    private final ReadMeter meter;
    private final int mostBytes;
    private long unmetered;
    private byte[] data = new byte[0];
    private int position;
    private boolean begun;

    /** @param mostBytes of a row */
    CopyRows(CopyOut copy, ReadMeter meter, int mostBytes) {
        this.copy = copy;
        this.meter = meter;
        this.mostBytes = mostBytes;
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
            if (extension < 0 || extension > mostBytes) {
                throw broken("the stream's head claims an extension of " + extension + " bytes");
            }
            if (data.length >= SIGNATURE + 8 + extension) {
                position = SIGNATURE + 8 + extension;
                begun = true;
            }
        }
    }

    private int fields() throws SQLException {
        if (data.length - position < 2) {
            return INCOMPLETE;
        }
        int fields = CopyFields.int16(data, position);
        if (fields < END) {
            throw broken("a row has " + fields + " fields");
        }
        int end = position + 2;
        for (int i = 0; i < fields; i++) {
            if (data.length - end < 4) {
                return INCOMPLETE;
            }
            int length = CopyFields.int32(data, end);
            end += 4;
            if (length < NULL) {
                throw broken("a field has a length of " + length);
            }
            if (length > mostBytes - (end - position)) {
                throw new SQLException("", PROTOCOL, new RowTooLargeException(length, mostBytes));
            }
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
            throw broken("the stream ended within a row");
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

    private static SQLException broken(String what) {
        return new SQLException(what, PROTOCOL, new BrokenProtocolException(what));
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
