package io.spicerack.hawtio;

import io.spicerack.login.Role;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/**
 * The list of what may be read and called through Jolokia: {@code allowed-beans.txt} beside this class. What is not in it is
 * not there. Immutable.
 */
final class AllowedBeans {
    /** What one line of names allows: attributes to every role, operations to some. */
    private record Allowed(ObjectName pattern, Set<String> attributes, Map<String, Role> operations) {}

    private static final String FILE = "allowed-beans.txt";

    private final List<Allowed> beans;

    private AllowedBeans(List<Allowed> beans) {
        this.beans = List.copyOf(beans);
    }

    static AllowedBeans shipped() {
        try (InputStream in = AllowedBeans.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException(FILE + " is not in the jar");
            }
            return parse(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code bean PATTERN}, then lines of {@code read NAME...}, {@code viewer|operator|admin OPERATION...}. */
    static AllowedBeans parse(List<String> lines) {
        List<Allowed> beans = new ArrayList<>();
        for (String line : lines) {
            String[] words = line.strip().split("\\s+", -1);
            if (words[0].isEmpty() || words[0].startsWith("#")) {
                continue;
            }
            List<String> rest = List.of(words).subList(1, words.length);
            if (words[0].equals("bean")) {
                beans.add(new Allowed(pattern(rest.get(0)), new HashSet<>(), new HashMap<>()));
                continue;
            }
            if (beans.isEmpty()) {
                throw new IllegalArgumentException("'" + line.strip() + "' stands before the first bean");
            }
            Allowed bean = beans.get(beans.size() - 1);
            if (words[0].equals("read")) {
                bean.attributes().addAll(rest);
            } else {
                Role role = Role.valueOf(words[0].toUpperCase(Locale.ROOT));
                rest.forEach(operation -> bean.operations().put(operation, role));
            }
        }
        return new AllowedBeans(beans);
    }

    private static ObjectName pattern(String text) {
        try {
            return new ObjectName(text);
        } catch (MalformedObjectNameException e) {
            throw new IllegalArgumentException("'" + text + "' is no pattern of an MBean's name", e);
        }
    }

    boolean shows(ObjectName name) {
        return find(name).isPresent();
    }

    boolean reads(ObjectName name, String attribute) {
        return find(name).filter(bean -> bean.attributes().contains(attribute)).isPresent();
    }

    /** @param operation its name, with or without the types of its parameters */
    boolean calls(ObjectName name, String operation, Role role) {
        int types = operation.indexOf('(');
        String bare = types < 0 ? operation : operation.substring(0, types);
        return find(name)
                .map(bean -> bean.operations().get(bare))
                .filter(role::includes)
                .isPresent();
    }

    private Optional<Allowed> find(ObjectName name) {
        return beans.stream().filter(bean -> bean.pattern().apply(name)).findFirst();
    }
}
