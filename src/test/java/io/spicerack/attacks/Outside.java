package io.spicerack.attacks;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** What an outsider sees, searched for what was planted, in each form that it may pass through. One thread uses it. */
final class Outside {
    private final Map<String, byte[]> seen = new LinkedHashMap<>();

    /** Places of which a piece comes at a time: thousands of answers of one door. */
    private final Map<String, ByteArrayOutputStream> growing = new LinkedHashMap<>();

    void text(String where, String text) {
        growing.computeIfAbsent(where, unused -> new ByteArrayOutputStream())
                .writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** All that was seen, by place. */
    private Map<String, byte[]> all() {
        growing.forEach((where, bytes) -> seen.put(where, bytes.toByteArray()));
        return seen;
    }

    /** All files below, also as they are once they are expanded. */
    void files(String where, Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                byte[] bytes = Files.readAllBytes(file);
                seen.put(where + " " + folder.relativize(file), bytes);
                if (file.toString().endsWith(".gz")) {
                    seen.put(where + " " + folder.relativize(file) + ", expanded", expanded(bytes));
                }
            }
        }
    }

    private static byte[] expanded(byte[] gzip) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
            return in.readAllBytes();
        }
    }

    long bytes() {
        return all().values().stream().mapToLong(bytes -> bytes.length).sum();
    }

    int places() {
        return all().size();
    }

    /** What is looked for, in one form of it. */
    @SuppressWarnings("ArrayRecordComponent") // compared with nothing
    private record Wanted(String name, String form, byte[] bytes) {}

    /** Each place where something that was planted is found, with the words around it. All are looked for at once. */
    List<String> find(Map<String, byte[]> planted) {
        List<List<Wanted>> byFirst = new ArrayList<>();
        for (int octet = 0; octet < 256; octet++) {
            byFirst.add(new ArrayList<>());
        }
        planted.forEach((name, bytes) -> forms(bytes)
                .forEach((form, wanted) -> byFirst.get(wanted[0] & 0xff).add(new Wanted(name, form, wanted))));
        Wanted[][] wanted =
                byFirst.stream().map(list -> list.toArray(Wanted[]::new)).toArray(Wanted[][]::new);
        List<String> found = new ArrayList<>();
        all().forEach((where, bytes) -> {
            Set<String> here = new HashSet<>();
            for (int at = 0; at < bytes.length; at++) {
                for (Wanted each : wanted[bytes[at] & 0xff]) {
                    int end = at + each.bytes.length;
                    if (end <= bytes.length
                            && Arrays.equals(bytes, at, end, each.bytes, 0, each.bytes.length)
                            && here.add(each.name + " as " + each.form)) {
                        found.add(each.name + " as " + each.form + " in " + where + ": "
                                + around(bytes, at, each.bytes.length));
                    }
                }
            }
        });
        return found;
    }

    private static String around(byte[] bytes, int at, int length) {
        int from = Math.max(0, at - 200);
        int to = Math.min(bytes.length, at + length + 60);
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1).replaceAll("[^\\x20-\\x7e]", ".");
    }

    private static Map<String, byte[]> forms(byte[] planted) {
        Map<String, byte[]> forms = new TreeMap<>();
        forms.put("bytes", planted);
        forms.put("hex", HexFormat.of().formatHex(planted).getBytes(StandardCharsets.US_ASCII));
        String text = new String(planted, StandardCharsets.ISO_8859_1);
        forms.put("UTF-16LE", text.getBytes(StandardCharsets.UTF_16LE));
        forms.put("UTF-16BE", text.getBytes(StandardCharsets.UTF_16BE));
        for (int before = 0; before < 3; before++) {
            // what stands before it decides how its bits fall; the letters that are wholly its own are the same
            byte[] shifted = new byte[before + planted.length];
            System.arraycopy(planted, 0, shifted, before, planted.length);
            String base64 = Base64.getEncoder().withoutPadding().encodeToString(shifted);
            int own = (before * 8 + 5) / 6;
            forms.put(
                    "Base64 " + before,
                    base64.substring(own, base64.length() - 1).getBytes(StandardCharsets.US_ASCII));
        }
        return forms;
    }

    void file(String where, Path file) {
        try {
            seen.put(where, Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
