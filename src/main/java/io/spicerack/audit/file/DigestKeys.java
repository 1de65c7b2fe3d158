package io.spicerack.audit.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * The public keys that digest files are checked with, the earlier ones too, in a file of the shape that CloudTrail's
 * ListPublicKeys answers with. Thread-safe.
 */
public final class DigestKeys {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final Clock clock;

    public DigestKeys(Path file, Clock clock) {
        this.file = file;
        this.clock = clock;
    }

    /** Keeps the key as the one in use, and ends the one before. */
    public synchronized DigestKey use(RSAPublicKey publicKey) {
        Instant now = clock.instant();
        DigestKey used = DigestKey.of(publicKey, now);
        List<DigestKey> known = Files.exists(file) ? read(file) : List.of();
        Optional<DigestKey> current = known.stream()
                .filter(key -> key.fingerprint().equals(used.fingerprint()) && key.validUntil() == null)
                .findFirst();
        if (current.isPresent()) {
            return current.get();
        }
        List<DigestKey> keys = new ArrayList<>();
        known.forEach(key -> keys.add(key.validUntil() == null ? key.until(now) : key));
        keys.add(used);
        write(keys);
        return used;
    }

    /** All keys, the oldest first. */
    public synchronized List<DigestKey> list() {
        return Files.exists(file) ? read(file) : List.of();
    }

    /** Reads keys from a file such as {@code aws cloudtrail list-public-keys} prints; the times are not looked at. */
    public static List<DigestKey> read(Path file) {
        try {
            List<DigestKey> keys = new ArrayList<>();
            for (JsonNode key : JSON.readTree(Files.readAllBytes(file)).path("PublicKeyList")) {
                keys.add(new DigestKey(
                        key.path("Fingerprint").asText(),
                        Base64.getDecoder().decode(key.path("Value").asText()),
                        Instant.ofEpochSecond(key.path("ValidityStartTime").asLong()),
                        key.hasNonNull("ValidityEndTime")
                                ? Instant.ofEpochSecond(
                                        key.path("ValidityEndTime").asLong())
                                : null));
            }
            if (keys.isEmpty()) {
                throw new IOException("it has no PublicKeyList with a key in it");
            }
            return keys;
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "the public keys cannot be read from " + file + ": " + e.getMessage()
                            + ". Expected is what 'spicerack audit public-keys' or 'aws cloudtrail list-public-keys'"
                            + " prints",
                    e);
        }
    }

    /** The file's content for these keys. */
    public static String json(List<DigestKey> keys) {
        ArrayNode list = JSON.createArrayNode();
        for (DigestKey key : keys) {
            ObjectNode node = list.addObject()
                    .put("Value", Base64.getEncoder().encodeToString(key.pkcs1()))
                    .put("ValidityStartTime", key.validFrom().getEpochSecond());
            if (key.validUntil() != null) {
                node.put("ValidityEndTime", key.validUntil().getEpochSecond());
            }
            node.put("Fingerprint", key.fingerprint());
        }
        return JSON.createObjectNode().set("PublicKeyList", list).toPrettyString() + "\n";
    }

    private void write(List<DigestKey> keys) {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            try (FileChannel channel = FileChannel.open(
                    part, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.wrap(json(keys).getBytes(StandardCharsets.UTF_8)));
                channel.force(true);
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("the public keys cannot be written to " + file + ": " + e, e);
        }
    }
}
