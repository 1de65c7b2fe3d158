package io.spicerack.core;

import io.spicerack.catalog.record.RegisteredKey;
import io.spicerack.core.reading.OpenDataSet;
import io.spicerack.model.KeyReference;
import io.spicerack.model.RequestSource;
import io.spicerack.table.hash.TableChecksum;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * What a second process does until it is killed: it makes the next key the default, refreshes, reads, changes the signing key
 * and delivers the trail, again and again. The directory, KMS and the source are the test's.
 */
final class BusyProcess {
    static final String SQL = "SELECT * FROM visit";
    static final String READY = "ready";

    private final AwsCore core;
    private final TwoSinks sinks;
    private final List<KeyReference> keys;

    private final Runnable ask;
    private final boolean changesSigningKey;

    private BusyProcess(AwsCore core, TwoSinks sinks, String keys, Runnable ask, boolean changesSigningKey) {
        this.core = core;
        this.sinks = sinks;
        this.keys = Arrays.stream(keys.split(",", -1)).map(KeyReference::new).toList();
        this.ask = ask;
        this.changesSigningKey = changesSigningKey;
    }

    /** Arguments: directory, URL of AWS, keys separated by commas, number of rounds. */
    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        try (AwsCore core = AwsCore.open(directory, URI.create(arguments[1]))) {
            new BusyProcess(
                            core,
                            new TwoSinks(core.spice(), directory),
                            arguments[2],
                            () -> core.spice().ingestions().request(AwsCore.VISITS, RequestSource.MANUAL),
                            true)
                    .work(Integer.parseInt(arguments[3]));
        }
    }

    /** Never done. Nodes sign with one key, which none of them changes. */
    static void workAsNode(AwsCore core, TwoSinks sinks, String keys, Runnable ask) throws Exception {
        new BusyProcess(core, sinks, keys, ask, false).work(Integer.MAX_VALUE);
    }

    private void work(int rounds) throws Exception {
        System.out.println(READY);
        for (int round = 0; round < rounds; round++) {
            round(round);
        }
    }

    private void round(int round) throws Exception {
        KeyReference before = core.spice().keyRegistrations().keyForNewData().key();
        KeyReference next = keys.get((keys.indexOf(before) + 1) % keys.size());
        core.spice().keyRegistrations().update(List.of(new RegisteredKey(next, true)));
        Thread delivery = new Thread(this::deliver, "delivery");
        delivery.start();
        ask.run();
        core.run(SQL);
        delivery.join();
        try (OpenDataSet open = core.spice().readers().open(AwsCore.VISITS)) {
            TableChecksum.of(open);
        }
        if (changesSigningKey && round % 2 == 0) {
            core.spice().auditFiles().rotateSigningKey();
        }
        core.spice().auditFiles().closeNow();
        sinks.drain();
    }

    private void deliver() {
        try {
            sinks.drain();
        } catch (IOException e) {
            throw new IllegalStateException("the sinks cannot be written", e);
        }
    }
}
