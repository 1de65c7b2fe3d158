package io.spicerack.pgwire;

import io.spicerack.pgwire.value.WireBytes;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/**
 * What is sent at a time.
 *
 * @param bytes good until the next piece is made
 * @param rowsOf the answers of which it holds rows
 * @param taken messages that were answered with it
 * @param last whether the connection is closed after it
 */
record Piece(WireBytes bytes, List<Outflow> rowsOf, int taken, boolean last) {
    /** A copy of its bytes. */
    Buffer buffer() {
        return Buffer.buffer(bytes.size()).appendBytes(bytes.array(), 0, bytes.size());
    }
}
