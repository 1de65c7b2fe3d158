package io.spicerack.audit.event;

import io.spicerack.model.Account;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Builds audit records in CloudTrail's shape, grouped by who would write them at AWS: KMS, Secrets Manager, QuickSight's API
 * and QuickSight itself. Thread-safe where the id source is; nothing is stored or sent from here.
 */
public final class CloudTrailEvents {
    private final Account account;
    private final Clock clock;
    private final Supplier<Ids> ids;

    private record Ids(String request, UUID event) {}

    /** The ids are those of events and requests; {@link EventIds} keeps events of one second in order. */
    public CloudTrailEvents(Account account, Clock clock, Supplier<UUID> ids) {
        this(clock, account, () -> new Ids(ids.get().toString(), ids.get()));
    }

    private CloudTrailEvents(Clock clock, Account account, Supplier<Ids> ids) {
        this.account = account;
        this.clock = clock;
        this.ids = ids;
    }

    /** Shapes of records of one call: all have the same ids, so that the record of its end replaces that of its beginning. */
    public CloudTrailEvents ofOneCall() {
        Ids one = ids.get();
        return new CloudTrailEvents(clock, account, () -> one);
    }

    /** The same, once AWS has answered the call under an id of its own. */
    public CloudTrailEvents answered(String requestId) {
        Ids one = new Ids(requestId, ids.get().event());
        return new CloudTrailEvents(clock, account, () -> one);
    }

    public KmsEvents kms() {
        return new KmsEvents(this::event);
    }

    public SecretEvents secrets() {
        return new SecretEvents(this::event);
    }

    public ApiEvents api() {
        return new ApiEvents(this::event, account);
    }

    public ServiceEvents service() {
        return new ServiceEvents(this::event, account);
    }

    EventBuilder event(Caller caller, String source, String name) {
        Instant time = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Ids one = ids.get();
        return new EventBuilder(account, caller, source, name, time, one.request(), one.event());
    }
}
