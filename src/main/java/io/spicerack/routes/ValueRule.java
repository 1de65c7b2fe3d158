package io.spicerack.routes;

import io.spicerack.model.KnownNames;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** What the text of an option or member must be. Immutable. */
interface ValueRule {
    Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,128}");
    Pattern ROUTE_ID = Pattern.compile("[A-Za-z0-9_.-]{1,200}");

    /** The canonical text; {@code IllegalArgumentException} says what it must be instead. */
    String read(String text);

    Rule about();

    /** What an editor can be told of it. */
    Form form();

    /**
     * What a text looks like, as far as that can be said without reading it. Immutable.
     *
     * @param words the only ones that there are; none where any text may do
     * @param pattern a regular expression of all that may do; empty where nothing is known
     */
    record Form(List<String> words, String pattern) {
        static final Form ANY = new Form(List.of(), "");

        public Form {
            words = List.copyOf(words);
        }
    }

    static ValueRule of(Rule about, Function<String, String> read) {
        return of(about, Form.ANY, read);
    }

    static ValueRule of(Rule about, Form form, Function<String, String> read) {
        return new ValueRule() {
            @Override
            public String read(String text) {
                return read.apply(text);
            }

            @Override
            public Rule about() {
                return about;
            }

            @Override
            public Form form() {
                return form;
            }
        };
    }

    private static ValueRule option(Form form, Function<String, String> read) {
        return of(Rule.OPTION, form, read);
    }

    static ValueRule matching(Pattern pattern, String words) {
        return option(new Form(List.of(), "^" + pattern.pattern() + "$"), text -> {
            if (!pattern.matcher(text).matches()) {
                throw new IllegalArgumentException("it must be " + words);
            }
            return text;
        });
    }

    /** A data set's, a data source's or a group's id. */
    static ValueRule id() {
        return matching(ID, "1 to 128 letters, digits, hyphens, underscores");
    }

    static ValueRule number(long least, long most) {
        return option(new Form(List.of(), "^[0-9]{1,9}$"), text -> {
            if (!text.matches("[0-9]{1,9}") || Long.parseLong(text) < least || Long.parseLong(text) > most) {
                throw new IllegalArgumentException("it must be a whole number from " + least + " to " + most);
            }
            return String.valueOf(Long.parseLong(text));
        });
    }

    static ValueRule bool() {
        return oneOf("true", "false");
    }

    /** One of these words, in any case. */
    static ValueRule oneOf(String... words) {
        List<String> allowed = List.of(words);
        return option(new Form(allowed, ""), text -> allowed.stream()
                .filter(word -> word.equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("it must be one of " + String.join(", ", allowed)
                        + KnownNames.nearest(text.toLowerCase(Locale.ROOT), allowed.stream()))));
    }

    /** Constants of an enum as settings write them: in small letters, with hyphens; the canonical text is the constant's name. */
    static <E extends Enum<E>> ValueRule named(Class<E> type) {
        List<String> allowed = Arrays.stream(type.getEnumConstants())
                .map(each -> each.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .toList();
        ValueRule word = oneOf(allowed.toArray(String[]::new));
        return option(new Form(allowed, ""), text -> word.read(text.replace('_', '-'))
                .toUpperCase(Locale.ROOT)
                .replace('-', '_'));
    }

    /** A column's name, which goes to the source in quotes, and to no expression. */
    static ValueRule column() {
        return option(Form.ANY, text -> {
            if (text.isBlank() || text.length() > 200 || text.chars().anyMatch(Character::isISOControl)) {
                throw new IllegalArgumentException("it must be the name of one column");
            }
            return text;
        });
    }

    static ValueRule cron() {
        return of(Rule.SCHEDULE, CronText::check);
    }

    static ValueRule zone() {
        return of(Rule.SCHEDULE, text -> {
            if (!ZoneId.getAvailableZoneIds().contains(text)) {
                throw new IllegalArgumentException("it must be a time zone such as Europe/Zurich"
                        + KnownNames.nearest(text, ZoneId.getAvailableZoneIds().stream()));
            }
            return text;
        });
    }

    /** Reads it; empty, with a finding, where it cannot be. */
    default Optional<String> read(YamlNode.Text text, String what, RouteFindings findings) {
        try {
            return Optional.of(read(text.text().strip()));
        } catch (IllegalArgumentException e) {
            findings.add(
                    text.place(), about(), what + " is '" + RouteFindings.shown(text.text()) + "'; " + e.getMessage());
            return Optional.empty();
        }
    }
}
