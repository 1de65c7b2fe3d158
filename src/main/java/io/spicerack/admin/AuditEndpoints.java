package io.spicerack.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spicerack.audit.file.DigestKeys;
import io.spicerack.audit.verify.KeyAnswer;
import io.spicerack.audit.verify.TrailHead;
import io.spicerack.audit.verify.TrailSearch;
import io.spicerack.catalog.record.AuditQuery;
import io.spicerack.core.keys.KeyRegistrations;
import io.spicerack.core.trail.AuditDelivery;
import io.spicerack.core.trail.AuditFiles;
import io.spicerack.core.trail.FailingSinks;
import io.spicerack.http.HttpAnswer;
import io.spicerack.http.JsonBody;
import io.spicerack.model.Account;
import io.spicerack.model.Arn;
import io.spicerack.model.AuditRecord;
import io.spicerack.model.DataSetId;
import io.spicerack.model.KeyReference;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The calls below {@code /audit}. Thread-safe. */
final class AuditEndpoints {
    private static final int MOST_EVENTS = 100_000;
    private static final int LATEST_GRANTS = 100;

    private final AuditFiles auditFiles;
    private final AuditDelivery audit;
    private final KeyRegistrations keys;
    private final NamedDataSets dataSets;

    AuditEndpoints(AuditFiles auditFiles, AuditDelivery audit, KeyRegistrations keys, NamedDataSets dataSets) {
        this.auditFiles = auditFiles;
        this.audit = audit;
        this.keys = keys;
        this.dataSets = dataSets;
    }

    List<Endpoint> all() {
        return List.of(
                Endpoint.of(
                        "GET /audit/events",
                        Set.of(
                                "data-set",
                                "event",
                                "key",
                                "who",
                                "failed",
                                "since",
                                "until",
                                "limit",
                                "order",
                                "looks"),
                        call -> HttpAnswer.prettyJson(200, events(call))),
                Endpoint.of("GET /audit/key-of", Set.of("data-set"), call -> HttpAnswer.prettyJson(200, keyOf(call))),
                Endpoint.of("GET /audit/public-keys", call -> publicKeys()),
                Endpoint.of("POST /audit/digest-files", call -> digestFile()),
                Endpoint.of("GET /audit/head", call -> HttpAnswer.prettyJson(200, head())),
                Endpoint.of(
                        "GET /audit/delivered",
                        Set.of("sink", "key"),
                        call -> HttpAnswer.prettyJson(200, delivered(call.required("sink"), call.required("key")))),
                Endpoint.of("GET /audit/sinks", call -> HttpAnswer.prettyJson(200, sinks())),
                Endpoint.of(
                        "DELETE /audit/sinks",
                        Set.of("sink"),
                        call -> HttpAnswer.prettyJson(200, forgotten(call.required("sink")))),
                Endpoint.of("POST /audit/signing-key", call -> HttpAnswer.prettyJson(201, rotated())));
    }

    private HttpAnswer publicKeys() {
        return HttpAnswer.text(200, "application/json", DigestKeys.json(auditFiles.publicKeys()));
    }

    private HttpAnswer digestFile() {
        return HttpAnswer.prettyJson(201, JsonBody.object().put("key", auditFiles.closeNow()));
    }

    private ObjectNode head() {
        TrailHead head = auditFiles.head();
        ObjectNode answer = JsonBody.object()
                .put("digestFile", head.digest())
                .put("signature", head.signature().orElse(""));
        ArrayNode waiting = answer.putArray("waiting");
        head.waiting().forEach((key, sha256) -> {
            ArrayNode delivered = waiting.addObject()
                    .put("logFile", key)
                    .put("sha256", sha256)
                    .putArray("delivered");
            head.delivered().entrySet().stream()
                    .filter(sink -> sink.getValue().contains(key))
                    .map(Map.Entry::getKey)
                    .sorted()
                    .forEach(delivered::add);
        });
        return answer;
    }

    private ObjectNode events(ManagementCall call) {
        List<AuditRecord> found = audit.search(query(call));
        if (found.isEmpty()) {
            call.parameter("data-set").ifPresent(this::mustBeKnown);
        }
        ObjectNode answer = JsonBody.object();
        answer.put("looks", auditFiles.lookRecords().text())
                .put("looksSince", auditFiles.looksSince().toString());
        ArrayNode events = answer.putArray("events");
        for (AuditRecord event : found) {
            try {
                events.add(JsonBody.MAPPER.readTree(event.json()));
            } catch (JsonProcessingException e) {
                // the others are still worth reading
                events.addObject()
                        .put("eventID", event.eventId().toString())
                        .put("eventTime", event.eventTime().toString())
                        .put("eventName", event.eventName())
                        .put("unreadable", "the record in the catalog is not JSON: it was changed from outside");
            }
        }
        return answer;
    }

