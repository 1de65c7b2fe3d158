package io.spicerack.shapes;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** One shape of a model; others are named. Immutable. */
sealed interface Shape {
    /** How many characters, bytes or members there may be, or how large a number. */
    record Bounds(Optional<Long> least, Optional<Long> most) {}

    /** {@code allowed} is empty where any value is; {@code pattern} is for the whole of it. */
    record Text(Bounds characters, List<String> allowed, Optional<Pattern> pattern) implements Shape {
        public Text {
            allowed = List.copyOf(allowed);
        }
    }

    /** Base64 on the wire. */
    record Blob(Bounds bytes) implements Shape {}

    /** {@code bits}: 32 or 64. */
    record Whole(int bits, Bounds range) implements Shape {}

    record Fraction(Bounds range) implements Shape {}

    record Flag() implements Shape {}

    /** Seconds since 1970 on the wire. */
    record Time() implements Shape {}

    record Many(String member, Bounds count) implements Shape {}

    /** Called a map in the models. */
    record Named(String key, String value, Bounds count) implements Shape {}

    record Structure(Set<String> required, Map<String, Member> members) implements Shape {
        public Structure {
            required = Set.copyOf(required);
            members = Map.copyOf(members);
        }

        /** Those that stand in a body, by their names there. */
        Map<String, Member> body() {
            Map<String, Member> body = new HashMap<>();
            members.values().stream()
                    .filter(member -> member.place() == Place.BODY)
                    .forEach(member -> body.put(member.wireName(), member));
            return body;
        }
    }

    /** A structure's member: its shape, where it stands in a request, and its name there. */
    record Member(String shape, Place place, String wireName) {}

    /** Where in a request a member stands. */
    enum Place {
        BODY,
        URI,
        QUERY
    }
}
