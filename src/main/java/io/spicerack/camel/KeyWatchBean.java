package io.spicerack.camel;

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
        KeyState known = Arrays.stream(KeyState.values())
                .filter(value -> value.name().equals(state))
                .findFirst()
                .orElse(KeyState.Unavailable);
        watch.observed(Arn.parse(key), known);
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
