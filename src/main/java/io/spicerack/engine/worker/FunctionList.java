package io.spicerack.engine.worker;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/**
 * DuckDB's functions, each with what was found of it: may it be called. The list names all that a version has, so that a new one
 * is refused until somebody has placed it.
 */
final class FunctionList {
    static final String RESOURCE = "functions.txt";

    private static final Set<String> ALLOWED = read("yes");
    private static final Set<String> TABLES = read("table");

    private FunctionList() {}

    /** Whether an expression may call it; by its name in small letters. */
    static boolean isAllowed(String name) {
        return ALLOWED.contains(name) || TABLES.contains(name);
    }

    /** Whether FROM may call it. */
    static boolean isTable(String name) {
        return TABLES.contains(name);
    }

    /** The functions with a verdict: {@code yes} in expressions, {@code table} in FROM too, {@code no} nowhere. */
    static Set<String> read(String verdict) {
        Set<String> names = new HashSet<>();
        try (InputStream resource = FunctionList.class.getResourceAsStream(RESOURCE)) {
            if (resource == null) {
                throw new IllegalStateException("the list of functions is not on the class path");
            }
            BufferedReader lines = new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int space = line.lastIndexOf(' ');
                if (!line.startsWith("#") && line.substring(space + 1).equals(verdict)) {
                    names.add(line.substring(0, space));
                }
            }
            return Set.copyOf(names);
        } catch (IOException e) {
            throw new UncheckedIOException("the list of functions cannot be read", e);
        }
    }
}
