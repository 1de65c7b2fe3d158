package io.spicerack.refresh;

import static org.awaitility.Awaitility.await;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.spicerack.model.RequestSource;
import io.spicerack.table.TableChecksum;
import java.lang.management.ManagementFactory;
import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A second process with the core: it refreshes and reads the visits, then writes its heap into a file. */
final class DumpProcess {
    private DumpProcess() {}

    /** Directory, AWS, query, file of the dump, whether live objects only, and a text that the heap must hold. */
    public static void main(String[] arguments) throws Exception {
        byte[] planted = arguments[5].getBytes(StandardCharsets.ISO_8859_1);
        try (AwsCore core = AwsCore.open(Path.of(arguments[0]), URI.create(arguments[1]))) {
            core.spice().ingestions().request(AwsCore.VISITS, RequestSource.MANUAL);
            core.run(arguments[2]);
            try (OpenDataSet open = core.spice().readers().open(AwsCore.VISITS)) {
                TableChecksum.of(open);
            }
            letCleanersRun();
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                    .dumpHeap(arguments[3], Boolean.parseBoolean(arguments[4]));
        } finally {
            Reference.reachabilityFence(planted);
        }
    }

    /**
     * A login by SCRAM leaves the password with the JDK's cleaner, which wipes it once a collection has found the login's
     * key gone: com.sun.crypto.provider.PBKDF2KeyImpl. Of two collections the second shows that all that the first one
     * found has reached its cleaner.
     */
    private static void letCleanersRun() throws InterruptedException {
        for (int collection = 0; collection < 2; collection++) {
            ReferenceQueue<Object> gone = new ReferenceQueue<>();
            PhantomReference<Object> sentinel = new PhantomReference<>(new Object(), gone);
            try {
                System.gc();
                gone.remove();
            } finally {
                Reference.reachabilityFence(sentinel);
            }
        }
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("Common-Cleaner"))
                .allMatch(thread -> thread.getState() == Thread.State.TIMED_WAITING));
    }
}
