package io.spicerack.ops;

import io.spicerack.core.Spice;
import java.time.Clock;
import java.util.List;

/** Thread-safe. */
final class KeysBean implements KeysMXBean {
    private final Spice spice;
    private final Clock clock;

    KeysBean(Spice spice, Clock clock) {
        this.spice = spice;
        this.clock = clock;
    }

    @Override
    public String getKeyForNewData() {
        return spice.keyRegistrations().keyForNewData().key().toString();
    }

    @Override
    public boolean isServiceOwned() {
        return spice.keyRegistrations().keyForNewData().serviceOwned();
    }

    @Override
    public List<KeyLine> getReport() {
        return spice.keyReport().lines().stream().map(KeyLine::new).toList();
    }

    @Override
    public int getDrifted() {
        return (int) getReport().stream().filter(KeyLine::isDrifted).count();
    }

    @Override
    public List<KeyLook> getStates() {
        return KeyLook.all(spice, clock);
    }
}
