package io.spicerack.local;

import java.nio.charset.StandardCharsets;

/** An HTTP answer: status, content type and body. Immutable. */
final class Answer {
    private final int status;
    private final String contentType;
    private final String body;

    Answer(int status, String contentType, String body) {
        this.status = status;
        this.contentType = contentType;
        this.body = body;
    }

    int status() {
        return status;
    }

    String contentType() {
        return contentType;
    }

    byte[] bytes() {
        return body.getBytes(StandardCharsets.UTF_8);
    }
}
