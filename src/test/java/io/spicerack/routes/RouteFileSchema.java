package io.spicerack.routes;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The JSON schema of a file of routes/, in both forms, made of what its check knows: members, endpoints, their options and words. */
final class RouteFileSchema {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String PLACEHOLDER = "\\{\\{";

    private RouteFileSchema() {}

    static ObjectNode all() {
        ObjectNode schema = MAPPER.createObjectNode()
                .put("$schema", "http://json-schema.org/draft-07/schema#")
                .put("title", "A file of Spicerack's routes/: a data set in the short form, or a list of routes");
        schema.putObject("if").put("type", "array");
        schema.putObject("then").put("$ref", "#/definitions/routes");
        schema.putObject("else").put("$ref", "#/definitions/dataSet");
        ObjectNode definitions = schema.putObject("definitions");
        definitions.set("dataSet", dataSet());
        definitions.set("schedule", schedule());
        definitions.putObject("routes").put("type", "array").putObject("items").put("$ref", "#/definitions/item");
        ObjectNode item = object(definitions.putObject("item"), "route");
        item.putObject("route").put("$ref", "#/definitions/route");
        ObjectNode route = object(definitions.putObject("route"), "id", "from");
        route.putObject("id").put("type", "string");
        route.putObject("from").put("$ref", "#/definitions/from");
        definitions.set("from", endpoints(true));
        definitions.set("to", endpoints(false));
        definitions.set("step", step());
        ObjectNode steps = definitions.putObject("steps").put("type", "array");
        steps.putObject("items").putArray("anyOf").add(constant("stop")).add(reference("step"));
        return schema;
    }

    /** Its members; whoever fills it in sees no other. */
    private static ObjectNode object(ObjectNode schema, String... required) {
        schema.put("type", "object").put("additionalProperties", false);
        ArrayNode names = schema.putArray("required");
        Stream.of(required).forEach(names::add);
        ObjectNode properties = schema.putObject("properties");
        for (String forPeople : Members.FOR_PEOPLE) {
            properties.putObject(forPeople).put("type", "string").put("description", "For people; it changes nothing.");
        }
        return properties;
    }

    private static ObjectNode dataSet() {
        ObjectNode schema = MAPPER.createObjectNode();
        ObjectNode properties = object(
                schema,
                ShortForm.MEMBERS.stream()
                        .filter(ShortForm.Member::required)
                        .map(ShortForm.Member::name)
                        .toArray(String[]::new));
        for (ShortForm.Member member : ShortForm.MEMBERS) {
            ObjectNode described =
                    switch (member.name()) {
                        case "mask" -> masks();
                        case "schedule" -> MAPPER.createObjectNode().put("$ref", "#/definitions/schedule");
                        case "sqlFile" ->
                            MAPPER.createObjectNode().put("pattern", "^[A-Za-z0-9_][A-Za-z0-9_.-]*\\.sql$");
                        default -> value(option(member.name()));
                    };
            // what stands beside a $ref counts for nobody
            if (described.has("$ref")) {
                properties
                        .putObject(member.name())
                        .put("description", member.text())
                        .putArray("allOf")
                        .add(described);
            } else {
                properties.set(member.name(), described.put("description", member.text()));
            }
        }
        ArrayNode query = schema.putArray("oneOf");
        query.addObject().putArray("required").add("sql");
        query.addObject().putArray("required").add("sqlFile");
        return schema;
    }

    private static ObjectNode masks() {
        ObjectNode masks = MAPPER.createObjectNode().put("type", "object");
        masks.putObject("additionalProperties")
                .putArray("anyOf")
                .add(MAPPER.createObjectNode().put("type", "null"))
                .add(value(Optional.of(MaskText.RULE)));
        return masks;
    }

    /** The members of the short form have the names of the options that they become. */
    private static Optional<ValueRule> option(String name) {
        return Stream.of(EndpointKind.values())
                .flatMap(kind -> kind.options().stream())
                .filter(option -> option.name().equals(name))
                .map(RouteOption::value)
                .findFirst();
    }

    private static ObjectNode schedule() {
        ObjectNode schedule = MAPPER.createObjectNode();
        ArrayNode forms = schedule.putArray("anyOf");
        forms.addObject().put("type", "string");
        ObjectNode times = object(forms.addObject(), "cron");
        for (String member : ShortSchedule.MEMBERS) {
            times.set(
                    member,
                    switch (member) {
                        case "catchUp" -> value(Optional.of(ShortSchedule.CATCH_UP));
                        case "jitter" -> value(Optional.of(ShortSchedule.JITTER));
                        case "without" -> days();
                        default -> value(option(member));
                    });
        }
        return schedule;
    }

    private static ObjectNode days() {
        ObjectNode days = MAPPER.createObjectNode().put("type", "array");
        days.putObject("items").put("type", "string").put("pattern", "^[0-9]{4}-[0-9]{2}-[0-9]{2}$");
        return days;
    }

    /** A word, a number or any text, as a file writes it; a placeholder may stand for it. */
    private static ObjectNode value(Optional<ValueRule> rule) {
        ValueRule.Form form = rule.map(ValueRule::form).orElse(ValueRule.Form.ANY);
        ObjectNode value = MAPPER.createObjectNode();
        if (!form.words().isEmpty()) {
            ArrayNode either = value.putArray("anyOf");
            ArrayNode words = either.addObject().putArray("enum");
            form.words().forEach(words::add);
            if (form.words().contains("true")) {
                either.addObject().put("type", "boolean");
            }
            either.addObject().put("type", "string").put("pattern", PLACEHOLDER);
        } else {
            value.putArray("type").add("string").add("number").add("boolean");
            if (!form.pattern().isEmpty()) {
                value.put("pattern", form.pattern() + "|" + PLACEHOLDER);
            }
        }
        return value;
    }

