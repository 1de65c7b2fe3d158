package io.spicerack.ops;

import io.spicerack.core.keys.KeyRegistrations;
import io.spicerack.core.keys.KeyReport;
import io.spicerack.core.keys.KeyWatch;
import io.spicerack.core.revoke.Dawdler;
import io.spicerack.core.revoke.Drill;
import io.spicerack.core.revoke.Lockdown;
import io.spicerack.core.trail.Callers;
import io.spicerack.envelope.TamperedException;
import io.spicerack.model.KeyReference;
import java.util.List;
import java.util.function.Supplier;

/** Thread-safe. */
final class KeysBean implements KeysMXBean {
    private static final String CONFIRMATION = "lockdown";

    private final KeyRegistrations keyRegistrations;
    private final KeyReport keyReport;
    private final KeyWatch keyWatch;
    private final Lockdown lockdown;
    private final Drill drill;
    private final Dawdler slowClient;
    private final Callers callers;

    KeysBean(
            KeyRegistrations keyRegistrations,
            KeyReport keyReport,
            KeyWatch keyWatch,
            Lockdown lockdown,
            Drill drill,
            Dawdler slowClient,
            Callers callers) {
        this.keyRegistrations = keyRegistrations;
        this.keyReport = keyReport;
        this.keyWatch = keyWatch;
        this.lockdown = lockdown;
        this.drill = drill;
        this.slowClient = slowClient;
        this.callers = callers;
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

    @Override
    public String foresee(String key) {
        Lockdown.Foreseen foreseen = lockdown.foresee(List.of(known(key))).get(0);
        return foreseen.dataSets().size() + " data sets cannot be read any more, " + foreseen.readers()
                + " readers are cut and " + foreseen.refreshes() + " refreshes end: " + foreseen.dataSets();
    }

    @Override
    public String lockDown(String key, String confirmation) {
        KeyReference known = known(key);
        if (!CONFIRMATION.equals(confirmation)) {
            throw new IllegalArgumentException("nothing was done: the second parameter is the word " + CONFIRMATION
                    + " where it is meant. " + foresee(key));
        }
        return byCaller(() -> told(lockdown.lockDown(List.of(known))));
    }

    @Override
    public String unlock(String key) {
        KeyReference known = known(key);
        return byCaller(() -> told(lockdown.unlock(List.of(known))));
    }

    @Override
    public String drill() {
        return byCaller(() -> {
            try {
                return drill.run(slowClient).details().toString();
            } catch (TamperedException e) {
                throw new IllegalStateException(String.valueOf(e.getMessage()));
            }
        });
    }

    private <T> T byCaller(Supplier<T> work) {
        return callers.asKnownOr(JmxCaller::present, work);
    }

    private KeyReference known(String key) {
        KeyReference reference = keyRegistrations.reference(key);
        if (!lockdown.allKeys().contains(reference)) {
            throw new IllegalArgumentException("key " + reference
                    + " neither protects anything here nor is registered; the attribute States names those");
        }
        return reference;
    }

    private static String told(List<Lockdown.Switched> switched) {
        Lockdown.Switched key = switched.get(0);
        long well = key.reactions().stream()
                .filter(reaction -> reaction.millis().isPresent())
                .count();
        return (key.failure() == null ? "" : key.failure() + ". ") + well + " of "
                + key.reactions().size() + " data sets follow: " + key.reactions();
    }
}
