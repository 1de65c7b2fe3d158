package io.spicerack.core.refresh;

import io.spicerack.core.keys.KeyRegistrations.KeyForNewData;
import io.spicerack.core.keys.KeyUse;
import io.spicerack.envelope.GeneratedKey;
import io.spicerack.envelope.KeyUnavailableException;
import io.spicerack.model.KeyReference;
import io.spicerack.model.Ticker.Moment;
import java.util.function.Consumer;

/**
 * The data key of a version in the making. Whoever watches its KMS key can cut it from another thread. The refresh that
 * opens it closes it.
 */
final class SealingKey implements KeyUse, AutoCloseable {
    private final KeyForNewData under;
    private final GeneratedKey data;
    private final Moment proven;
    private final Consumer<KeyUnavailableException> whenCut;

    /** @param proven when KMS was asked for it */
    SealingKey(KeyForNewData under, GeneratedKey data, Moment proven, Consumer<KeyUnavailableException> whenCut) {
        this.under = under;
        this.data = data;
        this.proven = proven;
        this.whenCut = whenCut;
    }

    KeyForNewData under() {
        return under;
    }

    GeneratedKey data() {
        return data;
    }

    @Override
    public KeyReference key() {
        return under.key();
    }

    @Override
    public Moment proven() {
        return proven;
    }

    @Override
    public void cut(KeyUnavailableException why) {
        whenCut.accept(why);
    }

    @Override
    public void close() {
        data.close();
    }
}
