package io.spicerack.audit.file;

import io.spicerack.model.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A digest file as CloudTrail delivers one each hour: a signed list of log files that also names the digest file before it, so
 * that neither a log file nor a digest file can be changed or taken away unseen. Immutable.
 *
 * @param json its content before it is compressed
 * @param signature hex
 */
public record DigestFile(String key, String json, String signature, Instant end) {
    /** What a digest file says of one log file. */
    public record Entry(String key, String sha256, Instant oldest, Instant newest) {}

    static final String ALGORITHM = "SHA256withRSA";

    public String sha256() {
        return Sha256.hex(json);
    }

    public byte[] gzip() {
        return Gzip.compress(json.getBytes(StandardCharsets.UTF_8));
    }

    /** The object's user metadata: the signature does not fit into what it signs. */
    public static Map<String, String> metadata(String signature) {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("signature", signature);
        metadata.put("signature-algorithm", ALGORITHM);
        return metadata;
    }

    /** "CloudTrail digest file structure": end time, location, digest and the signature before, line by line. */
    static byte[] stringToSign(String end, String location, String sha256, String previousSignature) {
        return (end + "\n" + location + "\n" + sha256 + "\n" + previousSignature).getBytes(StandardCharsets.UTF_8);
    }
}