    private AuditQuery query(ManagementCall call) {
        int limit = value(call, "limit", Integer::valueOf, 100);
        if (limit < 1 || limit > MOST_EVENTS) {
            throw Refusal.badParameter("limit is " + limit + "; allowed is 1 to " + MOST_EVENTS);
        }
        AuditQuery query = call.parameter("order").orElse("").equals("oldest")
                ? AuditQuery.oldest(limit)
                : AuditQuery.newest(limit);
        if (call.parameter("event").isPresent()) {
            query = query.named(call.parameter("event").get());
        }
        if (call.parameter("data-set").isPresent()) {
            query = query.about(dataSet(call));
        }
        if (call.parameter("key").isPresent()) {
            query = query.using(key(call.parameter("key").get()));
        }
        if (call.parameter("who").isPresent()) {
            query = query.by(call.parameter("who").get());
        }
        if (call.parameter("failed").orElse("").equals("true")) {
            query = query.failed();
        }
        if (call.parameter("looks").orElse("").equals("false")) {
            query = query.withoutLooks();
        }
        return query.between(time(call, "since"), time(call, "until"));
    }

    private ObjectNode keyOf(ManagementCall call) {
        call.required("data-set");
        Arn dataSet = dataSet(call);
        KeyAnswer key = keyOf(dataSet, LATEST_GRANTS);
        if (!(key instanceof KeyAnswer.CustomerManagedKey)) {
            // an older grant may hold still
            key = keyOf(dataSet, MOST_EVENTS);
        }
        if (!(key instanceof KeyAnswer.CustomerManagedKey) && !(key instanceof KeyAnswer.ServiceOwnedKey)) {
            mustBeKnown(call.required("data-set"));
        }
        ObjectNode answer = JsonBody.object().put("dataSetArn", dataSet.toString());
        if (key instanceof KeyAnswer.CustomerManagedKey managed) {
            answer.put("keyArn", managed.key().toString())
                    .put("since", managed.since().toString());
        } else if (key instanceof KeyAnswer.ServiceOwnedKey owned) {
            answer.put("serviceOwnedKey", true).put("since", owned.since().toString());
        }
        return answer;
    }

    /** One that was deleted is known as long as the trail tells of it. */
    private void mustBeKnown(String dataSet) {
        boolean told = dataSets.has(dataSet)
                || !audit.search(AuditQuery.newest(1)
                                .about(auditFiles.trailName().account().dataSet(new DataSetId(dataSet))))
                        .isEmpty();
        if (!told) {
            throw dataSets.missing(dataSet);
        }
    }

    /** As the newest grant events of the data set tell. */
    private KeyAnswer keyOf(Arn dataSet, int most) {
        return TrailSearch.over(
                        audit.search(AuditQuery.newest(most).named("Grant").about(dataSet)))
                .keyOf(dataSet);
    }

    private ObjectNode delivered(String sink, String key) {
        return JsonBody.object().put("delivered", auditFiles.hasGot(sink, key));
    }

    private ObjectNode sinks() {
        ObjectNode answer = JsonBody.object();
        ArrayNode sinks = answer.putArray("sinks");
        audit.backlog().forEach((sink, waiting) -> {
            ObjectNode line = sinks.addObject().put("sink", sink).put("waiting", waiting);
            audit.failing().find(sink).ifPresent(failing -> failing(failing, line));
        });
        // ways of alerts have no backlog of their own: they read the trail
        for (FailingSinks.Failing failing : audit.failing().all()) {
            if (failing.sink().startsWith(FailingSinks.ALERTS)) {
                failing(failing, sinks.addObject().put("sink", failing.sink()));
            }
        }
        return answer;
    }

    private static void failing(FailingSinks.Failing failing, ObjectNode line) {
        line.put("failingSince", failing.since().toString()).put("reason", failing.reason());
    }

    private ObjectNode forgotten(String sink) {
        if (!audit.forget(sink)) {
            throw Refusal.notFound("there is no audit sink '" + sink + "'; known are "
                    + audit.backlog().keySet());
        }
        return JsonBody.object().put("forgotten", sink);
    }

    private ObjectNode rotated() {
        try {
            return JsonBody.object()
                    .put("fingerprint", auditFiles.rotateSigningKey().fingerprint());
        } catch (UnsupportedOperationException e) {
            throw Refusal.nothingToRead(String.valueOf(e.getMessage()));
        }
    }

    private Arn dataSet(ManagementCall call) {
        String id = call.parameter("data-set").orElse("");
        Account account = auditFiles.trailName().account();
        try {
            return account.dataSet(new DataSetId(id));
        } catch (IllegalArgumentException e) {
            throw Refusal.badParameter(String.valueOf(e.getMessage()));
        }
    }

    private KeyReference key(String text) {
        try {
            return keys.reference(text);
        } catch (IllegalArgumentException e) {
            throw Refusal.badParameter(String.valueOf(e.getMessage()));
        }
    }

    private static @Nullable Instant time(ManagementCall call, String name) {
        return call.parameter(name).isEmpty() ? null : value(call, name, Instant::parse, Instant.EPOCH);
    }

    private static <T> T value(ManagementCall call, String name, Function<String, T> parse, T fallback) {
        try {
            return call.parameter(name).map(parse).orElse(fallback);
        } catch (IllegalArgumentException | DateTimeParseException e) {
            throw Refusal.badParameter(
                    "the parameter '" + name + "' is '" + call.parameter(name).orElse("") + "': " + e.getMessage());
        }
    }
}
