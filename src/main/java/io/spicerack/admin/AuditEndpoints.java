package io.spicerack.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spicerack.audit.file.DigestKeys;
import io.spicerack.audit.verify.KeyAnswer;
import io.spicerack.audit.verify.TrailSearch;
import io.spicerack.catalog.record.AuditQuery;
import io.spicerack.core.Spice;
import io.spicerack.model.Account;
import io.spicerack.model.Arn;
import io.spicerack.model.AuditRecord;
import io.spicerack.model.DataSetId;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Set;
import java.util.function.Function;

/** The calls below {@code /audit}. Thread-safe. */
final class AuditEndpoints {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_EVENTS = 100_000;
    private static final int LATEST_GRANTS = 100;

    private final Spice spice;

    AuditEndpoints(Spice spice) {
        this.spice = spice;
    }

    Answer answer(Call call) {
        String what = call.path().size() == 2 ? call.path().get(1) : "";
        switch (call.method() + " " + what) {
            case "GET events" -> {
                call.allowParameters(Set.of("data-set", "event", "key", "since", "until", "limit", "order", "looks"));
                return Answer.json(200, events(query(call)));
            }
            case "GET key-of" -> {
                call.allowParameters(Set.of("data-set"));
                return Answer.json(200, keyOf(call));
            }
            case "GET public-keys" -> {
                call.allowParameters(Set.of());
                return Answer.text(
                        200,
                        "application/json",
                        DigestKeys.json(spice.auditFiles().publicKeys()));
            }
            case "POST digest-files" -> {
                call.allowParameters(Set.of());
                return Answer.json(
                        201,
                        JSON.createObjectNode().put("key", spice.auditFiles().closeNow()));
            }
            case "GET delivered" -> {
                call.allowParameters(Set.of("sink", "key"));
                return Answer.json(200, delivered(required(call, "sink"), required(call, "key")));
            }
            case "GET sinks" -> {
                call.allowParameters(Set.of());
                return Answer.json(200, sinks());
            }
            case "DELETE sinks" -> {
                call.allowParameters(Set.of("sink"));
                return Answer.json(200, forgotten(required(call, "sink")));
            }
            case "POST signing-key" -> {
                call.allowParameters(Set.of());
                return Answer.json(201, rotated());
            }
            default ->
                throw Refusal.notFound("there is no " + call.method() + " " + String.join("/", call.path())
                        + "; docs/operations.md lists what the management port serves");
        }
    }

    private ObjectNode events(AuditQuery query) {
        ObjectNode answer = JSON.createObjectNode();
        answer.put("looks", spice.auditFiles().lookRecords().text())
                .put("looksSince", spice.auditFiles().looksSince().toString());
        ArrayNode events = answer.putArray("events");
        for (AuditRecord event : spice.audit().search(query)) {
            try {
                events.add(JSON.readTree(event.json()));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("audit event " + event.eventId() + " is not JSON", e);
            }
        }
        return answer;
    }

    private AuditQuery query(Call call) {
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
        if (call.parameter("looks").orElse("").equals("false")) {
            query = query.withoutLooks();
        }
        return query.between(
                value(call, "since", Instant::parse, Instant.EPOCH),
                value(call, "until", Instant::parse, Instant.ofEpochMilli(Long.MAX_VALUE)));
    }

    private ObjectNode keyOf(Call call) {
        required(call, "data-set");
        Arn dataSet = dataSet(call);
        KeyAnswer key = keyOf(dataSet, LATEST_GRANTS);
        if (!(key instanceof KeyAnswer.CustomerManagedKey)) {
            // an older grant may hold still
            key = keyOf(dataSet, MOST_EVENTS);
        }
        ObjectNode answer = JSON.createObjectNode().put("dataSetArn", dataSet.toString());
        if (key instanceof KeyAnswer.CustomerManagedKey managed) {
            answer.put("keyArn", managed.key().toString())
                    .put("since", managed.since().toString());
        } else if (key instanceof KeyAnswer.ServiceOwnedKey owned) {
            answer.put("serviceOwnedKey", true).put("since", owned.since().toString());
        }
        return answer;
    }

    /** As the newest grant events of the data set tell. */
    private KeyAnswer keyOf(Arn dataSet, int most) {
        return TrailSearch.over(spice.audit()
                        .search(AuditQuery.newest(most).named("Grant").about(dataSet)))
                .keyOf(dataSet);
    }

    private ObjectNode delivered(String sink, String key) {
        return JSON.createObjectNode().put("delivered", spice.auditFiles().hasGot(sink, key));
    }

    private ObjectNode sinks() {
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode sinks = answer.putArray("sinks");
        spice.audit()
                .backlog()
                .forEach((sink, waiting) -> sinks.addObject().put("sink", sink).put("waiting", waiting));
        return answer;
    }

    private ObjectNode forgotten(String sink) {
        if (!spice.audit().forget(sink)) {
            throw Refusal.notFound("there is no audit sink '" + sink + "'; known are "
                    + spice.audit().backlog().keySet());
        }
        return JSON.createObjectNode().put("forgotten", sink);
    }

    private ObjectNode rotated() {
        try {
            return JSON.createObjectNode()
                    .put("fingerprint", spice.auditFiles().rotateSigningKey().fingerprint());
        } catch (UnsupportedOperationException e) {
            throw Refusal.nothingToRead(String.valueOf(e.getMessage()));
        }
    }

    private Arn dataSet(Call call) {
        String id = call.parameter("data-set").orElse("");
        Account account = spice.auditFiles().trailName().account();
        try {
            return account.dataSet(new DataSetId(id));
        } catch (IllegalArgumentException e) {
            throw Refusal.badParameter(String.valueOf(e.getMessage()));
        }
    }

    private static Arn key(String text) {
        try {
            return Arn.parse(text);
        } catch (IllegalArgumentException e) {
            throw Refusal.badParameter(String.valueOf(e.getMessage()));
        }
    }

    private static String required(Call call, String name) {
        return call.parameter(name).orElseThrow(() -> Refusal.badParameter("the parameter '" + name + "' is missing"));
    }

    private static <T> T value(Call call, String name, Function<String, T> parse, T fallback) {
        try {
            return call.parameter(name).map(parse).orElse(fallback);
        } catch (IllegalArgumentException | DateTimeParseException e) {
            throw Refusal.badParameter(
                    "the parameter '" + name + "' is '" + call.parameter(name).orElse("") + "': " + e.getMessage());
        }
    }
}
