package io.spicerack.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.function.Function;

/** JSON bodies: read strictly, numbers written plainly. Thread-safe. */
public final class JsonBody {
    /** More than anything that is served needs: a body of brackets alone would cost as much memory as a large one. */
    private static final int DEEPEST = 100;

    public static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .build())
                    .build())
            .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private JsonBody() {}

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** The object that a body is; an empty body is an empty object. The words of a refusal quote nothing of it. */
    public static ObjectNode parse(byte[] body) {
        JsonNode json;
        try {
            json = body.length == 0 ? object() : MAPPER.readTree(body);
        } catch (IOException e) {
            // no cause: the parser's words quote the body
            throw RequestRefusedException.badInput("The request body is not JSON");
        }
        if (json instanceof ObjectNode object) {
            return object;
        }
        throw RequestRefusedException.badInput("The request body is not a JSON object");
    }

    /** Seconds since 1970 with three decimals, as AWS's protocols write a time. */
    public static JsonNode epochSeconds(Instant time) {
        return DecimalNode.valueOf(BigDecimal.valueOf(time.toEpochMilli(), 3));
    }

    public static <T> ArrayNode array(Collection<T> values, Function<T, ? extends JsonNode> each) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        values.forEach(value -> array.add(each.apply(value)));
        return array;
    }
}
