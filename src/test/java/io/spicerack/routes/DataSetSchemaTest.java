package io.spicerack.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The schema of the short form for editors is written from its grammar. */
class DataSetSchemaTest {
    private static final Path SCHEMA = Path.of("docs/data-set.schema.json");
    private static final String ID = "^[A-Za-z0-9_-]{1,128}$";

    @Test
    void itHasEveryMemberAndNoOther() throws IOException {
        String written = schema().toPrettyString() + "\n";
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(SCHEMA, written);
        }
        assertThat(Files.readString(SCHEMA))
                .as("%s; write it anew: ./mvnw -q test -Dtest=DataSetSchemaTest -Ddocs.write=true", SCHEMA)
                .isEqualTo(written);
    }

    private static ObjectNode schema() {
        ObjectNode schema = new ObjectMapper()
                .createObjectNode()
                .put("$schema", "http://json-schema.org/draft-07/schema#")
                .put("title", "A data set of Spicerack, in the short form of routes/*.yaml")
                .put("type", "object")
                .put("additionalProperties", false);
        ArrayNode required = schema.putArray("required");
        ObjectNode properties = schema.putObject("properties");
        for (ShortForm.Member member : ShortForm.MEMBERS) {
            if (member.required()) {
                required.add(member.name());
            }
            describe(member.name(), properties.putObject(member.name()).put("description", member.text()));
        }
        for (String forPeople : new String[] {"id", "description", "note"}) {
            properties.putObject(forPeople).put("type", "string").put("description", "For people; it changes nothing.");
        }
        ArrayNode query = schema.putArray("oneOf");
        query.addObject().putArray("required").add("sql");
        query.addObject().putArray("required").add("sqlFile");
        return schema;
    }

    private static void describe(String name, ObjectNode member) {
        switch (name) {
            case "dataSet", "dataSource", "group" ->
                member.put("type", "string").put("pattern", ID);
            case "sqlFile" -> member.put("type", "string").put("pattern", "^[A-Za-z0-9_][A-Za-z0-9_.-]*\\.sql$");
            case "lag" -> member.putArray("type").add("string").add("integer");
            case "connections" ->
                member.put("type", "integer").put("minimum", 1).put("maximum", 16);
            case "reconcile" -> words(member, "auto", "counts", "values", "off");
            case "drift" -> words(member, "fail", "adapt-widening", "adapt");
            case "mask" ->
                member.put("type", "object")
                        .putObject("additionalProperties")
                        .putArray("anyOf")
                        .add(new ObjectMapper().createObjectNode().put("type", "null"))
                        .add(new ObjectMapper()
                                .createObjectNode()
                                .put("type", "string")
                                .put("pattern", "^(hash|null|keep last [1-9][0-9]?)$"));
            case "schedule" -> {
                ArrayNode forms = member.putArray("anyOf");
                forms.addObject().put("type", "string");
                ObjectNode times = forms.addObject().put("type", "object").put("additionalProperties", false);
                times.putArray("required").add("cron");
                times.putObject("properties").putObject("cron").put("type", "string");
                ObjectNode more = (ObjectNode) times.get("properties");
                more.putObject("zone").put("type", "string");
                more.putObject("jitter").put("type", "string").put("pattern", "^[1-9][0-9]{0,3}[sm]$");
                more.putObject("without")
                        .put("type", "array")
                        .putObject("items")
                        .put("type", "string")
                        .put("pattern", "^[0-9]{4}-[0-9]{2}-[0-9]{2}$");
                words(more.putObject("catchUp"), "none", "once");
                words(more.putObject("overlap"), "skip", "queue", "replace");
                words(more.putObject("requestType"), "FULL_REFRESH", "INCREMENTAL_REFRESH");
            }
            default -> member.put("type", "string");
        }
    }

    private static void words(ObjectNode member, String... words) {
        ArrayNode allowed = member.putArray("enum");
        for (String word : words) {
            allowed.add(word);
        }
    }
}
