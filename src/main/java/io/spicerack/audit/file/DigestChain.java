package io.spicerack.audit.file;

import static io.spicerack.audit.event.EventBuilder.members;

import io.spicerack.audit.event.EventJson;
import io.spicerack.model.Account;
import io.spicerack.model.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Makes the digest files of a trail, each chained to the one before. One thread at a time. */
public final class DigestChain {
    private static final DateTimeFormatter DAY = format("yyyy/MM/dd");
    private static final DateTimeFormatter SECOND = format("yyyyMMdd'T'HHmmss'Z'");

    private final TrailName trail;
    private final DigestSigner signer;
    private final DigestKeys keys;

    public DigestChain(TrailName trail, DigestSigner signer, DigestKeys keys) {
        this.trail = trail;
        this.signer = signer;
        this.keys = keys;
    }

    /** The same, with {@code around} before its signer. */
    public DigestChain signedThrough(UnaryOperator<DigestSigner> around) {
        return new DigestChain(trail, around.apply(signer), keys);
    }

    /** Whether its signer has another key than the one that is known to be in use. */
    public boolean hasAnotherKey() {
        String fingerprint = DigestKey.of(signer.publicKey(), Instant.EPOCH).fingerprint();
        return keys.list().stream().filter(key -> key.validUntil() == null).anyMatch(key -> !key.fingerprint()
                .equals(fingerprint));
    }

    /** Keeps the signer's public key as the one in use, before anything is signed with it. */
    public DigestKey begin() {
        return keys.use(signer.publicKey());
    }

    public TrailName trail() {
        return trail;
    }

    /** The public keys of all digest files, the oldest first. */
    public List<DigestKey> publicKeys() {
        return keys.list();
    }

    /** Makes and signs the digest file of {@code start} to {@code end}, both whole seconds; empty hours have one too. */
    public DigestFile make(Instant start, Instant end, List<DigestFile.Entry> logs, Optional<DigestFile> previous) {
        DigestKey key = begin();
        String object = key(end);
        String before = previous.map(DigestFile::signature).orElse(null);
        Map<String, Object> digest = members(
                "awsAccountId", trail.account().id(),
                "digestStartTime", start.toString(),
                "digestEndTime", end.toString(),
                "digestS3Bucket", trail.bucket(),
                "digestS3Object", object,
                "digestPublicKeyFingerprint", key.fingerprint(),
                "digestSignatureAlgorithm", DigestFile.ALGORITHM);
        digest.put(
                "newestEventTime",
                time(logs.stream().map(DigestFile.Entry::newest).max(Instant::compareTo)));
        digest.put(
                "oldestEventTime",
                time(logs.stream().map(DigestFile.Entry::oldest).min(Instant::compareTo)));
        digest.put(
                "previousDigestS3Bucket", previous.map(file -> trail.bucket()).orElse(null));
        digest.put("previousDigestS3Object", previous.map(DigestFile::key).orElse(null));
        digest.put("previousDigestHashValue", previous.map(DigestFile::sha256).orElse(null));
        digest.put(
                "previousDigestHashAlgorithm", previous.map(file -> "SHA-256").orElse(null));
        digest.put("previousDigestSignature", before);
        digest.put("logFiles", logs.stream().map(this::entry).toList());
        String json = EventJson.text(digest);
        byte[] signed = signer.sign(DigestFile.stringToSign(
                end.toString(),
                trail.bucket() + "/" + object,
                Sha256.hex(json.getBytes(StandardCharsets.UTF_8)),
                String.valueOf(before)));
        return new DigestFile(object, json, HexFormat.of().formatHex(signed), end);
    }

    /** From now on another key signs; the earlier digest files stay valid under the key that signed them. */
    public DigestKey rotate() {
        signer.rotate();
        return begin();
    }

    private Map<String, Object> entry(DigestFile.Entry log) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("s3Bucket", trail.bucket());
        entry.put("s3Object", log.key());
        entry.put("hashValue", log.sha256());
        entry.put("hashAlgorithm", "SHA-256");
        entry.put("newestEventTime", log.newest().toString());
        entry.put("oldestEventTime", log.oldest().toString());
        return entry;
    }

    private String key(Instant end) {
        Account account = trail.account();
        return "AWSLogs/" + account.id() + "/CloudTrail-Digest/" + account.region() + "/" + DAY.format(end) + "/"
                + account.id() + "_CloudTrail-Digest_" + account.region() + "_" + trail.name() + "_" + account.region()
                + "_" + SECOND.format(end) + ".json.gz";
    }

    private static @Nullable String time(Optional<Instant> time) {
        return time.map(Instant::toString).orElse(null);
    }

    private static DateTimeFormatter format(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
    }
}
