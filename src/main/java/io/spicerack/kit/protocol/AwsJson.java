package io.spicerack.kit.protocol;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spicerack.http.JsonBody;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How AWS's JSON 1.1 protocol writes things. Thread-safe. */
public final class AwsJson {
    private AwsJson() {}

    public static void putTime(ObjectNode to, String name, @Nullable Instant time) {
        if (time != null) {
            to.set(name, JsonBody.epochSeconds(time));
        }
    }

    public static void putText(ObjectNode to, String name, @Nullable String text) {
        if (text != null) {
            to.put(name, text);
        }
    }

    public static ArrayNode texts(Collection<String> texts) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        texts.forEach(array::add);
        return array;
    }

    /** Tags; KMS calls the members TagKey and TagValue, Secrets Manager Key and Value. */
    public static ArrayNode tags(Map<String, String> tags, String keyName, String valueName) {
        return JsonBody.array(
                tags.entrySet(),
                tag -> JsonBody.object().put(keyName, tag.getKey()).put(valueName, tag.getValue()));
    }
}
