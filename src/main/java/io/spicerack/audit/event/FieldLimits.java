package io.spicerack.audit.event;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * CloudTrail's field sizes in UTF-8 bytes ("record contents"): a longer text is cut, a larger object is replaced by
 * {@code {"omitted":true}}.
 */
final class FieldLimits {
    private static final int TEXT = 1024;
    private static final int PARAMETERS = 100 * 1024;
    private static final int ADDITIONAL = 28 * 1024;

    private FieldLimits() {}

    static String text(String value) {
        CharBuffer rest = CharBuffer.wrap(value);
        // the encoder stops at a whole character
        ByteBuffer room = ByteBuffer.allocate(TEXT);
        StandardCharsets.UTF_8.newEncoder().encode(rest, room, true);
        return value.substring(0, rest.position());
    }

    static @Nullable Map<String, Object> parameters(@Nullable Map<String, Object> value) {
        return value == null ? null : within(PARAMETERS, value);
    }

    static Map<String, Object> additional(Map<String, Object> value) {
        return within(ADDITIONAL, value);
    }

    private static Map<String, Object> within(int limit, Map<String, Object> value) {
        return EventJson.text(value).getBytes(StandardCharsets.UTF_8).length <= limit ? value : Map.of("omitted", true);
    }
}
