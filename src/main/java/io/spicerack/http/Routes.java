package io.spicerack.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a port serves: a table of methods and path templates. Immutable.
 *
 * @param <T> what stands in the table
 */
public final class Routes<T> {
    /**
     * One line of the table.
     *
     * @param path its segments; one in braces stands for any text and gives it a name
     */
    public record Route<T>(String method, List<String> path, T served) {
        /** {@code methodAndPath} such as {@code GET /data-sets/{id}}. */
        public static <T> Route<T> of(String methodAndPath, T served) {
            String[] parts = methodAndPath.split(" /", 2);
            return new Route<>(parts[0], List.of(parts[1].split("/", -1)), served);
        }

        private @Nullable Map<String, String> names(List<String> segments) {
            if (segments.size() != path.size()) {
                return null;
            }
            Map<String, String> names = new HashMap<>();
            for (int i = 0; i < path.size(); i++) {
                String expected = path.get(i);
                if (isName(expected)) {
                    names.put(expected.substring(1, expected.length() - 1), segments.get(i));
                } else if (!expected.equals(segments.get(i))) {
                    return null;
                }
            }
            return names;
        }

        private String shape() {
            return method + " "
                    + path.stream().map(part -> isName(part) ? "{}" : part).toList();
        }

        private static boolean isName(String part) {
            return part.startsWith("{");
        }
    }

    /** What a request means, with the texts that its path has for the names. */
    public record Match<T>(T served, Map<String, String> names) {}

    private final List<Route<T>> table;

    /** {@code IllegalArgumentException} where two lines mean the same requests. */
    public Routes(List<Route<T>> table) {
        this.table = List.copyOf(table);
        Set<String> shapes = new HashSet<>();
        for (Route<T> route : table) {
            if (!shapes.add(route.shape())) {
                throw new IllegalArgumentException(route.shape() + " is served twice");
            }
        }
    }

    public Optional<Match<T>> find(String method, List<String> segments) {
        for (Route<T> route : table) {
            Map<String, String> names = route.method().equals(method) ? route.names(segments) : null;
            if (names != null) {
                return Optional.of(new Match<>(route.served(), Map.copyOf(names)));
            }
        }
        return Optional.empty();
    }

    /** The methods that are served at a path, as the table has them; none where nothing is. */
    public List<String> methods(List<String> segments) {
        List<String> methods = new ArrayList<>();
        for (Route<T> route : table) {
            if (route.names(segments) != null) {
                methods.add(route.method());
            }
        }
        return methods;
    }
}
