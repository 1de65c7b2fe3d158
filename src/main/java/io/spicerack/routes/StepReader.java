package io.spicerack.routes;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads steps. What it does not know is refused, and so is an expression that could look something up. One thread. */
final class StepReader {
    static final List<String> STEPS = List.of("to", "setBody", "choice", "filter", "log", "stop", "bean");
    static final List<String> LEVELS = List.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR");
    private static final Pattern METHOD = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final int DEEPEST = 8;

    private final Allowance allowance;
    private final EndpointReader endpoints;
    private final RouteFindings findings;
    private int depth;

    StepReader(Allowance allowance, EndpointReader endpoints, RouteFindings findings) {
        this.allowance = allowance;
        this.endpoints = endpoints;
        this.findings = findings;
    }

    /** The steps of the member {@code steps} of a mapping. */
    List<RouteStep> steps(YamlNode parent, String what) {
        if (!(parent instanceof YamlNode.Mapping mapping)) {
            return List.of();
        }
        Optional<YamlNode> node = mapping.member("steps").map(YamlNode.Member::value);
        if (node.isEmpty() || !(node.get() instanceof YamlNode.Sequence sequence)) {
            findings.add(
                    node.map(YamlNode::place).orElse(parent.place()),
                    Rule.GRAMMAR,
                    what + ": steps must be a list, each step after a hyphen");
            return List.of();
        }
        if (depth == DEEPEST) {
            findings.add(sequence.place(), Rule.GRAMMAR, "steps are nested more than " + DEEPEST + " levels deep");
            return List.of();
        }
        depth++;
        List<RouteStep> steps = new ArrayList<>();
        for (YamlNode item : sequence.items()) {
            steps.add(step(item).orElseGet(() -> new RouteStep.Unknown(item.place())));
        }
        depth--;
        return List.copyOf(steps);
    }

    private Optional<RouteStep> step(YamlNode item) {
        if (item instanceof YamlNode.Text text && text.text().strip().equals("stop")) {
            return Optional.of(new RouteStep.Stop(text.place()));
        }
        if (!(item instanceof YamlNode.Mapping mapping) || mapping.members().size() != 1) {
            findings.add(item.place(), Rule.GRAMMAR, "a step is one member; allowed: " + String.join(", ", STEPS));
            return Optional.empty();
        }
        YamlNode.Text name = mapping.members().get(0).name();
        YamlNode value = mapping.members().get(0).value();
        return switch (name.text()) {
            case "to" -> endpoints.read(value, false).map(endpoint -> new RouteStep.To(name.place(), endpoint));
            case "setBody" -> body(value).map(text -> new RouteStep.Body(name.place(), text));
            case "choice" -> choice(name.place(), value);
            case "filter" ->
                Members.of(value, "filter", List.of("simple", "expression", "steps"), findings)
                        .flatMap(this::condition)
                        .map(condition -> new RouteStep.Filter(name.place(), condition, steps(value, "filter")));
            case "log" -> log(name.place(), value);
            case "stop" -> {
                Members.of(value, "stop", List.of(), findings);
                yield Optional.of(new RouteStep.Stop(name.place()));
            }
            case "bean" -> rows(name.place(), value);
            default -> {
                findings.add(
                        name.place(),
                        Rule.REACH,
                        "a route file has no step '" + RouteFindings.shown(name.text()) + "'"
                                + RouteFindings.near(name.text(), STEPS)
                                + ". What reaches further belongs into routes/system/");
                yield Optional.empty();
            }
        };
    }

    private Optional<RouteStep> choice(Place place, YamlNode value) {
        return Members.of(value, "choice", List.of("when", "otherwise"), findings)
                .flatMap(members -> {
                    List<RouteStep.When> whens = new ArrayList<>();
                    for (YamlNode item : members.list("when")) {
                        Members.of(item, "when", List.of("simple", "expression", "steps"), findings)
                                .flatMap(this::condition)
                                .ifPresent(condition ->
                                        whens.add(new RouteStep.When(item.place(), condition, steps(item, "when"))));
                    }
                    List<RouteStep> otherwise = members.node("otherwise")
                            .map(node -> {
                                Members.of(node, "otherwise", List.of("steps"), findings);
                                return steps(node, "otherwise");
                            })
                            .orElse(List.of());
                    if (members.list("when").isEmpty()) {
                        findings.add(place, Rule.GRAMMAR, "choice: member 'when' is missing");
                    }
                    return whens.isEmpty()
                            ? Optional.empty()
                            : Optional.of(new RouteStep.Choice(place, List.copyOf(whens), otherwise));
                });
    }

