package io.spicerack.core.sources;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spicerack.model.Arn;
import io.spicerack.model.Credentials;
import io.spicerack.model.Secret;
import java.util.Optional;

/**
 * A secret's JSON as QuickSight wants it: {@code username} and {@code password} are required; {@code host} and {@code port},
 * which Secrets Manager writes for RDS, say which server it is for; all else is ignored. No
 * exception of the parser is passed on, since it quotes its input.
 */
public final class SecretJson {
    /** Keeps no buffers for its thread's next text: they hold the password of this one. */
    private static final ObjectMapper MAPPER = new ObjectMapper(JsonFactory.builder()
            .recyclerPool(JsonRecyclerPools.nonRecyclingPool())
            .build());

    private SecretJson() {}

    /** What a secret holds; {@code host} and {@code port} where it names its server. The caller closes the credentials. */
    record Content(Credentials credentials, Optional<String> host, Optional<String> port) {}

    /** The caller closes them. */
    public static Credentials credentials(Arn secret, String text) {
        return content(secret, text).credentials();
    }

    static Content content(Arn secret, String text) {
        JsonNode json;
        try {
            json = MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new SecretUnavailableException(secret, "its text is not JSON; " + wanted());
        }
        if (!json.isObject()) {
            throw new SecretUnavailableException(secret, "its text is no JSON object; " + wanted());
        }
        return new Content(
                new Credentials(member(secret, json, "username"), Secret.of(member(secret, json, "password"))),
                optional(json, "host"),
                optional(json, "port"));
    }

    private static Optional<String> optional(JsonNode json, String name) {
        JsonNode value = json.path(name);
        return value.isTextual() || value.isNumber() ? Optional.of(value.asText()) : Optional.empty();
    }

    public static String json(String username, Secret password) {
        return password.reveal(text -> MAPPER.createObjectNode()
                .put("username", username)
                .put("password", text)
                .toString());
    }

    private static String member(Arn secret, JsonNode json, String name) {
        JsonNode value = json.path(name);
        if (!value.isTextual() || value.textValue().isEmpty()) {
            throw new SecretUnavailableException(
                    secret, "member \"" + name + "\" is missing, empty or no string; " + wanted());
        }
        return value.textValue();
    }

    private static String wanted() {
        return "it needs the form {\"username\":\"...\",\"password\":\"...\"}";
    }
}
