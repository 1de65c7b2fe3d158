package io.spicerack.kit.demo;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** Searches files for texts that must not be in them; gzip files are searched as they are and unpacked. */
final class PlaintextScan {
    /** What a scan saw. */
    record Result(long files, long bytes, Set<String> leaks) {}

    private static final int WINDOW = 1 << 20;

    private final Map<Integer, List<byte[]>> byFirstBytes = new HashMap<>();
    private final int longest;

    PlaintextScan(List<String> texts) {
        int most = 0;
        for (String text : texts) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            most = Math.max(most, bytes.length);
            byFirstBytes
                    .computeIfAbsent(prefix(bytes, 0), key -> new java.util.ArrayList<>())
                    .add(bytes);
        }
        longest = most;
    }

    /** Every file below the given places; a place that is not there counts nothing. */
    Result scan(List<Path> places) {
        long files = 0;
        long bytes = 0;
        Set<String> leaks = new TreeSet<>();
        for (Path place : places) {
            for (Path file : files(place)) {
                files++;
                bytes += scan(file, leaks);
            }
        }
        return new Result(files, bytes, leaks);
    }

    private static List<Path> files(Path place) {
        if (!Files.exists(place)) {
            return List.of();
        }
        try (Stream<Path> walk = Files.walk(place)) {
            return walk.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long scan(Path file, Set<String> leaks) {
        try (InputStream raw = new BufferedInputStream(Files.newInputStream(file))) {
            long bytes = scan(file, raw, leaks);
            if (file.toString().endsWith(".gz")) {
                try (InputStream unpacked = new GZIPInputStream(Files.newInputStream(file))) {
                    scan(file, unpacked, leaks);
                }
            }
            return bytes;
        } catch (java.nio.file.NoSuchFileException e) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot search " + file, e);
        }
    }

    private long scan(Path file, InputStream in, Set<String> leaks) throws IOException {
        byte[] window = new byte[WINDOW + longest];
        int kept = 0;
        long total = 0;
        int read = in.readNBytes(window, 0, WINDOW);
        while (read > 0) {
            total += read;
            int end = kept + read;
            search(file, window, end, leaks);
            kept = Math.min(longest, end);
            System.arraycopy(window, end - kept, window, 0, kept);
            read = in.readNBytes(window, kept, WINDOW);
        }
        return total;
    }

    private void search(Path file, byte[] window, int end, Set<String> leaks) {
        for (int i = 0; i + 4 <= end; i++) {
            List<byte[]> candidates = byFirstBytes.get(prefix(window, i));
            if (candidates != null) {
                for (byte[] candidate : candidates) {
                    if (i + candidate.length <= end
                            && java.util.Arrays.equals(
                                    window, i, i + candidate.length, candidate, 0, candidate.length)) {
                        leaks.add(file + " at a text of " + candidate.length + " bytes");
                    }
                }
            }
        }
    }

    private static int prefix(byte[] bytes, int at) {
        return (bytes[at] & 0xff)
                | (bytes[at + 1] & 0xff) << 8
                | (bytes[at + 2] & 0xff) << 16
                | (bytes[at + 3] & 0xff) << 24;
    }
}
