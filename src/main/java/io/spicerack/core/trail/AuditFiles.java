package io.spicerack.core.trail;

import io.spicerack.audit.event.Outcome;
import io.spicerack.audit.file.DigestChain;
import io.spicerack.audit.file.DigestFile;
import io.spicerack.audit.file.DigestKey;
import io.spicerack.audit.file.LogFile;
import io.spicerack.audit.file.TrailName;
import io.spicerack.audit.verify.TrailHead;
import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.CatalogTransaction;
import io.spicerack.catalog.NodeTurns;
import io.spicerack.catalog.record.SequencedRecord;
import io.spicerack.catalog.record.TrailFile;
import io.spicerack.envelope.KeyUnavailableException;
import io.spicerack.model.Account;
import io.spicerack.model.AuditRecord;
import io.spicerack.model.Ticker;
import io.spicerack.model.Ticker.Moment;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The audit trail as CloudTrail delivers it: log files, and a signed digest file for each hour. A file is closed once, for all
 * sinks; its name and content stay the same through crash and restart. Thread-safe.
 */
public final class AuditFiles {
    /**
     * A log file or a digest file as it is handed to a sink.
     *
     * @param metadata the object's user metadata: a digest file's signature
     * @param records how many are in it; 0 in a digest file
     */
    @SuppressWarnings("ArrayRecordComponent") // handed to one route and not kept
    public record AuditFile(TrailFile file, byte[] gzip, Map<String, String> metadata, int records) {
        /** The object's name in CloudTrail's layout. */
        public String key() {
            return file.key();
        }
    }

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);
    private static final Duration SIGN_AGAIN_AFTER = Duration.ofMinutes(1);

    /** What one node at a time does. */
    private static final String DIGESTS = "digest files";

    private final Catalog catalog;
    private final Account account;
    private final AuditConfig config;
    private final DigestChain digests;
    private final Trail trail;
    private final Clock clock;
    private final Ticker ticker;
    private final NodeTurns turns;
    private Optional<Moment> unsigned = Optional.empty();

    public AuditFiles(Catalog catalog, Account account, AuditConfig config, Trail trail, Clock clock, Ticker ticker) {
        this.catalog = catalog;
        this.account = account;
        this.config = config;
        this.trail = trail;
        this.clock = clock;
        this.ticker = ticker;
        this.turns = new NodeTurns(catalog);
        this.digests = config.digests().signedThrough(signer -> AuditedDigestSigner.around(signer, trail));
        turns.run(DIGESTS, this::beginDigests);
        Instant begin = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        catalog.run(tx -> {
            tx.trailFiles().digestedOrBegin(begin);
        });
    }

    private void beginDigests() {
        if (digests.hasAnotherKey()) {
            changeKey(digests::begin);
        } else {
            digests.begin();
        }
    }

    public TrailName trailName() {
        return digests.trail();
    }

    /** The public keys of all digest files, the oldest first. */
    public List<DigestKey> publicKeys() {
        return digests.publicKeys();
    }

    /** Which looks of the key watch are on record. */
    public LookRecords.Which lookRecords() {
        return config.looks().which();
    }

    /** From when on the catalog has every look that is on record, also one that went well. */
    public Instant looksSince() {
        return clock.instant().minus(config.lookRetention());
    }

    /** Makes a sink known: from now on no record is pruned before the sink has it. */
    public void register(String sink) {
        catalog.run(tx -> {
            tx.trailFiles().registerSink(sink);
        });
    }

    /**
     * The next file that the sink has not got. Where it has all, a log file of at most {@code most} waiting records is closed,
     * and the digest files of the hours that are over.
     */
    public Optional<AuditFile> next(String sink, int most) {
        Optional<AuditFile> waiting = waiting(sink);
        if (waiting.isPresent()) {
            return waiting;
        }
        cutDue(most);
        closeHours();
        return waiting(sink);
    }

    /** The sink has the file for good. */
    public void delivered(String sink, AuditFile file) {
        catalog.run(tx -> {
            tx.trailFiles().delivered(sink, file.file());
        });
    }

    /** Closes log files of all waiting records, and a digest file of all log files, now. Returns the digest file's key. */
    public synchronized String closeNow() {
        unsigned = Optional.empty();
        return turns.alone(DIGESTS, this::closed);
    }

    private String closed() {
        closeDueHours();
        cutAll();
        // ends after the second of the newest record, and after the digest file before
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Instant last = digested();
        return close(now.isBefore(last) ? last.plusSeconds(1) : now.plusSeconds(1));
    }

    /** Where the trail reaches to now. */
    public TrailHead head() {
        return catalog.read(tx -> {
            Map<String, String> waiting = new LinkedHashMap<>();
            Map<String, Set<String>> delivered = new HashMap<>();
            for (TrailFile.Log log : tx.trailFiles().unlisted()) {
                waiting.put(log.key(), log.sha256());
                tx.trailFiles().gotBy(log.place()).forEach(sink -> delivered
                        .computeIfAbsent(sink, unused -> new HashSet<>())
                        .add(log.key()));
            }
            Optional<TrailFile.Digest> last = tx.trailFiles().lastDigest();
            return new TrailHead(
                    last.map(TrailFile.Digest::key).orElse(""),
                    last.map(TrailFile.Digest::signature),
                    waiting,
                    delivered);
        });
    }

    /** Whether the sink has got the file of that key. */
    public boolean hasGot(String sink, String key) {
        return catalog.read(tx -> tx.trailFiles().hasGot(sink, key));
    }

    /** From now on another key signs digest files. */
    public synchronized DigestKey rotateSigningKey() {
        return turns.alone(DIGESTS, () -> changeKey(digests::rotate));
    }

    private DigestKey changeKey(Supplier<DigestKey> change) {
        TrailCall begun = trail.begin(events -> events.service().rotateDigestKeyFailed(Outcome.UNKNOWN));
        DigestKey fresh;
        try {
            fresh = change.get();
        } catch (RuntimeException e) {
            String message = "the key was not changed: " + e.getClass().getName();
            begun.ended(
                    events -> events.service().rotateDigestKeyFailed(new Outcome.Failure("InternalFailure", message)));
            throw e;
        }
        begun.ended(events -> events.service().rotateDigestKey(fresh.fingerprint()));
        return fresh;
    }

    /** The digest file of each hour that is over and has none; what was not closed before a crash is closed after it. */
    private synchronized void closeHours() {
        if (!hourAfter(digested()).isAfter(clock.instant())
                && (catalog.fellows().isEmpty() || mayAskToSign())) {
            turns.run(DIGESTS, this::closeDueHours);
        }
    }

    private void closeDueHours() {
        Instant now = clock.instant();
        Instant end = hourAfter(digested());
        if (!end.isAfter(now)) {
            // what was waiting when an hour ended is in that hour's digest file
            cutAll();
            prune(now);
        }
        while (!end.isAfter(now) && mayAskToSign()) {
            closeHour(end);
            end = hourAfter(end);
        }
    }

    /** What a KMS refused to sign waits a while, so that each poll of each sink does not ask it again. */
    private void closeHour(Instant end) {
        try {
            close(end);
        } catch (KeyUnavailableException e) {
            unsigned = Optional.of(ticker.now());
            throw e;
        }
    }

    private boolean mayAskToSign() {
        return unsigned.filter(refused -> ticker.since(refused).compareTo(SIGN_AGAIN_AFTER) < 0)
                .isEmpty();
    }

    private void prune(Instant now) {
        catalog.write(tx -> tx.audit().thin(now.minus(config.lookRetention())));
        if (!config.retention().isZero()) {
            catalog.write(tx -> tx.audit().prune(now.minus(config.retention())));
        }
    }

    private String close(Instant end) {
        State state = catalog.read(
                tx -> new State(tx.trailFiles().unlisted(), tx.trailFiles().lastDigest()));
        Instant start = digested();
        // outside the transaction: the signing key may be in KMS
        DigestFile digest = digests.make(
                start,
                end,
                state.logs().stream()
                        .map(log -> new DigestFile.Entry(log.key(), log.sha256(), log.oldest(), log.newest()))
                        .toList(),
                state.last().map(AuditFiles::digestFile));
        TrailFile.Digest row =
                new TrailFile.Digest(0, digest.key(), digest.sha256(), digest.json(), digest.signature(), digest.end());
        catalog.run(tx -> {
            tx.trailFiles().addDigest(row, state.logs(), clock.instant());
        });
        return digest.key();
    }

    private record State(List<TrailFile.Log> logs, Optional<TrailFile.Digest> last) {}

    private Instant digested() {
        return catalog.write(tx -> tx.trailFiles().digestedOrBegin(clock.instant()));
    }

    private void cutAll() {
        int cut = LogFile.MAX_RECORDS;
        while (cut == LogFile.MAX_RECORDS) {
            cut = cut(LogFile.MAX_RECORDS);
        }
    }

    /** A log file that would hold nothing but looks at keys may wait as long as CloudTrail's own do. */
    private synchronized void cutDue(int most) {
        Instant longest = clock.instant().minus(LONGEST_WAIT);
        catalog.run(tx -> {
            if (tx.trailFiles().due(longest, Math.min(most, LogFile.MAX_RECORDS))) {
                cut(tx, Math.min(most, LogFile.MAX_RECORDS));
            }
        });
    }

    private synchronized int cut(int most) {
        return catalog.write(tx -> cut(tx, Math.min(most, LogFile.MAX_RECORDS)));
    }

    private int cut(CatalogTransaction tx, int most) {
        List<SequencedRecord> waiting = tx.trailFiles().uncut(most);
        if (waiting.isEmpty()) {
            return 0;
        }
        List<AuditRecord> records = waiting.stream().map(SequencedRecord::event).toList();
        LogFile file = LogFile.of(account, "", records);
        tx.trailFiles()
                .addLog(
                        new TrailFile.Log(
                                0,
                                file.key(),
                                file.sha256(),
                                waiting.get(0).sequence(),
                                waiting.get(waiting.size() - 1).sequence(),
                                extreme(records, Comparator.reverseOrder()),
                                extreme(records, Comparator.naturalOrder())),
                        clock.instant());
        return waiting.size();
    }

    private Optional<AuditFile> waiting(String sink) {
        return catalog.read(tx -> tx.trailFiles().next(sink).map(file -> content(tx, file)));
    }

    private AuditFile content(CatalogTransaction tx, TrailFile file) {
        if (file instanceof TrailFile.Digest digest) {
            return new AuditFile(file, digestFile(digest).gzip(), DigestFile.metadata(digest.signature()), 0);
        }
        List<AuditRecord> records = tx.trailFiles().records((TrailFile.Log) file).stream()
                .map(SequencedRecord::event)
                .toList();
        LogFile log = LogFile.of(account, "", records);
        if (!log.sha256().equals(file.sha256())) {
            throw new IllegalStateException("log file " + file.key() + " was closed with other records than the catalog"
                    + " has now: the catalog was changed from outside. The digest file tells the right content");
        }
        return new AuditFile(file, log.gzip(), Map.of(), records.size());
    }

    private static DigestFile digestFile(TrailFile.Digest digest) {
        return new DigestFile(digest.key(), digest.json(), digest.signature(), digest.end());
    }

    private static Instant extreme(List<AuditRecord> records, Comparator<Instant> order) {
        return records.stream().map(AuditRecord::eventTime).max(order).orElseThrow();
    }

    private static Instant hourAfter(Instant time) {
        return time.truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS);
    }
}
