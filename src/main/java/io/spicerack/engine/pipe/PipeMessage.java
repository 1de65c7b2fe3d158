package io.spicerack.engine.pipe;

import java.util.Arrays;

/**
 * One message.
 *
 * @param query whom it concerns: a number that the service gives to each statement and to each run
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and wiped in place
public record PipeMessage(PipeKind kind, int query, byte[] content) {
    /** Overwrites what it holds. */
    public void wipe() {
        Arrays.fill(content, (byte) 0);
    }

    @Override
    public String toString() {
        return kind + " of query " + query + ", " + content.length + " bytes";
    }
}
