package io.spicerack.camel;

import io.spicerack.audit.event.Outcome;
import io.spicerack.core.keys.KeyWatch;
import io.spicerack.core.keys.Look;
import io.spicerack.model.Arn;
import io.spicerack.model.KeyState;
import java.util.Arrays;
import java.util.List;

/** The bean {@code keyWatch} that {@code routes/keys.camel.yaml} tells what it saw. Thread-safe. */
public final class KeyWatchBean {
    private final KeyWatch watch;
    private final FailedCall failed;

    KeyWatchBean(KeyWatch watch, AwsFailures failures) {
        this.watch = watch;
        this.failed = new FailedCall(failures);
    }

    /** The ARNs of the keys to look at. */
    public List<String> watched() {
        return watch.watched().stream().map(Arn::toString).toList();
    }

    /** Puts on record that KMS is about to be asked for a key's state; the answer ends it. */
    public Look looking(String key) {
        return watch.looking(Arn.parse(key));
    }

    /** Takes in a key's state in KMS's spelling; one that is unknown here counts as Unavailable. */
    public void observed(Look look, String state) {
        watch.observed(look, known(state));
    }

    /** Takes in that KMS did not say; a key that it does not know is Missing. */
    public void unanswered(Look look, Exception failure) {
        Outcome.Failure how = failed.outcome(failure);
        if (how.code().equals("NotFoundException")) {
            watch.observed(look, KeyState.Missing);
        } else {
            watch.unanswered(look, how);
        }
    }

    /** Puts on record that a key is about to be switched to {@code state}, Disabled or Enabled; the answer ends it. */
    public KeyWatch.Switching switching(String key, String state) {
        return watch.switching(Arn.parse(key), known(state));
    }

    /** Puts on record that KMS has switched the key. */
    public void switched(KeyWatch.Switching call) {
        call.ended(Outcome.SUCCESS);
    }

    /** Puts on record that KMS has not done so, and fails with its reason. */
    public void notSwitched(KeyWatch.Switching call, Exception failure) throws Exception {
        call.ended(failed.outcome(failure));
        throw failure;
    }

    /** Cuts all that is open under a key that was disabled on purpose. */
    public void lockedDown(String key) {
        watch.lockedDown(Arn.parse(key));
    }

    /** Takes in that a lock-down was undone. */
    public void unlocked(String key) {
        watch.unlocked(Arn.parse(key));
    }

    private static KeyState known(String state) {
        return Arrays.stream(KeyState.values())
                .filter(value -> value.name().equals(state))
                .findFirst()
                .orElse(KeyState.Unavailable);
    }
}
