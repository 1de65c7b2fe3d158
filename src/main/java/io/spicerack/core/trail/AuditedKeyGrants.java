package io.spicerack.core.trail;

import io.spicerack.audit.event.GrantTerms;
import io.spicerack.audit.event.Outcome;
import io.spicerack.envelope.EncryptionContext;
import io.spicerack.envelope.KeyGrants;
import io.spicerack.model.KeyReference;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Puts every grant that is made or retired on record, before it is and after. Thread-safe. */
public final class AuditedKeyGrants implements KeyGrants {
    private final KeyGrants delegate;
    private final KmsCalls calls;
    private final String grantee;

    AuditedKeyGrants(KeyGrants delegate, KmsCalls calls, String grantee) {
        this.delegate = delegate;
        this.calls = calls;
        this.grantee = grantee;
    }

    @Override
    public String createGrant(KeyReference key, EncryptionContext context, String name) {
        return calls.call(
                () -> delegate.createGrant(key, context, name),
                grant -> {},
                (events, outcome, grant) -> outcome instanceof Outcome.Failure failure
                        ? events.createGrantFailed(key, context.resource(), terms(name), failure)
                        : events.createGrant(key, context.resource(), terms(name), Objects.requireNonNull(grant)));
    }

    @Override
    public boolean retireGrant(KeyReference key, String grantId, EncryptionContext context) {
        return calls.call(
                () -> delegate.retireGrant(key, grantId, context),
                retired -> {},
                (events, outcome, retired) ->
                        events.retireGrant(key, context.resource(), grantId, done(outcome, retired)));
    }

    /** Retires the grant of a key that another customer managed key has replaced (docs/audit.md says why it differs). */
    public boolean retireReplacedGrant(KeyReference key, String grantId, EncryptionContext context) {
        return calls.call(
                () -> delegate.retireGrant(key, grantId, context),
                retired -> {},
                (events, outcome, retired) ->
                        events.retireReplacedGrant(key, context.resource(), grantId, done(outcome, retired)));
    }

    private GrantTerms terms(String name) {
        return new GrantTerms(name, grantee, grantee, List.of("Encrypt", "Decrypt", "DescribeKey", "GenerateDataKey"));
    }

    private static Outcome done(Outcome outcome, @Nullable Boolean retiredNow) {
        return Boolean.FALSE.equals(retiredNow) ? Outcome.DONE_BEFORE : outcome;
    }
}
