package io.spicerack.kit.kms;

import io.spicerack.kit.protocol.AwsError;
import io.spicerack.kit.state.AesGcm;
import io.spicerack.kit.state.RootKey;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * KMS's ciphertext blobs. Thread-safe.
 *
 * <p>A blob is a version byte (1), a header of 76 bytes and an AES-256-GCM message. The header is key id (16 bytes) and
 * material id (32 bytes) sealed under the root key, so that a changed one is told from another key's. The message's
 * additional data are the bytes before it and the encryption context: the number of pairs, then key and value of each,
 * sorted by key, every one as four bytes of length and UTF-8.
 */
final class KmsCiphers {
    private static final byte VERSION = 1;
    private static final int HEADER_END = 1 + 12 + 16 + KmsKeyMaterial.ID_LENGTH + 16;
    private static final String PURPOSE = "ciphertext header";

    private final RootKey root;
    private final SecureRandom random;

    /** Which key and which of its materials a blob says it is under. */
    record Under(String keyId, String materialId) {}

    KmsCiphers(RootKey root, SecureRandom random) {
        this.root = root;
        this.random = random;
    }

    byte[] seal(KmsKey key, byte[] plaintext, Map<String, String> context) {
        UUID id = UUID.fromString(key.id());
        ByteBuffer names = ByteBuffer.allocate(16 + KmsKeyMaterial.ID_LENGTH)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .put(HexFormat.of().parseHex(key.current().id()));
        byte[] header = new byte[HEADER_END];
        header[0] = VERSION;
        byte[] sealedNames = root.seal(names.array(), PURPOSE);
        System.arraycopy(sealedNames, 0, header, 1, sealedNames.length);
        byte[] message = AesGcm.seal(key.current().secretKey(), plaintext, aad(header, context), random);
        byte[] blob = Arrays.copyOf(header, header.length + message.length);
        System.arraycopy(message, 0, blob, header.length, message.length);
        return blob;
    }

    Under under(byte[] blob) {
        if (blob.length <= HEADER_END || blob[0] != VERSION) {
            throw invalid();
        }
        byte[] names = root.open(Arrays.copyOfRange(blob, 1, HEADER_END), PURPOSE);
        if (names == null) {
            throw invalid();
        }
        ByteBuffer buffer = ByteBuffer.wrap(names);
        UUID id = new UUID(buffer.getLong(), buffer.getLong());
        return new Under(id.toString(), HexFormat.of().formatHex(names, 16, names.length));
    }

    byte[] open(KmsKey key, byte[] blob, Map<String, String> context) {
        KmsKeyMaterial material = key.material(under(blob).materialId());
        if (material == null) {
            throw invalid();
        }
        byte[] header = Arrays.copyOf(blob, HEADER_END);
        byte[] message = Arrays.copyOfRange(blob, HEADER_END, blob.length);
        byte[] plaintext = AesGcm.open(material.secretKey(), message, aad(header, context));
        if (plaintext == null) {
            throw invalid();
        }
        return plaintext;
    }

    private static byte[] aad(byte[] header, Map<String, String> context) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.write(header);
            out.writeInt(context.size());
            for (Map.Entry<String, String> pair : new TreeMap<>(context).entrySet()) {
                for (String text : new String[] {pair.getKey(), pair.getValue()}) {
                    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
                    out.writeInt(utf8.length);
                    out.write(utf8);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    /** KMS says nothing more about a wrong context, a changed blob or bytes that never were one. */
    private static AwsError invalid() {
        return new AwsError("InvalidCiphertextException", null);
    }
}
