package io.spicerack.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spicerack.catalog.RefusedChangeException;
import io.spicerack.catalog.record.RegisteredKey;
import io.spicerack.core.keys.KeyRegistrations;
import io.spicerack.core.keys.KeyReport;
import io.spicerack.core.revoke.Dawdler;
import io.spicerack.core.revoke.Drill;
import io.spicerack.core.revoke.Lockdown;
import io.spicerack.envelope.TamperedException;
import io.spicerack.http.HttpAnswer;
import io.spicerack.http.JsonBody;
import io.spicerack.model.KeyReference;
import io.spicerack.model.KnownNames;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Keys over the management port: registration, rewraps, lock-downs, drills. Thread-safe. */
final class KeyEndpoints {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    interface Work<T> {
        T run() throws TamperedException;
    }

    private final KeyRegistrations keyRegistrations;
    private final KeyReport keyReport;
    private final Lockdown lockdown;
    private final Drill drill;
    private final Dawdler slowClient;

    KeyEndpoints(
            KeyRegistrations keyRegistrations,
            KeyReport keyReport,
            Lockdown lockdown,
            Drill drill,
            Dawdler slowClient) {
        this.keyRegistrations = keyRegistrations;
        this.keyReport = keyReport;
        this.lockdown = lockdown;
        this.drill = drill;
        this.slowClient = slowClient;
    }

    List<Endpoint> all() {
        return List.of(
                Endpoint.of(
                        "GET /keys", call -> HttpAnswer.prettyJson(200, KeyReportJson.of(keyRegistrations, keyReport))),
                Endpoint.of("GET /key-registration", call -> registered()),
                Endpoint.of("PUT /key-registration", Set.of("keys", "default"), this::register),
                Endpoint.of(
                        "POST /keys/lockdown",
                        Set.of("key", "all"),
                        call -> HttpAnswer.prettyJson(200, switched(lockdown.lockDown(keys(call))))),
                Endpoint.of(
                        "GET /keys/lockdown",
                        Set.of("key", "all"),
                        call -> HttpAnswer.prettyJson(200, foreseen(lockdown.foresee(keys(call))))),
                Endpoint.of(
                        "POST /keys/unlock",
                        Set.of("key", "all"),
                        call -> HttpAnswer.prettyJson(200, switched(lockdown.unlock(keys(call))))),
                Endpoint.of("POST /drills", call -> drill()));
    }

    private HttpAnswer registered() {
        ObjectNode answer = NODES.objectNode();
        ArrayNode registered = answer.putArray("keyRegistration");
        keyRegistrations.list().forEach(key -> registered
                .addObject()
                .put("keyArn", key.key().toString())
                .put("defaultKey", key.isDefault()));
        return HttpAnswer.prettyJson(200, answer);
    }

    private HttpAnswer register(ManagementCall call) {
        List<RegisteredKey> wanted = Arrays.stream(
                        call.parameter("keys").orElse("").split(",", -1))
                .filter(text -> !text.isEmpty())
                .map(this::key)
                .map(key -> new RegisteredKey(key, call.parameter("default").equals(Optional.of(key.toString()))))
                .toList();
        KeyRegistrations.Update update = refusing(() -> keyRegistrations.update(wanted));
        ObjectNode answer = NODES.objectNode();
        ArrayNode successful = answer.putArray("successfulKeyRegistration");
        update.successful().forEach(key -> successful
                .addObject()
                .put("keyArn", key.key().toString())
                .put("defaultKey", key.isDefault()));
        ArrayNode failed = answer.putArray("failedKeyRegistration");
        update.failed()
                .forEach(key ->
                        failed.addObject().put("keyArn", key.key().toString()).put("message", key.message()));
        return HttpAnswer.prettyJson(200, answer);
    }

    private Collection<KeyReference> keys(ManagementCall call) {
        boolean all = call.parameter("all").equals(Optional.of("true"));
        if (all == call.parameter("key").isPresent()) {
            throw Refusal.badParameter("name one key with key=ARN, or all of them with all=true");
        }
        if (all) {
            return lockdown.allKeys();
        }
        KeyReference key = key(call.parameter("key").orElseThrow());
        Collection<KeyReference> known = lockdown.allKeys();
        if (!known.contains(key)) {
            List<String> arns =
                    known.stream().map(KeyReference::toString).sorted().toList();
            throw Refusal.notFound("key " + key + " neither protects anything here nor is registered; known are " + arns
                    + KnownNames.nearest(key.toString(), arns.stream()));
        }
        return List.of(key);
    }

    private static ObjectNode switched(List<Lockdown.Switched> switched) {
        ObjectNode answer = NODES.objectNode();
        ArrayNode keys = answer.putArray("keys");
        for (Lockdown.Switched each : switched) {
            ObjectNode key =
                    keys.addObject().put("keyArn", each.key().toString()).put("failure", each.failure());
            ArrayNode dataSets = key.putArray("dataSets");
            for (Lockdown.Reaction reaction : each.reactions()) {
                ObjectNode line = dataSets.addObject()
                        .put("dataSetId", reaction.dataSet().value())
                        .put("readersCut", reaction.readers())
                        .put("said", reaction.said());
                reaction.millis().ifPresent(millis -> line.put("millis", millis));
            }
        }
        return answer;
    }

    private static ObjectNode foreseen(List<Lockdown.Foreseen> foreseen) {
        ObjectNode answer = NODES.objectNode();
        ArrayNode keys = answer.putArray("keys");
        for (Lockdown.Foreseen each : foreseen) {
            ObjectNode key = keys.addObject()
                    .put("keyArn", each.key().toString())
                    .put("readers", each.readers())
                    .put("refreshes", each.refreshes());
            each.dataSets().forEach(dataSet -> key.withArray("dataSets").add(dataSet.value()));
        }
        return answer;
    }

    private HttpAnswer drill() {
        Drill.Measured measured = refusing(() -> drill.run(slowClient));
        ObjectNode answer = NODES.objectNode().put("dataSetId", Drill.CANARY.value());
        measured.details().forEach((name, value) -> answer.set(name, JsonBody.MAPPER.valueToTree(value)));
        return HttpAnswer.prettyJson(200, answer);
    }

    private KeyReference key(String text) {
        return refusing(() -> keyRegistrations.reference(text));
    }

    /** What the core refuses with words for its caller. */
    static <T> T refusing(Work<T> work) {
        try {
            return work.run();
        } catch (IllegalArgumentException e) {
            throw Refusal.badParameter(String.valueOf(e.getMessage()));
        } catch (IllegalStateException | RefusedChangeException e) {
            throw Refusal.nothingToRead(String.valueOf(e.getMessage()));
        } catch (TamperedException e) {
            throw Refusal.of(e);
        }
    }
}
