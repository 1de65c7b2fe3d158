package io.spicerack.envelope;

import io.spicerack.envelope.KeyUnavailableException.Reason;
import io.spicerack.model.KeyReference;
import io.spicerack.model.KeyState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A second provider of keys, which shows that the port takes one: AES-256 keys in a file that nobody but its owner may read,
 * a line each. It wraps with AES-256-GCM, with the encryption context as what is authenticated besides, and has no grants.
 * Thread-safe.
 */
public final class KeyFile implements KeyService, KeySwitch {
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Entry(KeyState state, byte[] material) {}

    private static final Pattern NAME = Pattern.compile("[-a-z0-9]{1,64}/[-a-z0-9]{1,64}");

    private final Path file;
    private final SecureRandom random = new SecureRandom();

    public KeyFile(Path file) {
        this.file = file;
        try {
            if (!Files.exists(file)) {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes a key. */
    public synchronized KeyReference create(String name) {
        KeyReference key = reference(name);
        byte[] material = new byte[DataKey.LENGTH];
        random.nextBytes(material);
        Map<KeyReference, Entry> entries = read();
        entries.put(key, new Entry(KeyState.Enabled, material));
        write(entries);
        return key;
    }

    /** How the keys of any such file are named. */
    public static KeyReference name(String text) {
        if (!NAME.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no name of a key in a key file; the shape is folder/key,"
                            + " both of 1 to 64 of a-z, 0-9 and -");
        }
        return new KeyReference(text);
    }

    @Override
    public KeyReference reference(String text) {
        return name(text);
    }

    @Override
    public Optional<String> outOfPlace(KeyReference key) {
        return NAME.matcher(key.text()).matches()
                ? Optional.empty()
                : Optional.of(key + " is no name of a key in a key file; the shape is folder/key");
    }

    @Override
    public GeneratedKey generateDataKey(KeyReference key, EncryptionContext context) {
        byte[] bytes = new byte[DataKey.LENGTH];
        random.nextBytes(bytes);
        WrappedKey wrapped = encrypt(key, bytes, context);
        return new GeneratedKey(new DataKey(bytes, random), wrapped);
    }

    @Override
    public DataKey decrypt(WrappedKey wrapped, EncryptionContext context) {
        return new DataKey(decryptBytes(wrapped, context), random);
    }

    @Override
    public WrappedKey encrypt(KeyReference key, byte[] plaintext, EncryptionContext context) {
        try (DataKey wrapping = usable(key)) {
            byte[] blob = wrapping.seal(plaintext, aad(key, context));
            return new WrappedKey(key, Base64.getEncoder().encodeToString(blob));
        }
    }

    @Override
    public WrappedKey reEncrypt(
            WrappedKey wrapped, EncryptionContext before, KeyReference to, EncryptionContext after) {
        byte[] plaintext = decryptBytes(wrapped, before);
        try {
            return encrypt(to, plaintext, after);
        } finally {
            Arrays.fill(plaintext, (byte) 0);
        }
    }

    @Override
    public void permitted(KeyReference key, EncryptionContext context) {
        usable(key).close();
    }

    @Override
    public byte[] decryptBytes(WrappedKey wrapped, EncryptionContext context) {
        KeyReference key = wrapped.key();
        try (DataKey wrapping = usable(key)) {
            return wrapping.open(wrapped.blob(), aad(key, context));
        } catch (TamperedException e) {
            throw unavailable(key, Reason.WRONG_CIPHERTEXT, "the wrapped key does not open under it for this context");
        }
    }

    @Override
    public synchronized KeyDescription describe(KeyReference key) {
        Entry entry = read().get(key);
        return new KeyDescription(key, entry == null ? KeyState.Missing : entry.state(), entry != null);
    }

    @Override
    public Optional<KeySwitch> keySwitch() {
        return Optional.of(this);
    }

    @Override
    public void disable(KeyReference key) {
        set(key, KeyState.Disabled);
    }

    @Override
    public void enable(KeyReference key) {
        set(key, KeyState.Enabled);
    }

    private synchronized void set(KeyReference key, KeyState state) {
        Map<KeyReference, Entry> entries = read();
        Entry entry = entries.get(key);
        if (entry == null) {
            throw unavailable(key, Reason.NOT_FOUND, "it is not in " + file);
        }
        entries.put(key, new Entry(state, entry.material()));
        write(entries);
    }

    private synchronized DataKey usable(KeyReference key) {
        Entry entry = read().get(key);
        if (entry == null) {
            throw unavailable(key, Reason.NOT_FOUND, "it is not in " + file);
        }
        if (entry.state() != KeyState.Enabled) {
            throw unavailable(key, Reason.DISABLED, "it is Disabled. Enable the key");
        }
        return new DataKey(entry.material(), random);
    }

    private static byte[] aad(KeyReference key, EncryptionContext context) {
        return (key + "\n" + context.resource()).getBytes(StandardCharsets.UTF_8);
    }

    private Map<KeyReference, Entry> read() {
        Map<KeyReference, Entry> entries = new LinkedHashMap<>();
        try {
            for (String line : Files.readAllLines(file)) {
                String[] words = line.split(" ", -1);
                entries.put(
                        new KeyReference(words[0]),
                        new Entry(
                                KeyState.valueOf(words[1]), Base64.getDecoder().decode(words[2])));
            }
            return entries;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(Map<KeyReference, Entry> entries) {
        StringBuilder lines = new StringBuilder();
        entries.forEach((key, entry) -> lines.append(key)
                .append(' ')
                .append(entry.state())
                .append(' ')
                .append(Base64.getEncoder().encodeToString(entry.material()))
                .append('\n'));
        try {
            Files.write(
                    file,
                    lines.toString().getBytes(StandardCharsets.US_ASCII),
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.SYNC);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static KeyUnavailableException unavailable(KeyReference key, Reason reason, String words) {
        return new KeyUnavailableException(key, reason, "Key " + key + ": " + words, null);
    }
}
