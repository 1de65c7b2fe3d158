package io.spicerack.source.postgres;

import io.spicerack.wire.BrokenProtocolException;
import java.io.IOException;

/**
 * Whether a message that is no row is as long as what is in it, by the formats that the manual gives: pgjdbc goes by the one
 * here and by the other there, and a server could have it take a row's bytes for a message. Stateless.
 */
final class PostgresMessage {
    static final int MOST_COLUMNS = 1664;

    private static final int HEADER = 5;

    /** Of a described column behind its name: table, attribute, type, size, modifier, format. */
    private static final int DESCRIBED = 18;

    private PostgresMessage() {}

    /** @param length as the message gives it, which is one less than it takes */
    static void check(byte[] data, int at, int length) throws IOException {
        boolean right =
                switch (data[at]) {
                    case '1', '2', '3', 'n', 'I', 's', 'c' -> length == 4;
                    case 'Z' -> length == 5;
                    case 'K' -> length == 12;
                    case 'C', 'E', 'N' -> length > 4 && data[at + length] == 0;
                    case 'A' -> true;
                    case 'S' -> texts(data, at + HEADER, at + length) == 2;
                    case 'R' -> authentication(data, at, length);
                    case 'T' -> description(data, at, length);
                    case 't' -> length >= 6 && length == 6 + 4 * columnsOrNone(data, at + HEADER);
                    case 'G', 'H', 'W' -> length >= 7 && length == 7 + 2 * columnsOrNone(data, at + HEADER + 1);
                    default ->
                        throw new BrokenProtocolException(
                                "a message of type " + (data[at] & 0xff) + " comes, which has no place here");
                };
        if (!right) {
            throw new BrokenProtocolException(
                    "a message '" + (char) data[at] + "' of length " + length + " is not what its type has");
        }
    }

    static int columns(byte[] data, int at) throws IOException {
        int columns = columnsOrNone(data, at);
        if (columns > MOST_COLUMNS) {
            throw new BrokenProtocolException(columns + " columns are announced; a query has at most " + MOST_COLUMNS);
        }
        return columns;
    }

    private static int columnsOrNone(byte[] data, int at) {
        return Short.toUnsignedInt((short) CopyFields.int16(data, at));
    }

    /** How many texts, each with its NUL, end with the byte at {@code last}; -1 where the last one does not. */
    private static int texts(byte[] data, int from, int last) {
        int texts = 0;
        for (int i = from; i <= last; i++) {
            texts += data[i] == 0 ? 1 : 0;
        }
        return data[last] == 0 ? texts : -1;
    }

    /** Texts, of which the last one, and no other, is empty. */
    private static boolean mechanisms(byte[] data, int from, int last) {
        boolean begun = false;
        for (int i = from; i < last; i++) {
            if (data[i] == 0 && !begun) {
                return false;
            }
            begun = data[i] != 0;
        }
        return last >= from && data[last] == 0 && !begun;
    }

    private static boolean description(byte[] data, int at, int length) throws IOException {
        if (length < 6) {
            return false;
        }
        int columns = columns(data, at + HEADER);
        int next = at + HEADER + 2;
        int end = at + 1 + length;
        for (int i = 0; i < columns; i++) {
            while (next < end && data[next] != 0) {
                next++;
            }
            next += 1 + DESCRIBED;
            if (next > end) {
                return false;
            }
        }
        return next == end;
    }

    private static boolean authentication(byte[] data, int at, int length) {
        if (length < 8) {
            return false;
        }
        return switch (CopyFields.int32(data, at + HEADER)) {
            case 0, 2, 3, 7, 9 -> length == 8;
            case 5 -> length == 12;
            case 10 -> mechanisms(data, at + HEADER + 4, at + length);
            default -> true;
        };
    }
}
