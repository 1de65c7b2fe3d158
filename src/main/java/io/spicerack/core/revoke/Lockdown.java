package io.spicerack.core.revoke;

import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.database.CatalogException;
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
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Disables keys on purpose and measures, data set by data set, how long it takes until nobody can read; and undoes it.
 * Thread-safe: one at a time.
 */
public final class Lockdown {
    private static final Logger LOGGER = LoggerFactory.getLogger(Lockdown.class);

    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    /** What is waited for beyond the bound: KMS's own answers take time. */
    private static final Duration GRACE = Duration.ofSeconds(30);

    /**
     * What a data set does under a key that was switched.
     *
     * @param millis from the switch until a new reader was refused and all open ones were silent: cut, what they had decoded
     *     dropped, and the connections of their clients reset; or until one was let in. Empty where that did not happen
     *     within the bound
     * @param readers how many were open, and are cut
     * @param said the refusal's words; empty where it opens
     */
    public record Reaction(DataSetId dataSet, Optional<Long> millis, int readers, String said) {}

    /**
     * What became of a key.
     *
     * @param failure why KMS did not switch it, or what did not come with that; null where all went well
     */
    public record Switched(KeyReference key, @Nullable String failure, List<Reaction> reactions) {}

    /**
     * What a lock-down of a key would do.
     *
     * @param dataSets that nobody could read any more
     * @param readers that are open, and would be cut
     * @param refreshes under way, which would end
     */
    public record Foreseen(KeyReference key, List<DataSetId> dataSets, int readers, int refreshes) {}

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

    /** What {@link #lockDown} would do to each key; it changes nothing and asks nobody. */
    public List<Foreseen> foresee(Collection<KeyReference> keys) {
        return keys.stream()
                .map(key -> {
                    int open = readers.under(key).size();
                    return new Foreseen(key, dataSets(key), open, keyWatch.uses(key) - open);
                })
                .toList();
    }

    /**
     * Disables the keys and cuts all readers under them, then measures. A key that KMS does not disable does not keep the
     * others back.
     */
    public synchronized List<Switched> lockDown(Collection<KeyReference> keys) {
        return keys.stream().map(key -> begin(key, keyLock::disable, keyLock::shut)).toList().stream()
                .map(begun -> begun.ended(this::untilAllHave, this::untilDenied))
                .toList();
    }

    /** Enables the keys again and waits until their data sets open. */
    public synchronized List<Switched> unlock(Collection<KeyReference> keys) {
        return keys.stream().map(key -> begin(key, keyLock::enable, keyLock::opened)).toList().stream()
                .map(begun ->
                        begun.ended(this::untilAllHave, (dataSet, switched) -> untilOpen(dataSet, switched.start())))
                .toList();
    }

    /** A key whose switch was pressed at {@code start}, and the readers that were open under it then. */
    private record Begun(
            KeyReference key,
            long start,
            long told,
            Set<OpenDataSet> open,
            List<DataSetId> dataSets,
            boolean pressed,
            @Nullable String failure) {
        Switched ended(Function<Begun, Optional<String>> unheard, BiFunction<DataSetId, Begun, Reaction> reaction) {
            return new Switched(
                    key,
                    failure == null && pressed ? unheard.apply(this).orElse(null) : failure,
                    pressed
                            ? dataSets.stream()
                                    .map(dataSet -> measured(dataSet, reaction))
                                    .toList()
                            : List.of());
        }

        private Reaction measured(DataSetId dataSet, BiFunction<DataSetId, Begun, Reaction> reaction) {
            try {
                return reaction.apply(dataSet, this);
            } catch (RuntimeException e) {
                return new Reaction(dataSet, Optional.empty(), 0, unexpected("it could not be measured", e));
            }
        }
    }

    /** What fails at one key is told with it: what was done to it and to the others is reported in any case. */
    private Begun begin(KeyReference key, Consumer<KeyReference> press, ToLongFunction<KeyReference> tells) {
        long start = System.nanoTime();
        Set<OpenDataSet> open = new HashSet<>(readers.under(key));
        boolean pressed = true;
        String failure = null;
        try {
            press.accept(key);
        } catch (KeyUnavailableException e) {
            pressed = false;
            failure = String.valueOf(e.getMessage());
        } catch (RuntimeException e) {
            // KMS may have done it, and the record of that has failed
            failure = unexpected("whether KMS has switched the key could not be put on record", e);
        }
        List<DataSetId> dataSets = List.of();
        long told = 0;
        try {
            if (pressed) {
                told = tells.applyAsLong(key);
            }
            dataSets = dataSets(key);
        } catch (RuntimeException e) {
            failure = unexpected("the key is switched, but not all that goes with it was done", e);
        }
        open.addAll(readers.under(key));
        return new Begun(key, start, told, open, dataSets, pressed, failure);
    }

    /** Waits for all other nodes; which of them have not said that they did the same, where the bound is over. */
    private Optional<String> untilAllHave(Begun begun) {
        if (begun.told() == 0) {
            return Optional.empty();
        }
        List<String> missing = unheard(begun);
        while (!missing.isEmpty() && patient(begun.start())) {
            pause();
            missing = unheard(begun);
        }
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of("the key is switched, and these nodes have not said that they took it in: "
                        + String.join("; ", missing) + ". End them, or do it again");
    }

    /** A node that is gone cuts its readers before it counts as gone. */
    private List<String> unheard(Begun begun) {
        return catalog.read(tx -> tx.nodes().unheard(begun.told()));
    }

    private static String unexpected(String what, RuntimeException why) {
        LOGGER.atError().setCause(why).log("a key was switched, and a part of that failed");
        return what + ": "
                + (why instanceof CatalogException
                        ? why.getMessage()
                        : "unexpected " + why.getClass().getName())
                + ". Do it again";
    }

    private Reaction untilDenied(DataSetId dataSet, Begun begun) {
        long start = begun.start();
        List<OpenDataSet> open = begun.open().stream()
                .filter(reader -> reader.version().dataSet().equals(dataSet))
                .toList();
        Optional<String> refusal = refusal(dataSet);
        while ((refusal.isEmpty() || !open.stream().allMatch(OpenDataSet::isSilent)) && patient(start)) {
            pause();
            refusal = refusal(dataSet);
        }
        int cut = (int) open.stream().filter(OpenDataSet::isCut).count();
        boolean denied = refusal.isPresent() && open.stream().allMatch(OpenDataSet::isSilent);
        return new Reaction(dataSet, denied ? Optional.of(millis(start)) : Optional.empty(), cut, refusal.orElse(""));
    }

    private Reaction untilOpen(DataSetId dataSet, long start) {
        Optional<String> refusal = refusal(dataSet);
        while (refusal.isPresent() && readers.hasVersion(dataSet) && patient(start)) {
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
        } catch (KeyUnavailableException | TamperedException | IllegalArgumentException e) {
            // the last one: it was deleted meanwhile, and nobody reads it any more
            return Optional.of(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            return Optional.of(unexpected("the data set does not open", e));
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
