package io.spicerack.core.trail;

import io.spicerack.audit.event.Caller;
import io.spicerack.envelope.KeySwitch;
import io.spicerack.model.KeyReference;

/** Puts every switch of a key on record, before it is made and after, with who wanted it. Thread-safe. */
final class AuditedKeySwitch implements KeySwitch {
    private final KeySwitch delegate;
    private final KmsCalls calls;
    private final Trail trail;

    AuditedKeySwitch(KeySwitch delegate, KmsCalls calls, Trail trail) {
        this.delegate = delegate;
        this.calls = calls;
        this.trail = trail;
    }

    @Override
    public void disable(KeyReference key) {
        Caller caller = trail.caller();
        calls.run(() -> delegate.disable(key), (events, outcome) -> events.disableKey(caller, key, outcome));
    }

    @Override
    public void enable(KeyReference key) {
        Caller caller = trail.caller();
        calls.run(() -> delegate.enable(key), (events, outcome) -> events.enableKey(caller, key, outcome));
    }
}