    private static ObjectNode reference(String definition) {
        return MAPPER.createObjectNode().put("$ref", "#/definitions/" + definition);
    }

    private static ObjectNode constant(String text) {
        return MAPPER.createObjectNode().put("const", text);
    }

    /** Where a route starts, or what it sends to: in Camel's form with the whole name in the URI, and in Kaoto's. */
    private static ObjectNode endpoints(boolean starting) {
        ObjectNode schema = MAPPER.createObjectNode();
        ObjectNode both =
                starting ? schema : schema.putArray("anyOf").addObject().put("type", "string");
        if (!starting) {
            both = schema.withArray("anyOf").addObject();
        }
        ObjectNode properties = object(both, starting ? new String[] {"uri", "steps"} : new String[] {"uri"});
        properties.putObject("uri").put("type", "string");
        properties.putObject("parameters").put("type", "object");
        if (starting) {
            properties.putObject("steps").put("$ref", "#/definitions/steps");
        }
        ArrayNode kinds = both.putArray("allOf");
        for (EndpointKind kind : EndpointKind.values()) {
            if (kind.starts() == starting && !kind.options().isEmpty()) {
                kinds.add(camels(kind));
                if (kind.start().startsWith("spice:")) {
                    kinds.add(kaotos(kind));
                }
            }
        }
        return schema;
    }

    private static ObjectNode camels(EndpointKind kind) {
        ObjectNode rule = MAPPER.createObjectNode();
        ObjectNode asked = rule.putObject("if");
        asked.putArray("required").add("uri");
        asked.putObject("properties")
                .putObject("uri")
                .put("pattern", "^" + kind.start() + (kind.start().endsWith(":") ? "[^?]*$" : "$"));
        then(rule, kind);
        return rule;
    }

    private static ObjectNode kaotos(EndpointKind kind) {
        ObjectNode rule = MAPPER.createObjectNode();
        ObjectNode asked = rule.putObject("if");
        asked.putArray("required").add("uri").add("parameters");
        ObjectNode of = asked.putObject("properties");
        of.set("uri", constant("spice"));
        ObjectNode verb = of.putObject("parameters");
        verb.putArray("required").add("verb");
        verb.putObject("properties").set("verb", constant(kind.start().substring("spice:".length())));
        then(rule, kind);
        return rule;
    }

    private static void then(ObjectNode rule, EndpointKind kind) {
        ObjectNode then = rule.putObject("then");
        String[] required = kind.options().stream()
                .filter(RouteOption::required)
                .map(RouteOption::name)
                .toArray(String[]::new);
        if (required.length > 0) {
            then.putArray("required").add("parameters");
        }
        ObjectNode parameters = then.putObject("properties").putObject("parameters");
        parameters.put("additionalProperties", false);
        ArrayNode names = parameters.putArray("required");
        Stream.of(required).forEach(names::add);
        ObjectNode properties = parameters.putObject("properties");
        kind.options().forEach(option -> properties.set(option.name(), value(Optional.of(option.value()))));
        // Kaoto's
        EndpointReader.PATH
                .getOrDefault(kind.start().replaceFirst(":.*", ""), List.of())
                .forEach(part -> properties.putObject(part).put("type", "string"));
    }

    private static ObjectNode step() {
        ObjectNode step = MAPPER.createObjectNode().put("type", "object").put("additionalProperties", false);
        step.put("minProperties", 1).put("maxProperties", 1);
        ObjectNode steps = step.putObject("properties");
        Map<String, ObjectNode> known = Map.of(
                "to", reference("to"),
                "setBody", expression("constant"),
                "choice", choice(),
                "filter", withSteps(expression("simple")),
                "log", log(),
                "stop", MAPPER.createObjectNode(),
                "bean", rowStep());
        StepReader.STEPS.forEach(name -> steps.set(name, known.get(name)));
        return step;
    }

    private static ObjectNode expression(String language) {
        ObjectNode schema = MAPPER.createObjectNode();
        ObjectNode properties = object(schema);
        properties.putObject(language);
        properties.putObject("expression");
        ArrayNode either = schema.putArray("oneOf");
        either.addObject().putArray("required").add(language);
        either.addObject().putArray("required").add("expression");
        return schema;
    }

    private static ObjectNode withSteps(ObjectNode schema) {
        ((ObjectNode) schema.get("properties")).putObject("steps").put("$ref", "#/definitions/steps");
        return schema;
    }

    private static ObjectNode choice() {
        ObjectNode schema = MAPPER.createObjectNode();
        ObjectNode properties = object(schema, "when");
        properties.putObject("when").put("type", "array").set("items", withSteps(expression("simple")));
        object(properties.putObject("otherwise"), "steps").putObject("steps").put("$ref", "#/definitions/steps");
        return schema;
    }

    private static ObjectNode log() {
        ObjectNode schema = MAPPER.createObjectNode();
        ArrayNode forms = schema.putArray("anyOf");
        forms.addObject().put("type", "string");
        ObjectNode properties = object(forms.addObject(), "message");
        properties.putObject("message").put("type", "string");
        ArrayNode levels = properties.putObject("loggingLevel").putArray("enum");
        StepReader.LEVELS.forEach(levels::add);
        return schema;
    }

    private static ObjectNode rowStep() {
        ObjectNode schema = MAPPER.createObjectNode();
        ObjectNode properties = object(schema, "ref", "method");
        properties.putObject("ref").put("type", "string");
        properties.putObject("method").put("type", "string");
        return schema;
    }
}
