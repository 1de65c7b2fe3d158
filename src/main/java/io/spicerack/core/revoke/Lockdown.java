package io.spicerack.core.revoke;

import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.record.VersionRecord;
import io.spicerack.catalog.record.VersionState;
import io.spicerack.core.keys.KeyWatch;
import io.spicerack.core.reading.OpenDataSet;
import io.spicerack.core.reading.Readers;
import io.spicerack.envelope.KeyUnavailableException;
import io.spicerack.envelope.TamperedException;
import io.spicerack.model.DataSetId;
import io.spicerack.model.KeyReference;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Disables keys on purpose and measures, data set by data set, how long it takes until nobody can read; and undoes it.
 * Thread-safe: one at a time.
 */
public final class Lockdown {
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    /** What is waited for beyond the bound: KMS's own answers take time. */
    private static final Duration GRACE = Duration.ofSeconds(30);

    /**
     * What a data set does under a key that was switched.
     *
     * @param millis from the switch until a new reader was refused and all open ones were cut, or until one was let in;
     *     empty where that did not happen within the bound
     * @param readers how many were open, and are cut
     * @param said the refusal's words; empty where it opens
     */
    public record Reaction(DataSetId dataSet, Optional<Long> millis, int readers, String said) {}

    /**
     * What became of a key.
     *
     * @param failure why KMS did not switch it; null where it did
     */
    public record Switched(KeyReference key, @Nullable String failure, List<Reaction> reactions) {}

    private final Catalog catalog;
    private final Readers readers;
    private final KeyWatch keyWatch;
    private final KeyLock keyLock;
    private final Duration patience;

    public Lockdown(Catalog catalog, Readers readers, KeyWatch keyWatch, KeyLock keyLock) {
        this.catalog = catalog;
        this.readers = readers;
        this.keyWatch = keyWatch;
        this.keyLock = keyLock;
        this.patience = readers.bound().plus(GRACE);
    }

    /** Every key that protects something here or is registered. */
    public Collection<KeyReference> allKeys() {
        return keyWatch.watched();
    }

    /**
     * Disables the keys and cuts all readers under them, then measures. A key that KMS does not disable does not keep the
     * others back.
     */
    public synchronized List<Switched> lockDown(Collection<KeyReference> keys) {
        return keys.stream().map(key -> begin(key, keyLock::lockDown)).toList().stream()
                .map(begun -> begun.ended(this::untilDenied))
                .toList();
    }

    /** Enables the keys again and waits until their data sets open. */
    public synchronized List<Switched> unlock(Collection<KeyReference> keys) {
        return keys.stream().map(key -> begin(key, keyLock::unlock)).toList().stream()
                .map(begun -> begun.ended((dataSet, switched) -> untilOpen(dataSet, switched.start())))
                .toList();
    }

    /** A key whose switch was pressed at {@code start}, and the readers that were open under it then. */
    private record Begun(
            KeyReference key, long start, List<OpenDataSet> open, List<DataSetId> dataSets, @Nullable String failure) {
        Switched ended(BiFunction<DataSetId, Begun, Reaction> reaction) {
            return new Switched(
                    key,
                    failure,
                    failure == null
                            ? dataSets.stream()
                                    .map(dataSet -> reaction.apply(dataSet, this))
                                    .toList()
                            : List.of());
        }
    }

    private Begun begin(KeyReference key, Consumer<KeyReference> press) {
        List<DataSetId> dataSets = dataSets(key);
        List<OpenDataSet> open = readers.under(key);
        long start = System.nanoTime();
        try {
            press.accept(key);
            return new Begun(key, start, open, dataSets, null);
        } catch (KeyUnavailableException e) {
            return new Begun(key, start, open, dataSets, String.valueOf(e.getMessage()));
        }
    }

    private Reaction untilDenied(DataSetId dataSet, Begun begun) {
        long start = begun.start();
        List<OpenDataSet> open = begun.open().stream()
                .filter(reader -> reader.version().dataSet().equals(dataSet))
                .toList();
        Optional<String> refusal = refusal(dataSet);
        while ((refusal.isEmpty() || !open.stream().allMatch(OpenDataSet::isCut)) && patient(start)) {
            pause();
            refusal = refusal(dataSet);
        }
        int cut = (int) open.stream().filter(OpenDataSet::isCut).count();
        boolean denied = refusal.isPresent() && cut == open.size();
        return new Reaction(dataSet, denied ? Optional.of(millis(start)) : Optional.empty(), cut, refusal.orElse(""));
    }

    private Reaction untilOpen(DataSetId dataSet, long start) {
        Optional<String> refusal = refusal(dataSet);
        while (refusal.isPresent() && patient(start)) {
            pause();
            refusal = refusal(dataSet);
        }
        return new Reaction(
                dataSet, refusal.isEmpty() ? Optional.of(millis(start)) : Optional.empty(), 0, refusal.orElse(""));
    }

    /** What a reader who comes now is told; empty where it is let in. */
    private Optional<String> refusal(DataSetId dataSet) {
        try {
            readers.open(dataSet).close();
            return Optional.empty();
        } catch (KeyUnavailableException | TamperedException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private List<DataSetId> dataSets(KeyReference key) {
        return catalog.read(tx -> tx.versions().live()).stream()
                .filter(version -> version.key().key().equals(key) && isCurrent(version))
                .map(VersionRecord::dataSet)
                .toList();
    }

    private static boolean isCurrent(VersionRecord version) {
        return version.state() == VersionState.CURRENT;
    }

    private boolean patient(long start) {
        return System.nanoTime() - start < patience.toNanos();
    }

    private static long millis(long start) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a key's effect", e);
        }
    }
}
