package io.spicerack.core.keys;

import io.spicerack.catalog.database.CatalogAwayException;
import io.spicerack.catalog.record.KeySight;
import io.spicerack.catalog.record.VersionRecord;
import io.spicerack.core.trail.KeyLooks;
import io.spicerack.core.trail.Trail;
import io.spicerack.envelope.KeyUnavailableException;
import io.spicerack.envelope.KeyUnavailableException.Reason;
import io.spicerack.model.KeyReference;
import io.spicerack.model.KeyState;
import io.spicerack.model.Ticker;
import io.spicerack.model.Ticker.Moment;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is known of the keys that protect live data. A route says when they are looked at; as soon as one is not Enabled, whatever is
 * open under it is cut. Thread-safe.
 */
public final class KeyWatch {
    private static final Logger LOGGER = LoggerFactory.getLogger(KeyWatch.class);

    /** What the last look at a key saw, and when. */
    public record Observation(KeyState state, Moment seen) {}

    /**
     * KMS does not say how a key is.
     *
     * @param since the first look without an answer
     * @param reason as KMS or the way to it said it
     */
    public record Silence(Moment since, String reason) {}

    /** A look is due every few seconds; without any for this long, what is known is no longer taken for so. */
    private static final Duration FRESH = Duration.ofMinutes(1);

    private static final int MISSED_ROUNDS = 3;

    private final Supplier<Set<KeyReference>> protecting;
    private final KeyLooks looks;
    private final Trail trail;
    private final SharedSights shared;
    private final Ticker ticker;
    private final Map<KeyReference, Observation> observations = new ConcurrentHashMap<>();
    private final Map<KeyReference, Silence> silences = new ConcurrentHashMap<>();
    private @Nullable Moment lastRound;
    private Duration apart = Duration.ZERO;
    private final Set<KeyUse> uses = new CopyOnWriteArraySet<>();

    public KeyWatch(
            Supplier<Set<KeyReference>> protecting, KeyLooks looks, Trail trail, SharedSights shared, Ticker ticker) {
        this.protecting = protecting;
        this.looks = looks;
        this.trail = trail;
        this.shared = shared;
        this.ticker = ticker;
    }

    /** The keys to look at: every key that protects a version, and every registered one. */
    public Set<KeyReference> watched() {
        return protecting.get();
    }

    /** Asks KMS how every watched key is, or takes over what the node that does so has seen. */
    public void look() {
        roundBegins();
        if (!shared.isHere()) {
            follow();
            return;
        }
        silences.keySet().retainAll(watched());
        for (KeyReference key : watched()) {
            try {
                look(key);
            } catch (CatalogAwayException e) {
                // it was told that it is away; without a record KMS is not asked
                return;
            } catch (RuntimeException e) {
                // without a record KMS is not asked; the next key is
                LOGGER.atError().addKeyValue("key", key).setCause(e).log("a key could not be looked at");
            }
        }
    }

    /** What has changed was heard when it was told; this tells what has not. */
    private void follow() {
        Moment asked = ticker.now();
        Map<KeyReference, KeySight> seen =
                shared.all().stream().collect(Collectors.toMap(KeySight::key, Function.identity()));
        silences.keySet().retainAll(watched());
        for (KeyReference key : watched()) {
            @Nullable KeySight sight = seen.get(key);
            @Nullable String silence = sight == null ? null : sight.silence().orElse(null);
            if (silence != null) {
                silences.computeIfAbsent(key, unseen -> new Silence(asked, silence));
            } else {
                silences.remove(key);
                take(key, sight == null ? KeyState.Enabled : sight.state(), asked);
            }
        }
    }

    /** Takes in what another node has told of a key, and cuts what is open under one that is not Enabled. */
    public void heard(KeyReference key, KeyState state) {
        if (take(key, state, ticker.now()).isPresent() && state != KeyState.Enabled) {
            cut(key, state);
        }
    }

    /** What was known before; empty where something newer is known already. */
    private Optional<KeyState> take(KeyReference key, KeyState state, Moment asked) {
        Observation before;
        synchronized (observations) {
            before = observations.get(key);
            if (before != null && asked.isBefore(before.seen())) {
                return Optional.empty();
            }
            observations.put(key, new Observation(state, ticker.now()));
        }
        return Optional.of(before == null ? KeyState.Enabled : before.state());
    }

    private synchronized void roundBegins() {
        Moment before = lastRound;
        apart = before == null ? Duration.ZERO : ticker.since(before);
        lastRound = ticker.now();
    }

    /**
     * Asks KMS how a key is. An answer that began before a newer word on its key was taken in says nothing of what came in
     * between, such as a lock-down or its undoing: the next look tells. Where there is no answer nothing is cut yet, since
     * open readers ask KMS themselves within their bound.
     */
    public void look(KeyReference key) {
        Moment asked = ticker.now();
        try {
            looks.look(key, state -> observed(key, state, asked));
        } catch (KeyUnavailableException e) {
            unanswered(key, asked, String.valueOf(e.getMessage()));
        }
    }

    private void unanswered(KeyReference key, Moment asked, String reason) {
        Silence before = silences.get(key);
        silences.put(key, new Silence(before == null ? asked : before.since(), reason));
        if (before == null) {
            shared.silent(key, observation(key).map(Observation::state).orElse(KeyState.Enabled), reason);
            LOGGER.atWarn()
                    .addKeyValue("key", key)
                    .addKeyValue(
                            "lastKnown",
                            observation(key).map(look -> look.state().name()).orElse("nothing"))
                    .addKeyValue("reason", reason)
                    .log("KMS does not say how a key is; this is said again when it does");
        }
    }

