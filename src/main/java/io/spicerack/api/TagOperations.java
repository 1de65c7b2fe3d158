package io.spicerack.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spicerack.core.account.DataSets;
import io.spicerack.core.account.Tags;
import io.spicerack.core.sources.DataSources;
import io.spicerack.http.JsonBody;
import io.spicerack.http.JsonInput;
import io.spicerack.model.Account;
import io.spicerack.model.Arn;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The tags of data sources and data sets: whoever may describe one reads them, whoever may update one writes them. */
final class TagOperations {
    private static final String PATH = " /resources/{ResourceArn}/tags";

    /** What a ResourceArn is of. */
    private record Tagged(ResourceKind kind, Arn arn) {}

    private final Tags tags;
    private final DataSources dataSources;
    private final DataSets dataSets;
    private final Account account;
    private final Access access;

    TagOperations(Tags tags, DataSources dataSources, DataSets dataSets, Account account, Access access) {
        this.tags = tags;
        this.dataSources = dataSources;
        this.dataSets = dataSets;
        this.account = account;
        this.access = access;
    }

    List<Operation> all() {
        return List.of(
                Operation.of("TagResource", "POST" + PATH, 200, this::tag),
                Operation.of("UntagResource", "DELETE" + PATH, 200, Set.of(Operation.KEYS), this::untag),
                Operation.of("ListTagsForResource", "GET" + PATH, 200, this::list));
    }

    /** The Tags member of an input, which may be missing. */
    static Map<String, String> given(JsonInput input) {
        Map<String, String> tags = new LinkedHashMap<>();
        if (input.has("Tags")) {
            for (JsonInput tag : input.objects("Tags")) {
                tag.allow(Set.of("Key", "Value"));
                String key = tag.text("Key", Tags.LONGEST_KEY);
                if (tags.put(key, tag.text("Value", Tags.LONGEST_VALUE)) != null) {
                    throw input.refused("Tags", "has the key '" + key + "' twice");
                }
            }
            if (tags.isEmpty() || tags.size() > Tags.MOST) {
                throw input.refused("Tags", "has " + tags.size() + " members; 1 to " + Tags.MOST + " are allowed");
            }
        }
        return tags;
    }

    private ObjectNode tag(OperationCall call) {
        JsonInput input = call.input().allow(Set.of("Tags"));
        Map<String, String> asked = given(input);
        if (asked.isEmpty()) {
            throw input.missing("Tags");
        }
        Arn resource = resource(call, "Update");
        ApiError.translated("RESOURCE", () -> {
            tags.put(resource, asked);
            return resource;
        });
        return JsonBody.object();
    }

    private ObjectNode untag(OperationCall call) {
        call.input().allow(Set.of());
        List<String> keys = call.parameters(Operation.KEYS);
        if (keys.isEmpty()) {
            throw ApiError.badParameter("TagKeys is missing");
        }
        tags.remove(resource(call, "Update"), keys);
        return JsonBody.object();
    }

    private ObjectNode list(OperationCall call) {
        call.input().allow(Set.of());
        Map<String, String> kept = tags.of(resource(call, "Describe"));
        ObjectNode body = JsonBody.object();
        body.set("Tags", JsonBody.array(kept.entrySet(), tag -> JsonBody.object()
                .put("Key", tag.getKey())
                .put("Value", tag.getValue())));
        return body;
    }

    private Arn resource(OperationCall call, String verb) {
        Tagged tagged = call.id("ResourceArn", this::tagged);
        access.check(
                call.principal(), ResourceKind.PREFIX + verb + tagged.kind().member(), tagged.arn());
        String id = tagged.arn().resource();
        if (!tagged.kind().exists(dataSources, dataSets, id.substring(id.indexOf('/') + 1))) {
            throw ApiError.notFound(tagged.kind().name(), "there is no " + tagged.arn());
        }
        return tagged.arn();
    }

    private Tagged tagged(String text) {
        Arn arn = Arn.parse(text);
        String id = arn.resource().substring(arn.resource().indexOf('/') + 1);
        for (ResourceKind kind : ResourceKind.values()) {
            if (arn.resource().startsWith(kind.member().toLowerCase(java.util.Locale.ROOT) + "/")
                    && arn.equals(kind.arn(account, id))) {
                return new Tagged(kind, arn);
            }
        }
        throw new IllegalArgumentException(
                "'" + text + "' is no data source or data set of account " + account.id() + " in " + account.region());
    }
}
