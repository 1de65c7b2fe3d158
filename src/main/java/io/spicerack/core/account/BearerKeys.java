package io.spicerack.core.account;

import io.spicerack.catalog.record.PrincipalRecord;
import io.spicerack.envelope.WrappedKey;
import io.spicerack.model.Secret;
import io.spicerack.model.Sha256;
import io.spicerack.model.Ticker;
import io.spicerack.model.Ticker.Moment;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Access keys of read-only principals where nothing is signed, as {@code ID:SECRET}: at the management port. KMS
 * opens the secret to compare with, whose digest is kept for a minute; a principal that was deleted or whose key was rotated is
 * refused at once. Thread-safe.
 */
public final class BearerKeys {
    private static final Duration KEPT = Duration.ofMinutes(1);
    private static final char BETWEEN = ':';

    private record Known(WrappedKey of, String sha256, Moment opened) {}

    private final Principals principals;
    private final Ticker ticker;
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    public BearerKeys(Principals principals, Ticker ticker) {
        this.principals = principals;
        this.ticker = ticker;
    }

    /** Whether a text names a read-only principal that there is. Its secret is not looked at yet, so that nothing waits. */
    public boolean names(String given) {
        return named(given).isPresent();
    }

    /** The principal that {@code given} is the key of; empty where it is none's. May wait for KMS. */
    public Optional<Principal> opened(String given) {
        return named(given).filter(kept -> opens(kept, given)).map(principals::principal);
    }

    private Optional<PrincipalRecord> named(String given) {
        int end = given.indexOf(BETWEEN);
        return end < 0
                ? Optional.empty()
                : principals
                        .withAccessKey(given.substring(0, end))
                        .filter(kept -> principals.principal(kept).isReadOnly());
    }

    private boolean opens(PrincipalRecord kept, String given) {
        known.values().removeIf(each -> ticker.since(each.opened()).compareTo(KEPT) >= 0);
        Known before = known.get(kept.accessKeyId());
        if (before == null || !before.of().equals(kept.secretAccessKey())) {
            try (Secret secret = principals.secretAccessKey(kept)) {
                before = new Known(kept.secretAccessKey(), secret.reveal(Sha256::hex), ticker.now());
            }
            known.put(kept.accessKeyId(), before);
        }
        // digests, so that how long it takes tells nothing of the secret
        return before.sha256().equals(Sha256.hex(given.substring(given.indexOf(BETWEEN) + 1)));
    }
}
