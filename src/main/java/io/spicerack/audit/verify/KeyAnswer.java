package io.spicerack.audit.verify;

import io.spicerack.model.KeyReference;
import java.time.Instant;

/** Which key a data set is under, as the audit trail tells it. Immutable. */
public sealed interface KeyAnswer {
    /** A CreateGrant of that time is the latest grant event that still holds. */
    record CustomerManagedKey(KeyReference key, Instant since) implements KeyAnswer {}

    /** The last grant was retired: no customer managed key, so the service-owned one. */
    record ServiceOwnedKey(Instant since) implements KeyAnswer {}

    /** The trail has no grant event of the data set: it was never under a customer managed key, or the trail is cut. */
    record NoGrantEvent() implements KeyAnswer {}
}
