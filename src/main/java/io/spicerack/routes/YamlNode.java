package io.spicerack.routes;

import java.util.List;
import java.util.Optional;

/** A piece of a YAML file with its place. Every scalar is its text: YAML's guesses at types (no, 1_000) play no part. */
sealed interface YamlNode {
    Place place();

    record Text(Place place, String text) implements YamlNode {}

    record Sequence(Place place, List<YamlNode> items) implements YamlNode {}

    record Mapping(Place place, List<Member> members) implements YamlNode {
        Optional<Member> member(String name) {
            return members.stream()
                    .filter(member -> member.name().text().equals(name))
                    .findFirst();
        }
    }

    record Member(Text name, YamlNode value) {}

    /** What it is, for messages. */
    default String kind() {
        if (this instanceof Text text) {
            return text.text().isBlank() ? "nothing" : "a text";
        }
        return this instanceof Sequence ? "a list" : "members";
    }
}
