package io.spicerack.kit.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * An HTTP answer. Immutable as long as nobody writes to its body.
 *
 * @param headers further ones than the content type
 */
@SuppressWarnings("ArrayRecordComponent") // written out once and not kept
public record AwsAnswer(int status, String contentType, Map<String, String> headers, byte[] body) {
    public AwsAnswer(int status, String contentType, String body) {
        this(status, contentType, Map.of(), body.getBytes(StandardCharsets.UTF_8));
    }
}
