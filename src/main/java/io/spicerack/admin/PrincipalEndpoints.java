package io.spicerack.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spicerack.catalog.record.AllowedSecret;
import io.spicerack.catalog.record.CredentialsSource;
import io.spicerack.catalog.record.PrincipalRecord;
import io.spicerack.core.account.DatabasePasswords;
import io.spicerack.core.account.NewAccessKey;
import io.spicerack.core.account.Principals;
import io.spicerack.core.sources.AllowedSecrets;
import io.spicerack.core.sources.DataSources;
import io.spicerack.http.HttpAnswer;
import io.spicerack.http.JsonBody;
import io.spicerack.model.Arn;
import io.spicerack.model.ResourceExistsException;
import io.spicerack.model.ResourceStatus;
import io.spicerack.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** The calls below {@code /principals} and {@code /allowed-secrets}. Thread-safe. */
final class PrincipalEndpoints {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Principals principals;
    private final DatabasePasswords passwords;
    private final AllowedSecrets allowedSecrets;
    private final DataSources dataSources;

    PrincipalEndpoints(
            Principals principals,
            DatabasePasswords passwords,
            AllowedSecrets allowedSecrets,
            DataSources dataSources) {
        this.principals = principals;
        this.passwords = passwords;
        this.allowedSecrets = allowedSecrets;
        this.dataSources = dataSources;
    }

    List<Endpoint> all() {
        return List.of(
                endpoint("GET /principals", Set.of(), call -> HttpAnswer.prettyJson(200, list())),
                endpoint(
                        "POST /principals",
                        Set.of("name", "actions", "secrets", "read-only"),
                        call -> shown(() -> create(call))),
                endpoint(
                        "PUT /principals",
                        Set.of("name"),
                        call -> shown(() -> principals.rotate(call.required("name")))),
                endpoint("DELETE /principals", Set.of("name"), this::delete),
                endpoint("POST /principals/tags", Set.of("name"), this::tag),
                endpoint("PUT /principals/password", Set.of("name"), this::password),
                endpoint("DELETE /principals/password", Set.of("name"), this::withoutPassword),
                endpoint("GET /allowed-secrets", Set.of(), call -> secrets()),
                endpoint("POST /allowed-secrets", Set.of("secret", "to"), this::allow),
                endpoint("DELETE /allowed-secrets", Set.of("secret"), this::disallow));
    }

    private static Endpoint endpoint(
            String methodAndPath, Set<String> parameters, Function<ManagementCall, HttpAnswer> run) {
        return Endpoint.of(methodAndPath, parameters, call -> {
            try {
                return run.apply(call);
            } catch (ResourceExistsException e) {
                throw Refusal.nothingToRead(String.valueOf(e.getMessage()));
            } catch (IllegalArgumentException e) {
                throw Refusal.badParameter(String.valueOf(e.getMessage()));
            }
        });
    }

    private NewAccessKey create(ManagementCall call) {
        String name = call.required("name");
        String readOnly = call.parameter("read-only").orElse("false");
        if (readOnly.equals("false")) {
            return principals.create(name, parts(call, "actions"), parts(call, "secrets"));
        }
        if (!readOnly.equals("true")
                || call.parameter("actions").isPresent()
                || call.parameter("secrets").isPresent()) {
            throw Refusal.badParameter("read-only is true or false, and where it is true there are neither actions nor"
                    + " secrets: such a principal may look at everything, and change nothing");
        }
        return principals.createReadOnly(name);
    }

    /** The body has all session tags, a text by key. */
    private HttpAnswer tag(ManagementCall call) {
        Map<String, String> tags = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> tag :
                JsonBody.parse(call.body().getBytes(StandardCharsets.UTF_8)).properties()) {
            if (!tag.getValue().isTextual()) {
                throw Refusal.badParameter("the session tag '" + tag.getKey() + "' is a JSON "
                        + tag.getValue().getNodeType().name().toLowerCase(Locale.ROOT)
                        + "; the body is an object of texts, the session tags by key: write it in quotes");
            }
            tags.put(tag.getKey(), tag.getValue().textValue());
        }
        principals.tag(call.required("name"), tags);
        return HttpAnswer.prettyJson(200, list());
    }

    private HttpAnswer delete(ManagementCall call) {
        principals.delete(call.required("name"));
        return HttpAnswer.prettyJson(200, list());
    }

    /** The one answer that holds a database password. */
    private HttpAnswer password(ManagementCall call) {
        String name = call.required("name");
        try (Secret made = passwords.make(name)) {
            ObjectNode json = JSON.objectNode().put("name", name);
            return HttpAnswer.prettyJson(201, made.reveal(password -> json.put("password", password)));
        }
    }

    private HttpAnswer withoutPassword(ManagementCall call) {
        passwords.remove(call.required("name"));
        return HttpAnswer.prettyJson(200, list());
    }

    private HttpAnswer allow(ManagementCall call) {
        Arn secret = Arn.parse(call.required("secret"));
        allowedSecrets.allow(AllowedSecret.of(secret, parts(call, "to")));
        // whoever allows it has often just put another password into it
        dataSources.list().stream()
                .filter(source -> source.status() == ResourceStatus.CREATION_FAILED
                        || source.status() == ResourceStatus.UPDATE_FAILED)
                .filter(source -> source.credentials() instanceof CredentialsSource.InSecret in
                        && in.secret().equals(secret))
                .forEach(source -> dataSources.retest(source.id()));
        return secrets();
    }

    private HttpAnswer disallow(ManagementCall call) {
        allowedSecrets.disallow(Arn.parse(call.required("secret")));
        return secrets();
    }

    private HttpAnswer secrets() {
        ArrayNode all = JSON.arrayNode();
        allowedSecrets.list().forEach(secret -> all.add(secret.toString()));
        return HttpAnswer.prettyJson(200, all);
    }

    private ArrayNode list() {
        ArrayNode all = JSON.arrayNode();
        principals.list().forEach(principal -> all.add(described(principal)));
        return all;
    }

    private ObjectNode described(PrincipalRecord principal) {
        ObjectNode json = JSON.objectNode()
                .put("name", principal.name())
                .put("arn", principals.arn(principal.name()).toString())
                .put("accessKeyId", principal.accessKeyId())
                .put("actions", String.join(",", principal.actions()))
                .put("secrets", String.join(",", principal.secrets()));
        // their values may be secret
        json.put(
                "sessionTags",
                String.join(",", principals.sessionTags(principal.name()).keySet()));
        return json.put("rotated", principal.rotated().toString());
    }

    /** The one answer that holds a secret access key. */
    private static HttpAnswer shown(Supplier<NewAccessKey> make) {
        try (NewAccessKey key = make.get()) {
            ObjectNode json = JSON.objectNode()
                    .put("name", key.principal().name())
                    .put("arn", key.principal().arn().toString())
                    .put("accessKeyId", key.principal().accessKeyId())
                    .put("readOnly", key.principal().isReadOnly());
            return HttpAnswer.prettyJson(
                    201, key.secretAccessKey().reveal(secret -> json.put("secretAccessKey", secret)));
        }
    }

    private static List<String> parts(ManagementCall call, String name) {
        return call.parameter(name).stream()
                .flatMap(text -> Arrays.stream(text.split(",", -1)))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }
}
