package io.spicerack.admin;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What a call gets. Closing it frees what its body is made from, written or not. */
interface Answer extends AutoCloseable {
    int status();

    Map<String, String> headers();

    /** Writes the body; an exception cuts the answer, so that it does not look complete. */
    void writeTo(OutputStream out) throws IOException;

    @Override
    default void close() {}

    static Answer json(int status, JsonNode body) {
        return text(status, "application/json", body.toPrettyString() + "\n");
    }

    static Answer text(int status, String type, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return new Whole(status, Map.of("Content-Type", type), bytes);
    }

    /** A small body. */
    @SuppressWarnings("ArrayRecordComponent") // written once and not kept
    record Whole(int status, Map<String, String> headers, byte[] bytes) implements Answer {
        @Override
        public void writeTo(OutputStream out) throws IOException {
            out.write(bytes);
        }
    }
}
