package io.spicerack.core.queue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spicerack.core.sources.DestinationSeals;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The last good version of each data engineers' file, in the data directory: what is served after a restart in which the file
 * itself is broken. Each is sealed, so that who writes into the data directory past the service cannot choose what it runs. One
 * thread.
 */
public final class KeptRouteFiles {
    /**
     * A version that has run.
     *
     * @param queries the texts of the SQL files that it names
     */
    public record Kept(String file, String text, Map<String, String> queries) {
        public Kept {
            queries = Map.copyOf(queries);
        }

        private List<String> members() {
            List<String> members = new ArrayList<>(List.of(file, text));
            new TreeMap<>(queries).forEach((name, query) -> {
                members.add(name);
                members.add(query);
            });
            return members;
        }
    }

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String KIND = "route file 1";
    private static final String ENDING = ".json";
    private static final FileAttribute<?> OWNER_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<?> OWNER_DIRECTORY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path directory;
    private final DestinationSeals seals;

    public KeptRouteFiles(Path directory, DestinationSeals seals) {
        this.directory = directory;
        this.seals = seals;
    }

    /** All that are whole, by file; what somebody else wrote there is left out, and said by {@code forged}. */
    public Map<String, Kept> all(Consumer<Path> forged) {
        Map<String, Kept> all = new TreeMap<>();
        if (!Files.isDirectory(directory)) {
            return all;
        }
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(each -> each.toString().endsWith(ENDING))
                    .sorted()
                    .toList()) {
                read(file, all, forged);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the kept route files in " + directory + " cannot be listed", e);
        }
        return all;
    }

    /** Whatever one is, the others are read. */
    private void read(Path file, Map<String, Kept> all, Consumer<Path> forged) {
        JsonNode json;
        Kept kept;
        boolean placed;
        try {
            json = MAPPER.readTree(Files.readString(file));
            Map<String, String> queries = new TreeMap<>();
            json.path("queries")
                    .properties()
                    .forEach(query ->
                            queries.put(query.getKey(), query.getValue().asText()));
            kept = new Kept(json.path("file").asText(), json.path("text").asText(), queries);
            placed = place(kept.file()).equals(file);
        } catch (IOException | InvalidPathException e) {
            forged.accept(file);
            return;
        }
        if (placed && seals.genuine(KIND, kept.members(), json.path("seal").asText())) {
            all.put(kept.file(), kept);
        } else {
            forged.accept(file);
        }
    }

    /** In the place of the version before. */
    public void keep(Kept kept) {
        ObjectNode json = MAPPER.createObjectNode().put("file", kept.file()).put("text", kept.text());
        ObjectNode queries = json.putObject("queries");
        kept.queries().forEach(queries::put);
        json.put("seal", seals.seal(KIND, kept.members()));
        Path place = place(kept.file());
        Path fresh = place.resolveSibling(place.getFileName() + ".new");
        try {
            if (!Files.isDirectory(directory)) {
                Files.createDirectories(directory, OWNER_DIRECTORY);
            }
            Files.deleteIfExists(fresh);
            Files.createFile(fresh, OWNER_FILE);
            Files.writeString(fresh, json.toString());
            Files.move(fresh, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("the last good version of " + kept.file() + " cannot be kept", e);
        }
    }

    /** Its file is gone, or what was kept is no longer the last good one. */
    public void forget(String file) {
        try {
            Files.deleteIfExists(place(file));
        } catch (IOException e) {
            throw new UncheckedIOException("the kept version of " + file + " cannot be deleted", e);
        }
    }

    private Path place(String file) {
        return directory.resolve(Path.of(file).getFileName() + ENDING);
    }
}
