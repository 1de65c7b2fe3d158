package io.spicerack.engine.worker;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * PostgreSQL's catalogs as clients know them: what DuckDB's own lack. Making all of it takes a tenth of a second, so that a
 * statement gets what it names, and what that needs.
 */
final class CatalogScript {
    static final String CATALOG = "pgcat";
    static final String INFORMATION = "pginfo";

    private static final List<String> RESOURCES = List.of("catalog-tables.sql", "catalog.sql");
    private static final Pattern NAMED =
            Pattern.compile("(?:CREATE (TABLE|VIEW|MACRO)|INSERT INTO) (?:pgcat|pginfo)\\.\"?(\\w+)\"?");
    /** Standard SQL has these without parentheses. */
    private static final Set<String> BARE =
            Set.of("current_user", "session_user", "current_role", "current_catalog", "current_schema");

    private static final Pattern CALLED = Pattern.compile("\"?\\s*\\(");
    private static final Pattern WORD = Pattern.compile("[a-z_][a-z0-9_]*");

    /** One statement of the script, with the names in it. */
    private record Part(String name, boolean macro, boolean table, String sql, Set<String> words) {}

    private static final List<Part> PARTS = RESOURCES.stream()
            .flatMap(resource -> parts(resource).stream())
            .toList();

    private CatalogScript() {}

    /** The statements, in their order, that make what {@code sql} names; none where it names nothing of a catalog. */
    static List<String> of(String sql) {
        Map<String, List<Part>> byName = new HashMap<>();
        PARTS.forEach(part -> byName.computeIfAbsent(part.name(), unused -> new ArrayList<>())
                .add(part));
        Set<String> wanted = new HashSet<>();
        List<String> open = new ArrayList<>(named(sql));
        while (!open.isEmpty()) {
            String word = open.remove(open.size() - 1);
            if (byName.containsKey(word) && wanted.add(word)) {
                byName.get(word).forEach(part -> open.addAll(part.words()));
            }
        }
        return PARTS.stream()
                .filter(part -> wanted.contains(part.name()))
                .map(Part::sql)
                .toList();
    }

    /** Relations that are named with their schema, functions that are called, and words that are functions without a call. */
    private static Set<String> named(String sql) {
        Set<String> named = new HashSet<>();
        String text = sql.toLowerCase(Locale.ROOT);
        Matcher word = WORD.matcher(text);
        while (word.find()) {
            String name = word.group();
            boolean inSchema = text.startsWith(CATALOG + ".", word.start() - CATALOG.length() - 1)
                    || text.startsWith(INFORMATION + ".", word.start() - INFORMATION.length() - 1);
            boolean called = CALLED.matcher(text).region(word.end(), text.length()).lookingAt();
            if (inSchema || called || BARE.contains(name)) {
                named.add(name);
            }
        }
        return named;
    }

    /** Whether an expression may call it: it reads catalogs alone. By its name in small letters. */
    static boolean isFunction(String name) {
        return PARTS.stream().anyMatch(part -> part.macro() && part.name().equals(name));
    }

    /** Whether FROM may call it. */
    static boolean isTable(String name) {
        return PARTS.stream().anyMatch(part -> part.table() && part.name().equals(name));
    }

    private static Set<String> words(String text) {
        Set<String> words = new HashSet<>();
        Matcher word = WORD.matcher(text.toLowerCase(Locale.ROOT));
        while (word.find()) {
            words.add(word.group());
        }
        return words;
    }

    private static List<Part> parts(String resource) {
        List<Part> parts = new ArrayList<>();
        for (String sql : text(resource).replaceAll("(?m)^--.*\n", "").split(";\n", -1)) {
            if (!sql.isBlank()) {
                Matcher named = NAMED.matcher(sql);
                if (!named.lookingAt()) {
                    throw new IllegalStateException("the script of catalogs has a statement that makes nothing: " + sql);
                }
                boolean macro = "MACRO".equals(named.group(1));
                parts.add(new Part(
                        named.group(2), macro, macro && sql.contains(" AS TABLE"), sql, words(sql.substring(named.end()))));
            }
        }
        return parts;
    }

    private static String text(String resource) {
        try (InputStream in = CatalogScript.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the script of catalogs is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the script of catalogs cannot be read", e);
        }
    }
}
