package io.spicerack.routes;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells a change that is over from one that is being made: what two looks in a row have seen is settled. An editor that empties a
 * file before it writes it, a checkout that is half done, a copy that still grows are looked at again. One thread.
 */
public final class Settled<T> {
    private @Nullable T seen;
    private @Nullable T taken;

    /** What is there, where it is settled and not what was taken before. */
    public Optional<T> look(T now) {
        boolean still = now.equals(seen);
        seen = now;
        return still && !now.equals(taken) ? Optional.of(now) : Optional.empty();
    }

    /** From now on {@code now} is no change. */
    public void take(T now) {
        seen = now;
        taken = now;
    }
}