    /** {@code simple: text}, or as Kaoto nests it below {@code expression}. */
    private Optional<String> condition(Members members) {
        return expression(members, "simple")
                .flatMap(text -> ValueRule.of(Rule.REACH, ConditionText::check).read(text, "a condition", findings));
    }

    private Optional<String> body(YamlNode value) {
        return Members.of(value, "setBody", List.of("constant", "expression"), findings)
                .flatMap(members -> expression(members, "constant"))
                .flatMap(text -> fixed(text, "setBody"));
    }

    private Optional<YamlNode.Text> expression(Members members, String language) {
        Optional<YamlNode> direct = members.node(language);
        if (direct.isEmpty() && members.node("expression").isPresent()) {
            return Members.of(members.node("expression").get(), "expression", List.of(language), findings)
                    .flatMap(inner -> expression(inner, language));
        }
        if (direct.isPresent() && direct.get() instanceof YamlNode.Mapping) {
            return Members.of(direct.get(), language, List.of("expression"), findings)
                    .flatMap(inner -> inner.requiredText("expression"));
        }
        return direct.isPresent() ? members.text(language) : members.requiredText(language);
    }

    /** Camel takes a text that begins with resource: for the place of the text. */
    private Optional<String> fixed(YamlNode.Text text, String what) {
        if (text.text().strip().startsWith("resource:")) {
            findings.add(text.place(), Rule.REACH, what + " names a resource:; write the text itself");
            return Optional.empty();
        }
        return Optional.of(text.text());
    }

    private Optional<RouteStep> log(Place place, YamlNode value) {
        if (value instanceof YamlNode.Text text) {
            return message(text).map(message -> new RouteStep.Log(place, "INFO", message));
        }
        return Members.of(value, "log", List.of("message", "loggingLevel"), findings)
                .flatMap(members -> {
                    Optional<String> level = members.text("loggingLevel")
                            .map(text -> ValueRule.oneOf(LEVELS.toArray(String[]::new))
                                    .read(text, "log: loggingLevel", findings))
                            .orElse(Optional.of("INFO"));
                    Optional<String> message = members.requiredText("message").flatMap(this::message);
                    return level.isPresent() && message.isPresent()
                            ? Optional.of(new RouteStep.Log(place, level.get(), message.get()))
                            : Optional.empty();
                });
    }

    /** The log is read by those who may not see rows, hence no expression. */
    private Optional<String> message(YamlNode.Text text) {
        if (text.text().contains("${") || text.text().contains("$simple{")) {
            findings.add(
                    text.place(),
                    Rule.REACH,
                    "log: the message has an expression, which could show rows; it must be a fixed text");
            return Optional.empty();
        }
        return fixed(text, "log");
    }

    private Optional<RouteStep> rows(Place place, YamlNode value) {
        return Members.of(value, "bean", List.of("ref", "method"), findings).flatMap(members -> {
            Optional<YamlNode.Text> ref = members.requiredText("ref");
            Optional<YamlNode.Text> method = members.requiredText("method");
            ref.filter(text -> !allowance.rowSteps().contains(text.text()))
                    .ifPresent(
                            text -> findings.add(
                                    text.place(),
                                    Rule.REACH,
                                    "row step '" + RouteFindings.shown(text.text())
                                            + "' is none that the operator allows"
                                            + RouteFindings.near(text.text(), allowance.rowSteps())
                                            + ". spicerack.routes.allow=bean:NAME allows one; spice:mask and spice:drop need no leave"));
            method.filter(text -> !METHOD.matcher(text.text()).matches())
                    .ifPresent(text -> findings.add(
                            text.place(),
                            Rule.REACH,
                            "bean: method is no bare name of a method: it takes the rows alone"));
            return ref.isPresent() && method.isPresent()
                    ? Optional.of(new RouteStep.Rows(
                            place, ref.get().text(), method.get().text()))
                    : Optional.empty();
        });
    }
}
