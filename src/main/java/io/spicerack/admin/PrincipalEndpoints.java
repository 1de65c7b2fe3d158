package io.spicerack.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spicerack.catalog.record.PrincipalRecord;
import io.spicerack.core.Spice;
import io.spicerack.core.account.NewAccessKey;
import io.spicerack.model.Arn;
import io.spicerack.model.ResourceExistsException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** The calls below {@code /principals} and {@code /allowed-secrets}. Thread-safe. */
final class PrincipalEndpoints {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Spice spice;

    PrincipalEndpoints(Spice spice) {
        this.spice = spice;
    }

    Answer answer(Call call) {
        try {
            return call.path().get(0).equals("principals") ? principals(call) : secrets(call);
        } catch (ResourceExistsException e) {
            throw Refusal.nothingToRead(String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            throw Refusal.badParameter(String.valueOf(e.getMessage()));
        }
    }

    private Answer principals(Call call) {
        switch (call.method()) {
            case "GET" -> {
                call.allowParameters(Set.of());
                return Answer.json(200, list());
            }
            case "POST" -> {
                call.allowParameters(Set.of("name", "actions", "secrets"));
                return shown(() -> spice.principals()
                        .create(required(call, "name"), parts(call, "actions"), parts(call, "secrets")));
            }
            case "PUT" -> {
                call.allowParameters(Set.of("name"));
                return shown(() -> spice.principals().rotate(required(call, "name")));
            }
            case "DELETE" -> {
                call.allowParameters(Set.of("name"));
                spice.principals().delete(required(call, "name"));
                return Answer.json(200, list());
            }
            default -> throw Refusal.wrongMethod("GET, POST, PUT or DELETE");
        }
    }

    private Answer secrets(Call call) {
        switch (call.method()) {
            case "GET" -> call.allowParameters(Set.of());
            case "POST" -> {
                call.allowParameters(Set.of("secret"));
                spice.allowedSecrets().allow(Arn.parse(required(call, "secret")));
            }
            case "DELETE" -> {
                call.allowParameters(Set.of("secret"));
                spice.allowedSecrets().disallow(Arn.parse(required(call, "secret")));
            }
            default -> throw Refusal.wrongMethod("GET, POST or DELETE");
        }
        ArrayNode all = JSON.arrayNode();
        spice.allowedSecrets().list().forEach(secret -> all.add(secret.toString()));
        return Answer.json(200, all);
    }

    private ArrayNode list() {
        ArrayNode all = JSON.arrayNode();
        spice.principals().list().forEach(principal -> all.add(described(principal)));
        return all;
    }

    private ObjectNode described(PrincipalRecord principal) {
        ObjectNode json = JSON.objectNode()
                .put("name", principal.name())
                .put("arn", spice.principals().arn(principal.name()).toString())
                .put("accessKeyId", principal.accessKeyId())
                .put("actions", String.join(",", principal.actions()))
                .put("secrets", String.join(",", principal.secrets()));
        return json.put("rotated", principal.rotated().toString());
    }

    /** The one answer that holds a secret access key. */
    private static Answer shown(Supplier<NewAccessKey> make) {
        try (NewAccessKey key = make.get()) {
            ObjectNode json = JSON.objectNode()
                    .put("name", key.principal().name())
                    .put("arn", key.principal().arn().toString())
                    .put("accessKeyId", key.principal().accessKeyId());
            return Answer.json(201, key.secretAccessKey().reveal(secret -> json.put("secretAccessKey", secret)));
        }
    }

    private static List<String> parts(Call call, String name) {
        return call.parameter(name).stream()
                .flatMap(text -> Arrays.stream(text.split(",", -1)))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    private static String required(Call call, String name) {
        return call.parameter(name).orElseThrow(() -> Refusal.badParameter("the parameter '" + name + "' is missing"));
    }
}
