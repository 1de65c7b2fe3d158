package io.spicerack.routes;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads where a route starts or sends to, as {@code spice:extract?dataSource=x}, with {@code parameters:} beside it, or as Kaoto
 * writes it: the bare scheme, and the rest among the parameters. One thread.
 */
final class EndpointReader {
    /** What Camel would not take as it is written: registry beans, classes, expressions, raw texts. */
    private static final Pattern LOOKED_UP =
            Pattern.compile("#.*|.*(\\$\\{|\\$simple\\{|RAW[({]|\\{\\{).*", Pattern.DOTALL);

    /** The parts of a URI's path as Camel's own metadata names them. */
    static final Map<String, List<String>> PATH = Map.of(
            "spice", List.of("verb"),
            "quartz", List.of("groupName", "triggerName"),
            "direct", List.of("name"),
            "jdbc", List.of("dataSourceName"));

    private static final Pattern URI =
            Pattern.compile("([a-z][a-z0-9+.-]*)(?::(?://)?([^?]*))?(?:\\?(.*))?", Pattern.DOTALL);

    private final Allowance allowance;
    private final RouteFindings findings;

    EndpointReader(Allowance allowance, RouteFindings findings) {
        this.allowance = allowance;
        this.findings = findings;
    }

    /** @param starting whether a route starts there */
    Optional<RouteEndpoint> read(YamlNode node, boolean starting) {
        if (node instanceof YamlNode.Text text) {
            return read(text, new LinkedHashMap<>(), starting);
        }
        String what = starting ? "from" : "to";
        List<String> allowed = starting ? List.of("uri", "parameters", "steps") : List.of("uri", "parameters");
        return Members.of(node, what, allowed, findings).flatMap(members -> {
            Map<String, YamlNode.Text> given = new LinkedHashMap<>();
            members.node("parameters").ifPresent(parameters -> parameters(parameters, given));
            return members.requiredText("uri").flatMap(uri -> read(uri, given, starting));
        });
    }

    private void parameters(YamlNode node, Map<String, YamlNode.Text> given) {
        if (!(node instanceof YamlNode.Mapping mapping)) {
            findings.add(node.place(), Rule.GRAMMAR, "parameters is " + node.kind() + "; it must have members");
            return;
        }
        for (YamlNode.Member member : mapping.members()) {
            if (member.value() instanceof YamlNode.Text text) {
                given.put(member.name().text(), text);
            } else {
                findings.add(
                        member.value().place(),
                        Rule.GRAMMAR,
                        "parameter '" + RouteFindings.shown(member.name().text()) + "' is "
                                + member.value().kind() + "; it must be a text");
            }
        }
    }

    private Optional<RouteEndpoint> read(YamlNode.Text uri, Map<String, YamlNode.Text> given, boolean starting) {
        var parts = URI.matcher(uri.text().strip());
        if (!parts.matches() || uri.text().strip().contains("\n")) {
            findings.add(
                    uri.place(),
                    Rule.GRAMMAR,
                    "'" + RouteFindings.shown(uri.text()) + "' is no URI of an endpoint;" + " allowed: "
                            + names(starting));
            return Optional.empty();
        }
        String scheme = parts.group(1);
        String path = parts.group(2) == null ? pathOf(scheme, given) : parts.group(2);
        if (parts.group(3) != null) {
            query(uri.place(), parts.group(3), given);
        }
        Optional<EndpointKind> kind = EndpointKind.of(scheme, path).filter(found -> found.starts() == starting);
        if (kind.isPresent()) {
            return known(uri.place(), scheme, path, kind.get(), given);
        }
        if (!starting && allowance.schemes().contains(scheme)) {
            return added(uri, scheme, path, given);
        }
        refuse(uri, scheme, path, starting);
        return Optional.empty();
    }

    private void refuse(YamlNode.Text uri, String scheme, String path, boolean starting) {
        String name = RouteFindings.shown(scheme + ":" + path);
        if (EndpointKind.of(scheme, path).isPresent()) {
            findings.add(
                    uri.place(),
                    Rule.GRAMMAR,
                    name + " "
                            + (starting
                                    ? "is a step (to); it starts no route"
                                    : "starts" + " a route (from); it is no step"));
            return;
        }
        List<String> known = EndpointKind.names(starting);
        boolean own = known.stream().anyMatch(each -> each.startsWith(scheme + ":"));
        String way = own || starting
                ? ""
                : ". What reaches further belongs into routes/system/, or the operator allows it: spicerack.routes.allow="
                        + scheme;
        findings.add(
                uri.place(),
                own ? Rule.GRAMMAR : Rule.REACH,
                "a route file has no " + (starting ? "start" : "step") + " '" + name + "'"
                        + RouteFindings.near(scheme + ":" + path, known) + way);
    }

