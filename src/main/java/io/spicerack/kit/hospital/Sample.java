package io.spicerack.kit.hospital;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** The files of the hospital on the class path. The CSV has a header and no quoted values. */
final class Sample {
    private Sample() {}

    /** The table's CSV, unpacked. The caller closes it. */
    static InputStream csv(String table) throws IOException {
        return new GZIPInputStream(resource(table + ".csv.gz"), 1 << 16);
    }

    static List<String> columns(String table) throws IOException {
        try (BufferedReader lines = reader(csv(table))) {
            return List.of(lines.readLine().split(",", -1));
        }
    }

    /** Each row by column name; an empty value is a NULL in the database. */
    static List<Map<String, String>> rows(String table) {
        try (BufferedReader lines = reader(csv(table))) {
            String[] columns = lines.readLine().split(",", -1);
            return lines.lines().map(line -> row(columns, line.split(",", -1))).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The statements of an SQL file, without its comments. */
    static List<String> statements(String script) throws IOException {
        try (InputStream bytes = resource(script)) {
            String text = new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
            return Arrays.stream(text.replaceAll("(?m)^--.*\n", "").split("\n\\s*\n"))
                    .map(String::strip)
                    .filter(statement -> !statement.isEmpty())
                    .toList();
        }
    }

    private static Map<String, String> row(String[] columns, String[] values) {
        Map<String, String> row = new HashMap<>();
        for (int i = 0; i < columns.length; i++) {
            row.put(columns[i], values[i]);
        }
        return row;
    }

    private static BufferedReader reader(InputStream bytes) {
        return new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8));
    }

    private static InputStream resource(String name) {
        InputStream bytes = Sample.class.getResourceAsStream("/hospital/" + name);
        if (bytes == null) {
            throw new IllegalStateException("/hospital/" + name + " is not on the class path: the build is incomplete");
        }
        return bytes;
    }
}