    private void answered(KeyReference key, KeyState state) {
        Silence before = silences.remove(key);
        if (before != null) {
            shared.answered(key, state);
            LOGGER.atInfo()
                    .addKeyValue("key", key)
                    .addKeyValue("silentSeconds", ticker.since(before.since()).toSeconds())
                    .log("KMS says again how a key is");
        }
    }

    /** Since when KMS has not said how a key is; empty while it does. */
    public Optional<Silence> silence(KeyReference key) {
        return Optional.ofNullable(silences.get(key));
    }

    /** For how long KMS has not said how a key is; empty while it does. */
    public Optional<Duration> silentFor(KeyReference key) {
        return silence(key).map(silence -> ticker.since(silence.since()));
    }

    /** Whether what the last look saw is too old to be taken for so: KMS is silent, or nobody looks. */
    public boolean isStale(KeyReference key) {
        return silences.containsKey(key)
                || age(key).filter(age -> age.compareTo(freshFor()) > 0).isPresent();
    }

    private synchronized Duration freshFor() {
        Duration rounds = apart.multipliedBy(MISSED_ROUNDS);
        return rounds.compareTo(FRESH) > 0 ? rounds : FRESH;
    }

    /** Takes in what is known of a key's state. */
    public void observed(KeyReference key, KeyState state) {
        observed(key, state, ticker.now());
    }

    private void observed(KeyReference key, KeyState state, Moment asked) {
        Optional<KeyState> before = take(key, state, asked);
        before.ifPresent(from -> {
            answered(key, state);
            if (from != state) {
                changed(key, from, state);
            }
        });
    }

    private void changed(KeyReference key, KeyState from, KeyState state) {
        if (state != KeyState.Enabled) {
            int cut = cut(key, state);
            LOGGER.atWarn()
                    .addKeyValue("key", key)
                    .addKeyValue("state", state)
                    .addKeyValue("cut", cut)
                    .log("a key cannot be used any more: readers and refreshes under it were cut");
        } else {
            LOGGER.atInfo().addKeyValue("key", key).log("a key is Enabled again");
        }
        long unused = shared.tell(key, state, events -> events.service().keyStateChange(key, from, state));
    }

    /** What the last look saw; empty before the first one. */
    public Optional<Observation> observation(KeyReference key) {
        return Optional.ofNullable(observations.get(key));
    }

    /** How long ago the last look at a key was; empty before the first one. */
    public Optional<Duration> age(KeyReference key) {
        return observation(key).map(look -> ticker.since(look.seen()));
    }

    /** From now on {@code use} is cut with its key; one whose key was seen unusable since, or at the same moment, is cut at once. */
    public void enter(KeyUse use) {
        uses.add(use);
        Observation seen = observations.get(use.key());
        if (seen != null && seen.state() != KeyState.Enabled && !seen.seen().isBefore(use.proven())) {
            cut(use, unusable(use.key(), seen.state()));
        }
    }

    /** How many readers and refreshes are open under a key. */
    public int uses(KeyReference key) {
        return (int) uses.stream().filter(use -> use.key().equals(key)).count();
    }

    public void leave(KeyUse use) {
        uses.remove(use);
    }

    /** Open readers of a version go on under its new key, which is what cuts them from now on. */
    public void rewrapped(VersionRecord version) {
        uses.forEach(use -> use.rewrapped(version));
    }

    /**
     * A key was disabled on purpose: all that is open under it is cut at once, whatever was seen of it before. The place of what
     * other nodes are told of it; 0 where there are none.
     */
    public long lockedDown(KeyReference key) {
        observed(key, KeyState.Disabled);
        int cut = cut(key, KeyState.Disabled);
        return shared.tell(key, KeyState.Disabled, events -> events.service().lockDown(trail.caller(), key, cut));
    }

    /** A lock-down was undone. */
    public long unlocked(KeyReference key) {
        observed(key, KeyState.Enabled);
        return shared.tell(key, KeyState.Enabled, events -> events.service().unlock(trail.caller(), key));
    }

    private static KeyUnavailableException unusable(KeyReference key, KeyState state) {
        Reason reason =
                switch (state) {
                    case Disabled -> Reason.DISABLED;
                    case PendingDeletion -> Reason.PENDING_DELETION;
                    case Missing -> Reason.NOT_FOUND;
                    default -> Reason.INVALID_STATE;
                };
        String wayOut =
                switch (state) {
                    case PendingDeletion -> "Cancel the deletion and enable the key before it is gone";
                    case Missing -> "It was deleted: what was sealed under it is lost";
                    default -> "Enable the key, or refresh under another default key";
                };
        return new KeyUnavailableException(key, reason, "KMS key " + key + " is " + state + ". " + wayOut + ".", null);
    }

    private static int cut(KeyUse use, KeyUnavailableException why) {
        try {
            use.cut(why);
            return 1;
        } catch (RuntimeException e) {
            LOGGER.atError()
                    .addKeyValue("use", use)
                    .setCause(e)
                    .log("a use of a key did not end cleanly when it was cut");
            return 0;
        }
    }

    private int cut(KeyReference key, KeyState state) {
        KeyUnavailableException why = unusable(key, state);
        int cut = 0;
        for (KeyUse use : uses) {
            if (use.key().equals(key)) {
                cut += cut(use, why);
            }
        }
        return cut;
    }
}
