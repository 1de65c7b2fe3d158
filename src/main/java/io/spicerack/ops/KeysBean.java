package io.spicerack.ops;

import io.spicerack.core.keys.KeyRegistrations;
import io.spicerack.core.keys.KeyReport;
import io.spicerack.core.keys.KeyWatch;
import java.util.List;

/** Thread-safe. */
final class KeysBean implements KeysMXBean {
    private final KeyRegistrations keyRegistrations;
    private final KeyReport keyReport;
    private final KeyWatch keyWatch;

    KeysBean(KeyRegistrations keyRegistrations, KeyReport keyReport, KeyWatch keyWatch) {
        this.keyRegistrations = keyRegistrations;
        this.keyReport = keyReport;
        this.keyWatch = keyWatch;
    }

    @Override
    public String getKeyForNewData() {
        return keyRegistrations.keyForNewData().key().toString();
    }

    @Override
    public boolean isServiceOwned() {
        return keyRegistrations.keyForNewData().serviceOwned();
    }

    @Override
    public List<KeyLine> getReport() {
        return keyReport.lines().stream().map(KeyLine::new).toList();
    }

    @Override
    public int getDrifted() {
        return (int) getReport().stream().filter(KeyLine::isDrifted).count();
    }

    @Override
    public List<KeyLook> getStates() {
        return KeyLook.all(keyWatch);
    }
}
