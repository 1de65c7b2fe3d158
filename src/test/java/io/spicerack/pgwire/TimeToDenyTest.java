package io.spicerack.pgwire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.spicerack.WithServers;
import io.spicerack.admin.ManagementConfig;
import io.spicerack.admin.ManagementServer;
import io.spicerack.core.CoreFixture;
import io.spicerack.core.SampleRows;
import io.spicerack.core.WithCore;
import io.spicerack.core.reading.OpenDataSet;
import io.spicerack.envelope.KeyUnavailableException;
import io.spicerack.model.KeyReference;
import io.spicerack.model.KeyState;
import io.spicerack.table.RowGroup;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * How long three readers go on whose key is shut: one of rows in this process, one over HTTP and one over SQL, both of which take
 * what comes through a small window. It prints the table of docs/operations.md; the seconds are those of a clock that the test
 * moves, the milliseconds real.
 */
@WithCore
@WithServers
@Timeout(300)
class TimeToDenyTest {
    private static final Duration PERIOD = Duration.ofSeconds(5);

    /** What a client's own side, and the way to it, may have taken in before. */
    private static final int ON_ITS_SIDE = 256 << 10;

    private final CoreFixture core;
    private final Path token;
    private final ManagementServer management;
    private final GrantedDoor door;

    TimeToDenyTest(CoreFixture core) {
        this.core = core;
        token = core.directory().resolve("management.token");
        management = ManagementServer.start(new ManagementConfig("127.0.0.1", 0, token), core.spice(), core.clock());
        door = new GrantedDoor(core);
    }

    @AfterEach
    void close() {
        door.close();
        management.close();
    }

    @Test
    void everyReaderIsDeniedWithinItsBound() throws Exception {
        System.out.println("| what happens | decided after | silent after | bytes that came yet: HTTP, SQL |");
        System.out.println("|---|---|---|---|");
        measured("lock-down", 0, key -> core.spice().lockdown().lockDown(List.of(key)));
        measured("key disabled in KMS by somebody else", 5, this::disable);
        for (int hours : List.of(2, -2)) {
            measured("the same, and the clock set " + hours + " h for 8 s", 5, key -> {
                core.clock().step(Duration.ofHours(hours));
                pass(8);
                disable(key);
                core.clock().step(Duration.ofHours(-hours));
            });
        }
        measured("KMS does not answer", 61, key -> core.keys().reachable(false));
        core.keys().reachable(true);
        measured("KMS does not answer, and the clock is set -2 h", 61, key -> {
            core.keys().reachable(false);
            core.clock().step(Duration.ofHours(-2));
        });
    }

    private interface Shutting {
        void shut(KeyReference key) throws Exception;
    }

    private void disable(KeyReference key) {
        core.keys().set(key, KeyState.Disabled);
    }

    /** What the service does meanwhile. */
    private void pass(int seconds) {
        for (int i = 0; i < seconds; i++) {
            core.clock().advance(Duration.ofSeconds(1));
            core.spice().readers().renew();
            core.spice().readers().cutOld();
        }
    }

    private void measured(String what, int most, Shutting shutting) throws Exception {
        String name = "d" + what.replaceAll("[^a-z0-9]", "");
        // after what was seen of the key of the case before, whose name may be the same
        core.clock().advance(Duration.ofSeconds(1));
        KeyReference key = core.createDefaultKey(name);
        try (OpenDataSet reader = core.spice().readers().open(core.publish(name, SampleRows.of(60_000, 10_000)));
                Socket http = rows(name);
                WireClient sql = query(name)) {
            core.spice().keyWatch().look();
            await().until(() -> core.spice().readers().under(key).size() >= 3);
            List<OpenDataSet> open = core.spice().readers().under(key);
            long begun = System.nanoTime();
            shutting.shut(key);
            int seconds = 0;
            while (!open.stream().allMatch(OpenDataSet::isCut)) {
                pass(1);
                seconds++;
                assertThat(seconds).as(what).isLessThanOrEqualTo(most);
                if (seconds % PERIOD.toSeconds() == 0) {
                    core.spice().keyWatch().look();
                }
            }
            await().pollInterval(Duration.ofMillis(5)).until(() -> open.stream().allMatch(OpenDataSet::isSilent));
            long millis = (System.nanoTime() - begun) / 1_000_000;
            assertThatThrownBy(() -> reader.next(new RowGroup(reader.schema())))
                    .isInstanceOf(KeyUnavailableException.class);
            long overHttp = rest(http);
            long overSql = sql.untilEnd().length();
            assertThat(overHttp).as(what).isLessThan(ON_ITS_SIDE);
            assertThat(overSql).as(what).isLessThan(ON_ITS_SIDE);
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %s | %,d ms | %,d, %,d |%n",
                    what,
                    seconds == 0 ? "at once" : seconds + " s",
                    millis,
                    overHttp,
                    overSql);
        }
    }

    private Socket rows(String dataSet) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4 << 10);
        socket.connect(new InetSocketAddress(
                management.url().getHost(), management.url().getPort()));
        socket.setSoTimeout(20_000);
        socket.getOutputStream()
                .write(("GET /data-sets/" + dataSet + "/rows HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer "
                                + Files.readString(token) + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        assertThat(socket.getInputStream().readNBytes(12)).asString().isEqualTo("HTTP/1.1 200");
        return socket;
    }

    private WireClient query(String dataSet) throws IOException {
        WireClient client = door.client("ann");
        client.untilReady();
        client.send(WireClient.query("SELECT v.*, w.name FROM " + dataSet + " v CROSS JOIN " + dataSet + " w"));
        client.expect('T');
        client.expect('D');
        return client;
    }

    private static long rest(Socket slow) {
        long rest = 0;
        try {
            byte[] buffer = new byte[4 << 10];
            for (int read = slow.getInputStream().read(buffer);
                    read >= 0;
                    read = slow.getInputStream().read(buffer)) {
                rest += read;
            }
        } catch (IOException e) {
            // reset
        }
        return rest;
    }
}
