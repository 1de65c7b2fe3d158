package io.spicerack.settings;

import io.spicerack.model.KnownNames;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The texts of all properties, read as what they are to be. A problem is kept until all are told together. Not thread-safe.
 */
final class SettingValues {
    private final Map<String, String> values;
    private final List<String> problems = new ArrayList<>();

    private SettingValues(Map<String, String> values) {
        this.values = values;
    }

    /** The defaults, then what the file says, then the environment, then {@code overrides}. */
    static SettingValues read(Path file, Map<String, String> environment, Map<String, String> overrides) {
        Map<String, String> values = new TreeMap<>();
        for (Property property : Property.values()) {
            values.put(property.key(), property.fallback());
        }
        load(file).forEach((key, value) -> values.put(String.valueOf(key), String.valueOf(value)));
        for (Property property : Property.values()) {
            String variable =
                    property.key().toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
            String value = environment.get(variable);
            if (value != null) {
                values.put(property.key(), value);
            }
        }
        values.putAll(overrides);
        SettingValues read = new SettingValues(values);
        read.findUnknown(file);
        return read;
    }

    /** The same with other values in some places. */
    SettingValues with(Map<String, String> more) {
        Map<String, String> merged = new TreeMap<>(values);
        merged.putAll(more);
        SettingValues other = new SettingValues(merged);
        other.problems.addAll(problems);
        return other;
    }

    Map<String, String> all() {
        return Map.copyOf(values);
    }

    String text(Property property) {
        return values.getOrDefault(property.key(), property.fallback()).strip();
    }

    Duration duration(Property property) {
        Duration read =
                value(property, "a duration such as 500ms, 10s, 5m or 1h", Durations::parse, Duration.ofSeconds(10));
        return within(property, read, Durations::parse);
    }

    int number(Property property) {
        return within(property, value(property, "a whole number", Integer::valueOf, 1), Integer::valueOf);
    }

    /** The default in place of what is out of bounds, which is one more problem. */
    private <T> T within(Property property, T read, Function<String, T> parse) {
        String text = text(property);
        Optional<Bounds> broken = property.bounds().filter(bounds -> parses(text, parse) && !bounds.hold(text));
        broken.ifPresent(bounds -> problem(property.key() + " is " + text + "; it must be " + bounds.words()));
        return broken.isPresent() ? parse.apply(property.fallback()) : read;
    }

    /** What does not is told already. */
    private static boolean parses(String text, Function<String, ?> parse) {
        try {
            return parse.apply(text) != null;
        } catch (RuntimeException e) {
            return false;
        }
    }

    /** A problem where a property names no file of PEM, from {@code folder}. */
    void demandFile(Property property, Path folder) {
        String name = text(property);
        if (name.isEmpty() || !Files.isReadable(folder.resolve(name))) {
            problem(property.key() + " is '" + name
                    + "'; it must be a file of PEM that this user can read, from config/");
        }
    }

    int port(Property property) {
        int port = number(property);
        if (port < 0 || port > 65_535) {
            problem(property.key() + " is " + port + "; a port is 0 (any free one) to 65535");
        }
        return port;
    }

    <T> T value(Property property, String allowed, Function<String, T> parse, T afterProblem) {
        String text = text(property);
        try {
            return parse.apply(text);
        } catch (RuntimeException e) {
            problem(property.key() + " is '" + text + "'; it must be " + allowed);
            return afterProblem;
        }
    }

    /** The constant that is written in small letters. */
    static <E extends Enum<E>> E named(Class<E> type, String text) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst()
                .orElseThrow();
    }

    /** Null where it is refused, which is one more problem. */
    <T> @Nullable T checked(Supplier<T> room) {
        try {
            return room.get();
        } catch (IllegalArgumentException e) {
            problem(String.valueOf(e.getMessage()));
            return null;
        }
    }

    <T> T checked(Supplier<T> room, T otherwise) {
        @Nullable T made = checked(room);
        return made == null ? otherwise : made;
    }

    void problem(String text) {
        problems.add(text);
    }

    /** Throws with all problems in one message. */
    void refuseProblems() {
        if (!problems.isEmpty()) {
            throw new SettingsException(
                    String.join("\n  ", problems.stream().distinct().toList()));
        }
    }

    private void findUnknown(Path file) {
        for (String key : values.keySet()) {
            if (key.startsWith("spicerack.") && Property.of(key).isEmpty()) {
                problem("property '" + key + "' is unknown" + nearest(key) + " (" + file + ", environment or -D)");
            }
        }
    }

    private static String nearest(String key) {
        return KnownNames.nearest(key, Arrays.stream(Property.values()).map(Property::key));
    }

    private static Properties load(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new SettingsException("cannot read " + file + ": " + e.getMessage()
                    + "; start Spicerack with its launcher ./spicerack, or set -Dspicerack.home");
        }
        return properties;
    }
}
