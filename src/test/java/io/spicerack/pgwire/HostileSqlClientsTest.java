package io.spicerack.pgwire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spicerack.TakesLong;
import io.spicerack.core.reading.Outlet;
import io.spicerack.envelope.KeyUnavailableException;
import io.spicerack.envelope.KeyUnavailableException.Reason;
import io.spicerack.model.KeyReference;
import io.spicerack.pgwire.WireClient.Reply;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What no client would send, and clients that take their time: each hears why, and the next one is served. */
@TakesLong
@Timeout(120)
class HostileSqlClientsTest {
    private static final int PROTOCOL = 3 << 16;
    private static final AtomicLong NANOS = new AtomicLong();
    private static final FixedRowsEngine ENGINE = new FixedRowsEngine();
    private static OpenDoor door;

    @BeforeAll
    static void open() {
        SqlLimits few = new SqlLimits(6, 3, 4, 32 << 10, 0, 64 << 20, SqlLimits.Times.DEFAULT);
        door = new OpenDoor(ENGINE, few, () -> System.nanoTime() + NANOS.get(), Optional.empty());
    }

    @AfterAll
    static void close() throws Exception {
        try (Connection connection = connected();
                ResultSet rows = connection.createStatement().executeQuery("SELECT rows 1")) {
            assertThat(rows.next())
                    .as("whoever comes after all of them is served")
                    .isTrue();
        }
        door.close();
    }

    private static Connection connected() throws Exception {
        return door.connect(Map.of());
    }

    @Test
    void aFirstMessageThatIsNoneOfTheProtocolIsRefused() throws IOException {
        for (byte[] first : List.of(
                "GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII),
                ByteBuffer.allocate(8).putInt(1 << 30).putInt(PROTOCOL).array(),
                ByteBuffer.allocate(8).putInt(-1).putInt(PROTOCOL).array(),
                ByteBuffer.allocate(8).putInt(4).putInt(PROTOCOL).array())) {
            try (WireClient client = new WireClient(door.port())) {
                assertThat(client.send(first).untilEnd()).contains("C08P01").contains("none of PostgreSQL's protocol");
            }
        }
    }

    @Test
    void anOldProtocolIsNamedAndRefused() throws IOException {
        try (WireClient client = new WireClient(door.port())) {
            assertThat(client.send(WireClient.startUp(2 << 16, "user", "alice")).untilEnd())
                    .contains("C0A000")
                    .contains("unsupported frontend protocol 2.0: server supports 3.0");
        }
    }

    @Test
    void aNewerProtocolIsNegotiated() throws IOException {
        try (WireClient client = new WireClient(door.port())) {
            client.send(WireClient.startUp(PROTOCOL + 2, "user", "alice", "database", "spicerack", "_pq_.wonder", "1"));
            Reply negotiated = client.expect('v');
            assertThat(negotiated.text()).startsWith("\0\0\0\0\0\0\0\1").contains("_pq_.wonder");
            client.expect('R');
        }
    }

    @Test
    void withoutACertificateTlsAndGssAreDeclinedAndTheClientMayGoOn() throws IOException {
        try (WireClient client = new WireClient(door.port())) {
            client.send(ByteBuffer.allocate(8).putInt(8).putInt(80877104).array());
            assertThat(client.readByte()).isEqualTo('N');
            client.send(ByteBuffer.allocate(8).putInt(8).putInt(80877103).array());
            assertThat(client.readByte()).isEqualTo('N');
            client.logIn();
            assertThat(client.untilReady()).extracting(Reply::type).contains('K', 'Z');
        }
    }

    @Test
    void whatComesWithARequestForTlsIsNotReadAsIfItHadBeenSealed() throws IOException {
        try (WireClient client = new WireClient(door.port())) {
            byte[] request = ByteBuffer.allocate(8).putInt(8).putInt(80877103).array();
            byte[] more = WireClient.startUp(PROTOCOL, "user", "alice", "database", "spicerack");
            byte[] both = ByteBuffer.allocate(request.length + more.length)
                    .put(request)
                    .put(more)
                    .array();
            assertThat(client.send(both).untilEnd()).contains("C08P01").contains("received unencrypted data");
        }
    }

    @Test
    void noMessageButThePasswordIsTakenBeforeTheLogIn() throws IOException {
        try (WireClient client = new WireClient(door.port())) {
            client.send(WireClient.startUp(PROTOCOL, "user", "alice", "database", "spicerack"));
            client.expect('R');
            assertThat(client.send(WireClient.query("SELECT rows 1")).untilEnd())
                    .contains("C08P01");
        }
        try (WireClient client = new WireClient(door.port())) {
            client.send(WireClient.startUp(PROTOCOL, "user", "alice", "database", "spicerack"));
            client.expect('R');
            byte[] long20k = new byte[20_000];
            assertThat(client.send(WireClient.message('p', long20k)).untilEnd()).contains("C54000");
        }
    }

