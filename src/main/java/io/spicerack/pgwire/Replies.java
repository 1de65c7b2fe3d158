package io.spicerack.pgwire;

import io.spicerack.pgwire.value.PgType;
import io.spicerack.pgwire.value.WireBytes;
import io.spicerack.query.QueryColumn;
import io.spicerack.query.QueryRefusal;
import io.spicerack.query.SqlState;
import java.util.ArrayList;
import java.util.List;

/** Messages to a client, one after the other, until they are sent together. Not thread-safe. */
final class Replies {
    /** What is sent at a time, about. */
    static final int PIECE = 64 << 10;

    private static final int NONE = 0;

    private final WireBytes bytes;
    private final List<Outflow> rowsOf = new ArrayList<>();
    private boolean last;

    Replies() {
        this(new WireBytes(1 << 10));
    }

    /** @param memory what is in it is forgotten */
    Replies(WireBytes memory) {
        bytes = memory;
        bytes.clear();
    }

    WireBytes bytes() {
        return bytes;
    }

    boolean isFull() {
        return bytes.size() >= PIECE;
    }

    /** Notes that rows of an answer are in it. */
    void rowsOf(Outflow answer) {
        if (!rowsOf.contains(answer)) {
            rowsOf.add(answer);
        }
    }

    /** After this the connection is closed. */
    void endsHere() {
        last = true;
    }

    boolean isLast() {
        return last;
    }

    /** @param taken messages that were answered with it */
    Piece take(int taken) {
        return new Piece(bytes, List.copyOf(rowsOf), taken, last);
    }

    /** Begins a message; {@link #end} closes it. */
    int begin(char type) {
        bytes.put(type).putInt(NONE);
        return bytes.size() - 4;
    }

    void end(int begun) {
        bytes.setInt(begun, bytes.size() - begun);
    }

    void empty(char type) {
        end(begin(type));
    }

    void authentication(int code, String more) {
        int begun = begin('R');
        bytes.putInt(code).putText(more);
        end(begun);
    }

    void parameterStatus(String name, String value) {
        int begun = begin('S');
        bytes.putString(name).putString(value);
        end(begun);
    }

    void backendKey(int process, int secret) {
        int begun = begin('K');
        bytes.putInt(process).putInt(secret);
        end(begun);
    }

    /** The protocol that is spoken where the client wanted a newer one, and what it wanted of which nothing is known. */
    void negotiate(int minor, List<String> unknown) {
        int begun = begin('v');
        bytes.putInt(minor).putInt(unknown.size());
        unknown.forEach(bytes::putString);
        end(begun);
    }

    void ready(char transaction) {
        int begun = begin('Z');
        bytes.put(transaction);
        end(begun);
    }

    void error(QueryRefusal why) {
        told('E', "ERROR", why.state(), why.words(), why.position().orElse(0));
    }

    void fatal(FatalException why) {
        told('E', "FATAL", why.state(), why.words(), 0);
        endsHere();
    }

    /** What is no failure, as PostgreSQL tells it: with a code that is no error's. */
    void warning(String code, String words) {
        told('N', "WARNING", code, words, 0);
    }

    private void told(char type, String severity, SqlState state, String words, int position) {
        told(type, severity, state.code(), words, position);
    }

    private void told(char type, String severity, String code, String words, int position) {
        int begun = begin(type);
        bytes.put('S').putString(severity);
        bytes.put('V').putString(severity);
        bytes.put('C').putString(code);
        bytes.put('M').putString(words);
        if (position > 0) {
            bytes.put('P').putString(Integer.toString(position));
        }
        bytes.put(NONE);
        end(begun);
    }

    void complete(String tag) {
        int begun = begin('C');
        bytes.putString(tag);
        end(begun);
    }

    /** The object ids of a statement's parameters. */
    void parameters(List<Integer> types) {
        int begun = begin('t');
        bytes.putShort(types.size());
        types.forEach(bytes::putInt);
        end(begun);
    }

    /** @param formats one for each column */
    void columns(List<QueryColumn> columns, List<Integer> formats) {
        int begun = begin('T');
        bytes.putShort(columns.size());
        for (int i = 0; i < columns.size(); i++) {
            QueryColumn column = columns.get(i);
            PgType type = PgType.of(column.type());
            bytes.putString(column.name()).putInt(NONE).putShort(NONE);
            bytes.putInt(type.oid()).putShort(type.size()).putInt(PgType.modifier(column.type()));
            bytes.putShort(formats.get(i));
        }
        end(begun);
    }

    void copyOut(int format, int columns) {
        int begun = begin('H');
        bytes.put(format).putShort(columns);
        for (int i = 0; i < columns; i++) {
            bytes.putShort(format);
        }
        end(begun);
    }
}
