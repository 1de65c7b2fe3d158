package io.spicerack.pgwire;

import io.spicerack.query.SqlState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a client that has logged in says (PostgreSQL's documentation, "Message Formats"). Immutable. */
sealed interface Message {
    /** A script: any number of statements. */
    record Query(String script) implements Message {}

    /**
     * Prepares a statement.
     *
     * @param types by object id; 0 where the client does not say
     */
    record Parse(String name, String sql, List<Integer> types) implements Message {}

    /**
     * Makes a portal of a prepared statement.
     *
     * @param formats of the values: none for text, one for all, or one each; 1 is binary
     * @param results formats of the columns, likewise
     */
    record Bind(
            String portal,
            String statement,
            List<Integer> formats,
            List<byte @Nullable []> values,
            List<Integer> results)
            implements Message {}

    record Describe(Target target) implements Message {}

    record Close(Target target) implements Message {}

    /**
     * Runs a portal.
     *
     * @param rows at most; 0 for all
     */
    record Execute(String portal, int rows) implements Message {}

    record Sync() implements Message {}

    record Flush() implements Message {}

    record Terminate() implements Message {}

    /** What belongs to a COPY that has ended before the client knew: passed over. */
    record CopyInput() implements Message {}

    /** A prepared statement or a portal. */
    record Target(boolean portal, String name) {}

    static Message read(Frame frame) throws FatalException {
        FrameReader in = new FrameReader(frame);
        Message message =
                switch (frame.type()) {
                    case 'Q' -> new Query(in.readString());
                    case 'P' -> new Parse(in.readString(), in.readString(), ints(in));
                    case 'B' -> bind(in);
                    case 'D' -> new Describe(target(in));
                    case 'C' -> new Close(target(in));
                    case 'E' -> new Execute(in.readString(), in.readInt());
                    case 'S' -> new Sync();
                    case 'H' -> new Flush();
                    case 'X' -> new Terminate();
                    case 'd', 'c', 'f' -> copyInput(in);
                    default ->
                        throw new FatalException(
                                SqlState.PROTOCOL_VIOLATION, "there is no message '" + frame.type() + "' here");
                };
        in.end();
        return message;
    }

    private static Message bind(FrameReader in) throws FatalException {
        String portal = in.readString();
        String statement = in.readString();
        List<Integer> formats = shorts(in);
        List<byte @Nullable []> values = new ArrayList<>();
        for (int left = in.readCount(4); left > 0; left--) {
            int length = in.readInt();
            values.add(length == -1 ? null : in.readBytes(length));
        }
        return new Bind(portal, statement, formats, Collections.unmodifiableList(values), shorts(in));
    }

    private static Message copyInput(FrameReader in) throws FatalException {
        in.readBytes(in.left());
        return new CopyInput();
    }

    private static Target target(FrameReader in) throws FatalException {
        int kind = in.readByte();
        if (kind != 'S' && kind != 'P') {
            throw in.malformed("it is about '" + (char) kind + "', neither a statement nor a portal");
        }
        return new Target(kind == 'P', in.readString());
    }

    private static List<Integer> shorts(FrameReader in) throws FatalException {
        List<Integer> all = new ArrayList<>();
        for (int left = in.readCount(2); left > 0; left--) {
            all.add(in.readShort());
        }
        return List.copyOf(all);
    }

    private static List<Integer> ints(FrameReader in) throws FatalException {
        List<Integer> all = new ArrayList<>();
        for (int left = in.readCount(4); left > 0; left--) {
            all.add(in.readInt());
        }
        return List.copyOf(all);
    }
}