    @Test
    void aProofOfAnotherPasswordAndATruncatedOneAreRefusedAlike() throws IOException {
        for (String password : List.of("", "Correcthorsebatterystaple")) {
            try (WireClient client = new WireClient(door.port())) {
                assertThat(client.logIn(OpenDoor.USER, password.isEmpty() ? " " : password)
                                .untilEnd())
                        .contains("C28P01")
                        .contains("password authentication failed for user \"alice\"");
            }
        }
        try (WireClient client = new WireClient(door.port())) {
            assertThat(client.logIn("nobody", OpenDoor.PASSWORD).untilEnd())
                    .contains("C28P01")
                    .contains("password authentication failed for user \"nobody\"");
        }
    }

    @Test
    void anotherDatabaseAndReplicationAreRefused() throws IOException {
        try (WireClient client = new WireClient(door.port())) {
            assertThat(client.send(WireClient.startUp(PROTOCOL, "user", "alice"))
                            .untilEnd())
                    .contains("C3D000");
        }
        try (WireClient client = new WireClient(door.port())) {
            assertThat(client.send(WireClient.startUp(
                                    PROTOCOL, "user", "alice", "database", "spicerack", "replication", "database"))
                            .untilEnd())
                    .contains("C0A000");
        }
    }

    @Test
    void aGigabyteIsRefusedAtItsHeader() throws IOException {
        try (WireClient client = new WireClient(door.port())) {
            client.logIn().untilReady();
            byte[] head = ByteBuffer.allocate(5).put((byte) 'Q').putInt(1 << 30).array();
            assertThat(client.send(head).untilEnd())
                    .contains("C54000")
                    .contains("a message has 1073741824 bytes; the most is 32768");
        }
    }

    @Test
    void aHalfSentMessageAndAnIdleClientAreCutInTime() throws IOException {
        try (WireClient half = new WireClient(door.port());
                WireClient idle = new WireClient(door.port());
                WireClient silent = new WireClient(door.port())) {
            half.logIn().untilReady();
            idle.logIn().untilReady();
            half.send(ByteBuffer.allocate(7).put((byte) 'Q').putInt(100).array());
            assertThat(cutAfter(half, Duration.ofSeconds(31))).contains("was not there whole within 30 s");
            assertThat(cutAfter(silent, Duration.ofSeconds(11))).contains("nobody has logged in within 10 s");
            assertThat(cutAfter(idle, Duration.ofMinutes(31))).contains("C57P05");
        }
    }

    /** What a client hears once it has waited for so long; once more where its bytes were still on their way. */
    private static String cutAfter(WireClient client, Duration time) throws IOException {
        while (true) {
            NANOS.addAndGet(time.toNanos());
            try {
                return client.waitAtMost(500).untilEnd();
            } catch (SocketTimeoutException e) {
                // it had not begun to wait
            }
        }
    }

    @Test
    void tooManyOfOneUserAndTooManyInAllAreRefused() throws IOException {
        List<WireClient> clients = new ArrayList<>();
        try {
            await().untilAsserted(() -> {
                for (WireClient client : clients) {
                    client.close();
                }
                clients.clear();
                for (int i = 0; i < 3; i++) {
                    clients.add(new WireClient(door.port()));
                    assertThat(clients.get(i).logIn().untilReady()).isNotEmpty();
                }
            });
            try (WireClient fourth = new WireClient(door.port())) {
                assertThat(fourth.logIn().untilEnd()).contains("C53300").contains("3 are open, the most");
            }
            await().untilAsserted(() -> {
                while (clients.size() < 6) {
                    clients.add(new WireClient(door.port()));
                }
                try (WireClient seventh = new WireClient(door.port())) {
                    assertThat(seventh.untilEnd()).contains("C53300").contains("too many clients already: 6");
                }
            });
        } finally {
            for (WireClient client : clients) {
                client.close();
            }
        }
        // the others find their places free again
        await().untilAsserted(() -> {
            try (WireClient one = new WireClient(door.port());
                    WireClient two = new WireClient(door.port())) {
                for (WireClient each : List.of(one, two)) {
                    each.send(WireClient.startUp(PROTOCOL, "user", "alice", "database", "spicerack"))
                            .expect('R');
                }
            }
        });
    }

    @Test
    void aClientThatGoesAwayEndsWhatItRuns() throws Exception {
        ENGINE.sleeping.drainPermits();
        WireClient client = new WireClient(door.port());
        client.logIn().untilReady();
        client.send(WireClient.query("SELECT sleep"));
        ENGINE.sleeping.acquire();
        client.close();
        // four statements at a time: all of their threads would sleep for ever
        for (int i = 0; i < 4; i++) {
            try (WireClient next = new WireClient(door.port())) {
                next.logIn().untilReady();
                next.send(WireClient.query("SELECT rows 1"));
                assertThat(next.untilReady()).extracting(Reply::type).contains('D', 'C');
                next.send(WireClient.query("SELECT sleep"));
                ENGINE.sleeping.acquire();
            }
        }
    }

