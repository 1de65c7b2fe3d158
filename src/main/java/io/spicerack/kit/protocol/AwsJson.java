package io.spicerack.kit.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How AWS's JSON 1.1 protocol writes things. Thread-safe. */
public final class AwsJson {
    public static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private AwsJson() {}

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** Seconds since 1970 with three decimals, as in all of KMS's and Secrets Manager's bodies. */
    static JsonNode epochSeconds(Instant time) {
        return DecimalNode.valueOf(BigDecimal.valueOf(time.toEpochMilli(), 3));
    }

    public static void putTime(ObjectNode to, String name, @Nullable Instant time) {
        if (time != null) {
            to.set(name, epochSeconds(time));
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

    public static <T> ArrayNode array(Collection<T> values, Function<T, ? extends JsonNode> each) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        values.forEach(value -> array.add(each.apply(value)));
        return array;
    }

    /** Tags; KMS calls the members TagKey and TagValue, Secrets Manager Key and Value. */
    public static ArrayNode tags(Map<String, String> tags, String keyName, String valueName) {
        return array(tags.entrySet(), tag -> object().put(keyName, tag.getKey()).put(valueName, tag.getValue()));
    }
}
