package io.spicerack.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** One thread runs it. */
@Command(name = "search", description = "Shows audit events, the newest first.", mixinStandardHelpOptions = true)
final class AuditSearchCommand extends ServiceCommand {
    @Option(names = "--data-set", paramLabel = "ID", description = "Events about this data set.")
    private @Nullable String dataSet;

    @Option(names = "--event", paramLabel = "NAME", description = "Events whose name contains this, such as Grant.")
    private @Nullable String event;

    @Option(names = "--key", paramLabel = "ARN", description = "Events that used this KMS key.")
    private @Nullable String key;

    @Option(
            names = "--who",
            paramLabel = "TEXT",
            description = "Events whose caller's identity contains this: a user, a principal, a service.")
    private @Nullable String who;

    @Option(names = "--failed", description = "Events alone that failed or were denied.")
    private boolean failed;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "From this day or time (UTC): 2026-11-24 or 2026-11-24T08:00:00Z.")
    private @Nullable String since;

    @Option(names = "--until", paramLabel = "TIME", description = "Before this day or time.")
    private @Nullable String until;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "At most so many, from 1 to 100000; ${DEFAULT-VALUE} unless said.")
    private int limit = 100;

    @Option(
            names = "--looks",
            description =
                    "With the DescribeKey events that went well, of which the key watch makes many; without it they are"
                            + " left out unless --event asks for them.")
    private boolean looks;

    @Option(names = "--json", description = "Whole records, one in each line.")
    private boolean json;

    @Override
    protected int run(ManagementClient client) {
        Map<String, String> query = new LinkedHashMap<>();
        put(query, "data-set", dataSet);
        put(query, "event", event);
        put(query, "key", key);
        put(query, "who", who);
        put(query, "failed", failed ? "true" : null);
        put(query, "since", since == null ? null : AuditTimes.parse(since).toString());
        put(query, "until", until == null ? null : AuditTimes.parse(until).toString());
        query.put("limit", String.valueOf(limit));
        query.put("looks", String.valueOf(looks || event != null));
        JsonNode events = client.get("/audit/events?"
                        + query.entrySet().stream()
                                .map(entry ->
                                        entry.getKey() + "=" + UrlPart.of("--" + entry.getKey(), entry.getValue()))
                                .collect(Collectors.joining("&")))
                .path("events");
        if (json) {
            events.forEach(found -> out().println(found));
            return 0;
        }
        TextTable table = new TextTable("TIME", "EVENT", "WHO", "ABOUT", "ERROR");
        for (JsonNode found : events) {
            table.row(
                    found.path("eventTime").asText(),
                    found.path("eventName").asText(),
                    who(found.path("userIdentity")),
                    about(found),
                    found.path("errorCode").asText(""));
        }
        out().println(table);
        if (events.isEmpty()) {
            err().println("nothing on record fits; names of events are those of KMS and CloudTrail, such as DisableKey,"
                    + " and upper and lower case are told apart");
        }
        if (events.size() == limit) {
            err().println("these are the newest " + limit + "; --limit shows more");
        }
        return 0;
    }

    private static String who(JsonNode identity) {
        return identity.path("userName")
                .asText(identity.path("arn")
                        .asText(identity.path("invokedBy")
                                .asText(identity.path("type").asText())));
    }

    /** The data set, data source or key, without what all of them begin with; else whatever the event names first. */
    private static String about(JsonNode event) {
        String text = event.toString();
        for (String kind : new String[] {":dataset/", ":datasource/"}) {
            int start = text.indexOf(kind);
            if (start >= 0) {
                return text.substring(start + 1, text.indexOf('"', start)).replaceAll("/ingestion/.*", "");
            }
        }
        for (String place :
                new String[] {"/requestParameters/keyId", "/serviceEventDetails/eventRequestDetails/keyId"}) {
            if (event.at(place).isTextual()) {
                String key = event.at(place).asText();
                int start = key.indexOf(":key/");
                return start < 0 ? key : key.substring(start + 1);
            }
        }
        return Stream.of(event.path("requestParameters"), event.path("serviceEventDetails"))
                .map(AuditSearchCommand::first)
                .filter(named -> !named.isEmpty())
                .findFirst()
                .orElse("");
    }

    /** The first text below, with its name. */
    private static String first(JsonNode members) {
        for (Map.Entry<String, JsonNode> member : members.properties()) {
            JsonNode value = member.getValue();
            if (value.isValueNode() && !value.isNull() && !value.asText().isEmpty()) {
                return member.getKey() + " " + value.asText();
            }
            String below = first(
                    value.isArray() && !value.isEmpty() && value.get(0).isValueNode()
                            ? JsonNodeFactory.instance.objectNode().set(member.getKey(), value.get(0))
                            : value);
            if (!below.isEmpty()) {
                return below;
            }
        }
        return "";
    }

    private static void put(Map<String, String> query, String name, @Nullable String value) {
        if (value != null) {
            query.put(name, value);
        }
    }
}
