package io.spicerack.routes;

import java.util.Map;
import java.util.regex.Pattern;

/** Looks for what seems to be a secret in clear; what it found it never repeats. */
final class SecretScan {
    private static final Pattern NAME = Pattern.compile(
            "(?i).*(password|passwd|passphrase|secret|access-?key|private-?key|api-?key|credentials?|token).*");

    private static final Map<String, Pattern> VALUES = Map.of(
            "an access key of AWS", Pattern.compile("\\b(AKIA|ASIA)[A-Z0-9]{16}\\b"),
            "a private key", Pattern.compile("-----BEGIN [A-Z ]*PRIVATE KEY"),
            "a URL with a password", Pattern.compile("[a-z][a-z0-9+.-]*://[^/\\s:@]+:[^/\\s@]+@"),
            "a password",
                    Pattern.compile("(?i)\\b(password|passwd|pwd|identified by)\\s*[=:]?\\s*['\"][^'\"\\n]+['\"]"));

    private final RouteFindings findings;

    SecretScan(RouteFindings findings) {
        this.findings = findings;
    }

    void scan(YamlNode node) {
        if (node instanceof YamlNode.Sequence sequence) {
            sequence.items().forEach(this::scan);
        } else if (node instanceof YamlNode.Mapping mapping) {
            for (YamlNode.Member member : mapping.members()) {
                if (member.value() instanceof YamlNode.Text text
                        && !text.text().isBlank()
                        && NAME.matcher(member.name().text()).matches()) {
                    found(
                            member.name().place(),
                            "member '" + RouteFindings.shown(member.name().text()) + "'");
                }
                scan(member.value());
            }
        } else if (node instanceof YamlNode.Text text) {
            scan(text.place(), text.text());
        }
    }

    void scan(Place place, String text) {
        VALUES.forEach((what, pattern) -> {
            if (pattern.matcher(text).find()) {
                found(place, what);
            }
        });
    }

    private void found(Place place, String what) {
        findings.add(
                place,
                Rule.SECRET,
                what
                        + " looks like a secret in clear; a route names a data source, whose secret is in Secrets Manager");
    }
}
