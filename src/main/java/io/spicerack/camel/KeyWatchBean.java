package io.spicerack.camel;

import io.spicerack.audit.Outcome;
import io.spicerack.model.Arn;
import io.spicerack.model.KeyState;
import io.spicerack.refresh.KeyWatch;
import java.util.Arrays;
import java.util.List;

/** The bean {@code keyWatch} that {@code routes/keys.camel.yaml} tells what it saw. Thread-safe. */
public final class KeyWatchBean {
    private final KeyWatch watch;

    KeyWatchBean(KeyWatch watch) {
        this.watch = watch;
    }

    /** The ARNs of the keys to look at. */
    public List<String> watched() {
        return watch.watched().stream().map(Arn::toString).toList();
    }

    /** Takes in a key's state in KMS's spelling; one that is unknown here counts as Unavailable. */
    public void observed(String key, String state) {
        watch.observed(Arn.parse(key), known(state));
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
        call.ended(new Outcome.Failure(FailedCall.code(failure), failure.getMessage()));
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

    /** Takes in that KMS did not say; a key that it does not know is Missing. */
    public void unanswered(String key, Exception failure) {
        if (failure.getClass().getSimpleName().equals("NotFoundException")) {
            watch.observed(Arn.parse(key), KeyState.Missing);
        } else {
            watch.unanswered(Arn.parse(key), String.valueOf(failure.getMessage()));
        }
    }
}