    @Test
    void aClientThatTakesNothingHoldsALittleAndIsCut() throws Exception {
        try (WireClient client = new WireClient(door.port())) {
            client.logIn().untilReady();
            client.send(WireClient.query("SELECT rows 50000000"));
            FixedRowsEngine.Answering answer = running(50_000_000);
            await().until(() -> {
                long seen = answer.given();
                Thread.onSpinWait();
                return seen > 0 && seen == answer.given();
            });
            assertThat(answer.given()).isLessThan(1_000_000);
            NANOS.addAndGet(Duration.ofMinutes(1).toNanos());
            await().until(() -> answer.closed);
            client.untilEnd();
        }
    }

    private static FixedRowsEngine.Answering running(long count) {
        await().until(() -> ENGINE.answers.stream().anyMatch(answer -> answer.count() == count));
        return ENGINE.answers.stream()
                .filter(answer -> answer.count() == count)
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    /** The key is disabled while a client takes its rows: the connection is reset, with what waits in its buffers. */
    @Test
    void rowsThatWaitForASlowClientAreTakenBackWhenTheirKeyShuts() throws Exception {
        try (WireClient client = new WireClient(door.port())) {
            client.logIn().untilReady();
            client.send(WireClient.query("SELECT rows 40000000"));
            client.expect('T');
            client.expect('D');
            FixedRowsEngine.Answering answer = running(40_000_000);
            CountDownLatch shut = new CountDownLatch(1);
            Outlet outlet = Objects.requireNonNull(answer.outlet);
            outlet.shut(disabled(), shut::countDown);
            shut.await();
            String rest = client.untilEnd();
            assertThat(rest.length())
                    .as("no more than the client's own buffers held")
                    .isLessThan(256 << 10);
            await().until(() -> answer.closed);
        }
    }

    private static KeyUnavailableException disabled() {
        return new KeyUnavailableException(new KeyReference("key"), Reason.DISABLED, "the key is disabled", null);
    }

    @Test
    void brokenMessagesEndOneConnectionInWords() throws IOException {
        for (byte[] broken : List.of(
                WireClient.message('Q', "no end".getBytes(StandardCharsets.US_ASCII)),
                WireClient.message('Q', new byte[] {(byte) 0xc3, 0x28, 0}),
                WireClient.message('B', new byte[] {0, 0, 0x7f, (byte) 0xff}),
                WireClient.message('D', new byte[] {'X', 0}),
                WireClient.message('E', WireClient.string("")),
                WireClient.message('~', new byte[0]),
                WireClient.message('F', new byte[8]),
                WireClient.message('S', new byte[1]))) {
            try (WireClient client = new WireClient(door.port())) {
                client.logIn().untilReady();
                assertThat(client.send(broken).untilEnd()).containsAnyOf("C08P01", "C22021");
            }
        }
    }

    @Test
    void mutatedMessagesNeverEndTheDoor() throws IOException {
        Random random = new Random(Long.getLong("fuzz.seed", 19));
        byte[] good = join(
                WireClient.message('P', WireClient.string("s"), WireClient.string("SELECT echo $1, $2"), new byte[] {
                    0, 2, 0, 0, 0, 23, 0, 0, 0, 25
                }),
                WireClient.message(
                        'B',
                        WireClient.string(""),
                        WireClient.string("s"),
                        new byte[] {0, 1, 0, 1, 0, 2, 0, 0, 0, 4, 0, 0, 0, 7},
                        new byte[] {0, 0, 0, 1, 'x', 0, 1, 0, 1}),
                WireClient.message('D', new byte[] {'P', 0}),
                WireClient.message('E', WireClient.string(""), new byte[] {0, 0, 0, 0}),
                WireClient.message('S'),
                WireClient.query("BEGIN; SELECT rows 3; COPY (SELECT rows 2) TO STDOUT (FORMAT csv); COMMIT"));
        for (int round = 0; round < 60; round++) {
            byte[] bad = good.clone();
            for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
            }
            try (WireClient client = new WireClient(door.port())) {
                client.logIn().untilReady();
                client.send(bad).send(WireClient.message('X')).endOutput();
                String said = client.untilEnd();
                assertThat(said).as("round %d", round).doesNotContain("XX000");
            } catch (SocketException | SocketTimeoutException e) {
                // it was cut while it still sent, or waits for the rest of a message that it claimed
            }
        }
    }

    private static byte[] join(byte[]... parts) {
        int size = 0;
        for (byte[] part : parts) {
            size += part.length;
        }
        ByteBuffer all = ByteBuffer.allocate(size);
        for (byte[] part : parts) {
            all.put(part);
        }
        return all.array();
    }
}
