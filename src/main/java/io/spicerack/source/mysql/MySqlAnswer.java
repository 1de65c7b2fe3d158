package io.spicerack.source.mysql;

import io.spicerack.wire.BrokenProtocolException;
import java.io.IOException;

/**
 * What the packets of an answer are, by the command that was sent and by those before: an end, a count of columns, a column, a
 * row. One thread.
 */
final class MySqlAnswer {
    private static final int COM_QUERY = 0x03;
    private static final int COM_STMT_EXECUTE = 0x17;
    private static final int COM_STMT_CLOSE = 0x19;

    /** The server's own most. */
    private static final int MOST_COLUMNS = 4096;

    /** A column's names, which have 64 characters each, and what MariaDB says of its type. */
    private static final int MOST_OF_COLUMN = 1 << 14;

    /** Of messages, states and what a server tells of itself. */
    private static final int MOST_OF_OTHERS = 1 << 20;

    private static final int PART = 0xffffff;
    private static final int EOF = 5;

    /** Which packet comes next. */
    private enum Place {
        /** Before the first command. */
        LOGIN,
        FIRST,
        COLUMN,
        ROW,
        /** Nothing is known of it: parameters of a prepared statement, and their ends. */
        OTHER
    }

    private Place place = Place.LOGIN;
    private int command;
    private byte[] types = {};
    private int described;
    private boolean rowsBegun;

    /** Whether no command was sent yet. */
    boolean loggingIn() {
        return place == Place.LOGIN;
    }

    void asked(int sent) {
        if (sent == COM_STMT_CLOSE) {
            return;
        }
        command = sent;
        place = Place.FIRST;
    }

    /**
     * Looks at a packet. Returns whether it is a row.
     *
     * @param at where its content begins, in parts of 16 MiB, each but the first behind a head of four bytes
     */
    boolean packet(byte[] data, int at, int length) throws IOException {
        return switch (place) {
            case LOGIN, OTHER -> other(length);
            case FIRST -> first(data, at, length);
            case COLUMN -> column(data, at, length);
            case ROW -> row(data, at, length);
        };
    }

    private static boolean other(int length) throws IOException {
        if (length > MOST_OF_OTHERS) {
            throw new BrokenProtocolException(
                    "a packet that is no row has " + length + " bytes; the most is " + MOST_OF_OTHERS);
        }
        return false;
    }

    private boolean first(byte[] data, int at, int length) throws IOException {
        other(length);
        if (length == 0) {
            throw new BrokenProtocolException("an answer begins with an empty packet");
        }
        int head = data[at] & 0xff;
        if (head == 0xfb) {
            throw new BrokenProtocolException("the server asks for a file of this machine");
        }
        boolean result = (command == COM_QUERY || command == COM_STMT_EXECUTE) && head != 0x00 && head != 0xff;
        if (!result) {
            // behind the answer to a statement there may be another one
            place = command == COM_QUERY || command == COM_STMT_EXECUTE ? Place.FIRST : Place.OTHER;
            return false;
        }
        int columns = head == 0xfc && length >= 3 ? (data[at + 1] & 0xff) | (data[at + 2] & 0xff) << 8 : head;
        if (head > 0xfc || columns < 1 || columns > MOST_COLUMNS) {
            throw new BrokenProtocolException(
                    "more columns are announced than a query has, which are at most " + MOST_COLUMNS);
        }
        types = new byte[columns];
        described = 0;
        rowsBegun = false;
        place = Place.COLUMN;
        return false;
    }

    /** The type stands six bytes before the end, behind texts of any length. */
    private boolean column(byte[] data, int at, int length) throws IOException {
        if (length > MOST_OF_COLUMN || length < 13) {
            throw new BrokenProtocolException(
                    "a column is described with " + length + " bytes; the most is " + MOST_OF_COLUMN);
        }
        texts(data, at, length - 13);
        types[described++] = data[at + length - 6];
        if (described == types.length) {
            place = Place.ROW;
        }
        return false;
    }

    /** Names, each behind its length, and nothing else. */
    private static void texts(byte[] data, int at, int length) throws IOException {
        int next = 0;
        while (next < length) {
            int head = data[at + next] & 0xff;
            if (head == 0xfc && length - next >= 3) {
                next += 3 + ((data[at + next + 1] & 0xff) | (data[at + next + 2] & 0xff) << 8);
            } else if (head < 0xfb) {
                next += 1 + head;
            } else {
                break;
            }
        }
        if (next != length) {
            throw new BrokenProtocolException("a column's description is not as long as its names");
        }
    }

    private boolean row(byte[] data, int at, int length) throws IOException {
        int head = length == 0 ? 0 : data[at] & 0xff;
        if (head == 0xff || (head == 0xfe && length < PART)) {
            return ended(length);
        }
        rowsBegun = true;
        boolean fits = command == COM_STMT_EXECUTE ? binaryRowFits(data, at, length) : textRowFits(data, at, length);
        if (!fits) {
            throw new BrokenProtocolException("a value claims more bytes than its row has");
        }
        return true;
    }

    /** The end of the rows; of older servers, that of the columns comes before it, and has five bytes. */
    private boolean ended(int length) throws IOException {
        other(length);
        boolean ofColumns = length == EOF && !rowsBegun;
        rowsBegun = true;
        if (!ofColumns) {
            place = Place.FIRST;
        }
        return false;
    }

    private boolean textRowFits(byte[] data, int at, int length) {
        long next = 0;
        for (int i = 0; i < types.length && next < length; i++) {
            next = value(data, at, next, length);
        }
        return next == length;
    }

    private boolean binaryRowFits(byte[] data, int at, int length) {
        int bitmap = (types.length + 9) / 8;
        long next = 1L + bitmap;
        if (next > length) {
            return false;
        }
        for (int i = 0; i < types.length && next <= length; i++) {
            boolean isNull = (octet(data, at, 1 + (i + 2) / 8) & 1 << (i + 2) % 8) != 0;
            if (!isNull) {
                next = binaryValue(data, at, next, length, types[i] & 0xff);
            }
        }
        return next == length;
    }

    private static long binaryValue(byte[] data, int at, long next, int length, int type) {
        return switch (type) {
            case 0x01 -> next + 1;
            case 0x02, 0x0d -> next + 2;
            case 0x03, 0x04, 0x09 -> next + 4;
            case 0x05, 0x08 -> next + 8;
            // TIMESTAMP, DATE, TIME, DATETIME, as long as they need
            case 0x07, 0x0a, 0x0b, 0x0c -> next < length ? next + 1 + octet(data, at, next) : Long.MAX_VALUE;
            default -> value(data, at, next, length);
        };
    }

    /** Where a value ends that is behind its own length; beyond the packet where there is not even that. */
    private static long value(byte[] data, int at, long next, int length) {
        if (next >= length) {
            return Long.MAX_VALUE;
        }
        int head = octet(data, at, next);
        if (head <= 0xfb) {
            return next + 1 + (head == 0xfb ? 0 : head);
        }
        int octets = head == 0xfc ? 2 : head == 0xfd ? 3 : 8;
        if (head == 0xff || length - next <= octets) {
            return Long.MAX_VALUE;
        }
        long claimed = 0;
        for (int i = octets; i > 0; i--) {
            claimed = claimed << 8 | octet(data, at, next + i);
        }
        return claimed < 0 || claimed > length ? Long.MAX_VALUE : next + 1 + octets + claimed;
    }

    /** Over the heads of the parts. */
    private static int octet(byte[] data, int at, long place) {
        return data[(int) (at + place + 4 * (place / PART))] & 0xff;
    }
}
