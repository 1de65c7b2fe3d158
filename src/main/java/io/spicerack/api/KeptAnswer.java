package io.spicerack.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spicerack.http.HttpAnswer;
import io.spicerack.http.JsonBody;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** An answer as bytes, to be given once more. */
final class KeptAnswer {
    private KeptAnswer() {}

    static byte[] write(HttpAnswer answer) {
        if (!(answer.body() instanceof HttpAnswer.Whole whole)) {
            throw new IllegalArgumentException("an answer that is made while it is taken cannot be kept");
        }
        ObjectNode json = JsonBody.object()
                .put("status", answer.status())
                .put("body", new String(whole.bytes(), StandardCharsets.UTF_8));
        ObjectNode headers = json.putObject("headers");
        answer.headers().forEach(headers::put);
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    static HttpAnswer read(byte[] kept) {
        JsonNode json;
        try {
            json = JsonBody.MAPPER.readTree(kept);
        } catch (IOException e) {
            throw new IllegalStateException("the catalog's first answer to a request is no JSON", e);
        }
        HttpAnswer answer = HttpAnswer.text(
                json.path("status").asInt(),
                json.path("headers").path("Content-Type").asText(),
                json.path("body").asText());
        for (var header : json.path("headers").properties()) {
            answer = answer.with(header.getKey(), header.getValue().asText());
        }
        return answer;
    }
}
