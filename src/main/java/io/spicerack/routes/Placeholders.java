package io.spicerack.routes;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Puts the properties that the operator names in {@code spicerack.routes.placeholders} in the place of {@code {{name}}}. All
 * else in double braces is refused: Camel would take much of it (env, sys, secrets) for something to look up. One thread.
 */
public final class Placeholders {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([A-Za-z0-9._-]+)(?::([^{}]*))?}}");

    private final Map<String, Optional<String>> allowed;
    private final RouteFindings findings;

    Placeholders(Map<String, Optional<String>> allowed, RouteFindings findings) {
        this.allowed = allowed;
        this.findings = findings;
    }

    /** The properties that {@code spicerack.routes.placeholders} names, with their values where they have one. */
    public static Map<String, Optional<String>> allowed(String names, Map<String, String> properties) {
        Map<String, Optional<String>> allowed = new TreeMap<>();
        for (String name : names.split(",", -1)) {
            if (!name.isBlank()) {
                allowed.put(name.strip(), Optional.ofNullable(properties.get(name.strip())));
            }
        }
        return allowed;
    }

    YamlNode resolve(YamlNode node) {
        if (node instanceof YamlNode.Sequence sequence) {
            return new YamlNode.Sequence(
                    sequence.place(),
                    sequence.items().stream().map(this::resolve).toList());
        }
        if (node instanceof YamlNode.Mapping mapping) {
            return new YamlNode.Mapping(
                    mapping.place(),
                    mapping.members().stream()
                            .map(member -> new YamlNode.Member(member.name(), resolve(member.value())))
                            .toList());
        }
        YamlNode.Text text = (YamlNode.Text) node;
        return new YamlNode.Text(text.place(), resolve(text.place(), text.text()));
    }

    /** The text of a {@code *.sql} file, told at the member that names it. */
    String resolve(Place place, String text) {
        Matcher found = PLACEHOLDER.matcher(text);
        String resolved =
                found.replaceAll(match -> Matcher.quoteReplacement(value(place, match.group(1), match.group(2))));
        if (PLACEHOLDER.matcher(text).replaceAll("").contains("{{")) {
            findings.add(
                    place,
                    Rule.GRAMMAR,
                    "two braces that are no placeholder {{name}}; to have two braces in SQL, write '{' || '{'");
        }
        return resolved;
    }

    private String value(Place place, String name, @Nullable String otherwise) {
        Optional<String> value = allowed.get(name);
        if (value == null) {
            findings.add(
                    place,
                    Rule.REACH,
                    "placeholder {{" + name + "}} is none of spicerack.routes.placeholders"
                            + RouteFindings.near(name, allowed.keySet()));
            return "";
        }
        if (value.isEmpty() && otherwise == null) {
            findings.add(
                    place,
                    Rule.REFERENCE,
                    "placeholder {{" + name
                            + "}} has no value; set it in config/application.properties, or write a default," + " {{"
                            + name + ":default}}");
        }
        return value.orElse(otherwise == null ? "" : otherwise);
    }
}
