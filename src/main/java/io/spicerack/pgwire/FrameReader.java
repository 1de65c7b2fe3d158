package io.spicerack.pgwire;

import io.spicerack.query.SqlState;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads the fields of one message, in their order; what is not there ends the connection. Not thread-safe. */
final class FrameReader {
    private final Frame frame;
    private int at;

    FrameReader(Frame frame) {
        this.frame = frame;
    }

    int readByte() throws FatalException {
        need(1);
        return frame.body()[at++] & 0xff;
    }

    int readShort() throws FatalException {
        return readByte() << 8 | readByte();
    }

    int readInt() throws FatalException {
        return readShort() << 16 | readShort();
    }

    /** A count of things of which each has at least {@code bytes}: no more than there is room for. */
    int readCount(int bytes) throws FatalException {
        int count = readShort();
        if ((long) count * bytes > left()) {
            throw malformed("it counts " + count + " where " + left() + " bytes are left");
        }
        return count;
    }

    String readString() throws FatalException {
        int end = at;
        byte[] body = frame.body();
        while (end < body.length && body[end] != 0) {
            end++;
        }
        if (end == body.length) {
            throw malformed("a text has no end");
        }
        String text = text(Arrays.copyOfRange(body, at, end));
        at = end + 1;
        return text;
    }

    byte[] readBytes(int count) throws FatalException {
        if (count < 0) {
            throw malformed("a value has " + count + " bytes");
        }
        need(count);
        at += count;
        return Arrays.copyOfRange(frame.body(), at - count, at);
    }

    int left() {
        return frame.body().length - at;
    }

    void end() throws FatalException {
        if (left() > 0) {
            throw malformed(left() + " bytes are left at its end");
        }
    }

    FatalException malformed(String why) {
        String type = frame.type() == Frame.STARTUP ? "start-up message" : "message '" + frame.type() + "'";
        return new FatalException(SqlState.PROTOCOL_VIOLATION, "a " + type + " is malformed: " + why);
    }

    private String text(byte[] utf8) throws FatalException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new FatalException(
                    SqlState.CHARACTER_NOT_IN_REPERTOIRE, "a text is not UTF-8, which is the one encoding here");
        }
    }

    private void need(int count) throws FatalException {
        if (count > left()) {
            throw malformed("it ends within a field");
        }
    }
}