    /** Its options are checked one by one, all of them. */
    private Optional<RouteEndpoint> known(
            Place place, String scheme, String path, EndpointKind kind, Map<String, YamlNode.Text> given) {
        Map<String, String> options = new HashMap<>();
        Set<String> wrong = new HashSet<>();
        List<String> names = kind.options().stream().map(RouteOption::name).toList();
        String name = scheme + ":" + path;
        for (RouteOption option : kind.options()) {
            YamlNode.Text value = given.get(option.name());
            if (value == null) {
                if (option.required()) {
                    findings.add(place, Rule.OPTION, name + ": option '" + option.name() + "' is missing");
                    wrong.add(option.name());
                }
                continue;
            }
            option.value()
                    .read(value, name + ": option '" + option.name() + "'", findings)
                    .ifPresentOrElse(read -> options.put(option.name(), read), () -> wrong.add(option.name()));
        }
        given.forEach((option, value) -> {
            if (!names.contains(option)) {
                wrong.add(option);
                findings.add(
                        value.place(),
                        Rule.OPTION,
                        name + ": option '" + RouteFindings.shown(option) + "' is unknown"
                                + RouteFindings.near(option, names));
            }
        });
        if ("OFF".equals(options.get("reconcile")) && !allowance.unreconciled()) {
            findings.add(
                    Objects.requireNonNull(given.get("reconcile")).place(),
                    Rule.REACH,
                    name
                            + ": reconcile: off publishes versions that nobody compares with their source; allowed: counts,"
                            + " values. The operator may allow it: spicerack.routes.allow=reconcile:off");
        }
        return Optional.of(new RouteEndpoint(place, scheme, path, options));
    }

    /** A component of the operator's choice: its options are Camel's matter, but none is looked up in the registry. */
    private Optional<RouteEndpoint> added(
            YamlNode.Text uri, String scheme, String path, Map<String, YamlNode.Text> given) {
        Map<String, String> options = new HashMap<>();
        boolean plain = true;
        for (Map.Entry<String, YamlNode.Text> option : given.entrySet()) {
            String value = option.getValue().text();
            if (LOOKED_UP.matcher(value).matches() || !option.getKey().matches("[A-Za-z0-9._-]+")) {
                plain = false;
                findings.add(
                        option.getValue().place(),
                        Rule.REACH,
                        scheme + ": option '" + RouteFindings.shown(option.getKey())
                                + "' has an expression or the name of an object (#, ${, RAW); it must be a plain text");
            }
            options.put(option.getKey(), value);
        }
        if (LOOKED_UP.matcher(path).matches()) {
            plain = false;
            findings.add(uri.place(), Rule.REACH, scheme + ": its path has an expression; it must be a plain text");
        }
        return plain ? Optional.of(new RouteEndpoint(uri.place(), scheme, path, options)) : Optional.empty();
    }

    /** Kaoto's form. */
    private static String pathOf(String scheme, Map<String, YamlNode.Text> given) {
        List<String> parts = new ArrayList<>();
        for (String part : PATH.getOrDefault(scheme, List.of())) {
            YamlNode.Text value = given.remove(part);
            if (value != null) {
                parts.add(value.text().strip());
            }
        }
        return String.join("/", parts);
    }

    private void query(Place place, String query, Map<String, YamlNode.Text> given) {
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            try {
                String value = equals < 0 ? "" : URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8);
                if (given.put(name, new YamlNode.Text(place, value)) != null) {
                    findings.add(place, Rule.DUPLICATE, "option '" + RouteFindings.shown(name) + "' is given twice");
                }
            } catch (IllegalArgumentException e) {
                findings.add(
                        place,
                        Rule.OPTION,
                        "option '" + RouteFindings.shown(name) + "' has a % that encodes nothing;"
                                + " give it under parameters:");
            }
        }
    }

    private String names(boolean starting) {
        return String.join(", ", EndpointKind.names(starting));
    }
}
