package io.spicerack.routes;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The members of one mapping, of which only some are allowed. One thread. */
final class Members {
    /** What tools write to tell steps apart; it changes nothing. */
    static final List<String> FOR_PEOPLE = List.of("id", "description", "note");

    private final RouteFindings findings;
    private final String what;
    private final YamlNode.Mapping mapping;

    private Members(RouteFindings findings, String what, YamlNode.Mapping mapping) {
        this.findings = findings;
        this.what = what;
        this.mapping = mapping;
    }

    /** Empty, with a finding, where {@code node} has no members; each that is not {@code allowed} is a finding too. */
    static Optional<Members> of(YamlNode node, String what, Collection<String> allowed, RouteFindings findings) {
        if (!(node instanceof YamlNode.Mapping mapping)) {
            boolean empty = node instanceof YamlNode.Text text && text.text().isBlank();
            if (empty) {
                return Optional.of(new Members(findings, what, new YamlNode.Mapping(node.place(), List.of())));
            }
            findings.add(
                    node.place(),
                    Rule.GRAMMAR,
                    what + " is " + node.kind() + "; it must have members: "
                            + String.join(", ", allowed.stream().sorted().toList()));
            return Optional.empty();
        }
        for (YamlNode.Member member : mapping.members()) {
            String name = member.name().text();
            if (!allowed.contains(name) && !FOR_PEOPLE.contains(name)) {
                findings.unknown(member.name(), Rule.GRAMMAR, what + ": member", allowed);
            }
        }
        return Optional.of(new Members(findings, what, mapping));
    }

    Place place() {
        return mapping.place();
    }

    Optional<YamlNode> node(String name) {
        return mapping.member(name).map(YamlNode.Member::value);
    }

    /** A finding where it is missing. */
    Optional<YamlNode> requiredNode(String name) {
        Optional<YamlNode> node = node(name);
        if (node.isEmpty()) {
            findings.add(place(), Rule.GRAMMAR, what + ": member '" + name + "' is missing");
        }
        return node;
    }

    /** A finding where it is no text. */
    Optional<YamlNode.Text> text(String name) {
        return node(name).flatMap(node -> text(node, name));
    }

    Optional<YamlNode.Text> requiredText(String name) {
        Optional<YamlNode.Text> text = requiredNode(name).flatMap(node -> text(node, name));
        if (text.isPresent() && text.get().text().isBlank()) {
            findings.add(text.get().place(), Rule.GRAMMAR, what + ": member '" + name + "' is empty");
            return Optional.empty();
        }
        return text;
    }

    private Optional<YamlNode.Text> text(YamlNode node, String name) {
        if (node instanceof YamlNode.Text text) {
            return Optional.of(text);
        }
        findings.add(
                node.place(), Rule.GRAMMAR, what + ": member '" + name + "' is " + node.kind() + "; it must be a text");
        return Optional.empty();
    }

    /** Its items; a finding where it is no list. */
    List<YamlNode> list(String name) {
        Optional<YamlNode> node = node(name);
        if (node.isPresent() && node.get() instanceof YamlNode.Sequence sequence) {
            return sequence.items();
        }
        node.ifPresent(other -> findings.add(
                other.place(),
                Rule.GRAMMAR,
                what + ": member '" + name + "' is " + other.kind() + "; it must be a list, each item after a hyphen"));
        return List.of();
    }
}
