package io.spicerack.pgwire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.spicerack.pgwire.WireClient.Reply;
import io.spicerack.query.QueryRefusal;
import java.io.Closeable;
import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that want to keep all that the port has: its connections, its memory, their own places after they have gone. */
@Timeout(60)
class GreedySqlClientsTest {
    private static final int MESSAGE = 32 << 10;

    private final AtomicLong nanos = new AtomicLong();
    private final FixedRowsEngine engine = new FixedRowsEngine();
    private final List<Closeable> opened = new ArrayList<>();

    private OpenDoor door(int connections, int perPrincipal) {
        SqlLimits limits = new SqlLimits(connections, perPrincipal, 2, MESSAGE, 0, 64 << 20, SqlLimits.Times.DEFAULT);
        OpenDoor door = new OpenDoor(engine, limits, () -> System.nanoTime() + nanos.get(), Optional.empty());
        opened.add(door::close);
        return door;
    }

    private WireClient client(OpenDoor door) throws IOException {
        WireClient client = new WireClient(door.port());
        opened.add(client);
        return client;
    }

    @AfterEach
    void close() throws IOException {
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
    }

    /** Nine times nine seconds: each request had begun the time of the log-in anew. */
    @Test
    void askingAgainAndAgainKeepsNoConnectionThatDoesNotLogIn() throws IOException {
        WireClient client = client(door(10, 10));
        byte[] gss = ByteBuffer.allocate(8).putInt(8).putInt(80877104).array();
        int answer = 'N';
        for (int i = 0; i < 9 && answer == 'N'; i++) {
            answer = client.send(gss).readByte();
            nanos.addAndGet(Duration.ofSeconds(9).toNanos());
        }
        assertThat(client.waitAtMost(5_000).untilEnd()).contains("nobody has logged in within 10 s");
    }

    /** Each had kept its socket for as long as its client liked, and a service has some thousands of them. */
    @Test
    void whoIsNotLetInIsGoneSoonAlsoWhereTheClientStays() throws IOException {
        OpenDoor door = door(1, 1);
        client(door).logIn().untilReady();
        WireClient second = client(door);
        assertThat(second.untilEnd()).contains("C53300");
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            nanos.addAndGet(Duration.ofSeconds(6).toNanos());
            assertThatThrownBy(() -> second.send(new byte[1]).send(new byte[1])).isInstanceOf(SocketException.class);
        });
    }

    /** Its principal had one place fewer from then on, until the service was started anew. */
    @Test
    void whoLeavesWhileTheyAreLetInGivesTheirPlaceBack() throws Exception {
        OpenDoor door = door(1, 1);
        CountDownLatch letIn = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        door.lettingIn = () -> {
            begun.countDown();
            try {
                letIn.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
        try (WireClient client = new WireClient(door.port())) {
            client.logIn();
            begun.await();
        }
        door.lettingIn = () -> {};
        // the port knows that it is gone: the one connection that there may be is free
        await().until(() -> {
            try (WireClient next = new WireClient(door.port())) {
                next.send(WireClient.startUp(3 << 16, "user", "alice", "database", "spicerack"));
                return next.read().type() == 'R';
            }
        });
        letIn.countDown();
        await().untilAsserted(() -> {
            try (WireClient next = new WireClient(door.port())) {
                assertThat(next.logIn().untilReady()).isNotEmpty();
            }
        });
    }

    /** 256 statements of a megabyte each, on each of twenty connections, had been kept, where the service has 512 in all. */
    @Test
    void statementsAndValuesThatAreKeptHaveABoundForEachUser() throws IOException {
        WireClient client = client(door(10, 10)).logIn();
        client.untilReady();
        String comment = "/*" + "x".repeat(MESSAGE - 200) + "*/";
        String refused = "";
        for (int i = 0; i < 40 && refused.isEmpty(); i++) {
            client.send(WireClient.message(
                            'P',
                            WireClient.string("s" + i),
                            WireClient.string("SELECT rows 1 " + comment),
                            new byte[2]))
                    .send(WireClient.message('S'));
            refused = error(client.untilReady());
        }
        assertThat(refused).contains("C54000", "of this user's sessions would take", "the most is " + 32 * MESSAGE);
        // it goes on, and what is let go of makes room
        client.send(WireClient.query("DEALLOCATE ALL"));
        assertThat(error(client.untilReady())).isEmpty();
        client.send(WireClient.query("BEGIN"));
        client.untilReady();
        client.send(WireClient.message('P', WireClient.string("e"), WireClient.string("SELECT echo $1"), new byte[2]));
        byte[] value = "x".repeat(MESSAGE - 200).getBytes(StandardCharsets.US_ASCII);
        refused = "";
        for (int i = 0; i < 40 && refused.isEmpty(); i++) {
            client.send(WireClient.message(
                            'B',
                            WireClient.string("p" + i),
                            WireClient.string("e"),
                            new byte[] {0, 0, 0, 1},
                            ByteBuffer.allocate(4).putInt(value.length).array(),
                            value,
                            new byte[2]))
                    .send(WireClient.message('S'));
            refused = error(client.untilReady());
        }
        assertThat(refused).contains("C54000", "of this user's sessions would take");
    }

    @Test
    void aSessionThatEndsKeepsNothing() throws Exception {
        KeptMemory memory = new KeptMemory(SqlLimits.DEFAULT);
        long most = 32L * SqlLimits.DEFAULT.messageBytes();
        for (int i = 0; i < 10; i++) {
            try (KeptMemory.Share share = memory.share("ann")) {
                share.add(most);
            }
        }
        KeptMemory.Share ann = memory.share("ann");
        ann.add(most);
        assertThatThrownBy(() -> memory.share("ann").add(1))
                .isInstanceOf(QueryRefusal.class)
                .hasMessageContaining("this user's sessions would take " + (most + 1) + " bytes");
        memory.share("bob").add(most);
        memory.share("cem").add(most);
        assertThatThrownBy(() -> memory.share("dan").add(1))
                .isInstanceOf(QueryRefusal.class)
                .hasMessageContaining("all users take the " + 3 * most + " bytes");
        ann.remove(most);
        memory.share("dan").add(1);
    }

    @Test
    void aSavepointsNameIsNoPlaceToKeepAMegabyte() throws IOException {
        WireClient client = client(door(10, 10)).logIn();
        client.untilReady();
        client.send(WireClient.query("BEGIN; SAVEPOINT " + "x".repeat(20_000)));
        assertThat(error(client.untilReady())).contains("C54000", "a savepoint's name has at most 256 letters");
    }

    /** The rows of a cursor that is refused, since its session has portals enough, had stayed open. */
    @Test
    void aCursorThatIsRefusedHoldsNoRows() throws IOException {
        WireClient client = client(door(10, 10)).logIn();
        client.untilReady();
        client.send(WireClient.query("BEGIN"));
        client.untilReady();
        client.send(WireClient.message('P', WireClient.string("e"), WireClient.string("SELECT echo $1"), new byte[2]));
        for (int i = 0; i < 64; i++) {
            client.send(WireClient.message('B', WireClient.string("p" + i), WireClient.string("e"), new byte[] {
                0, 0, 0, 1, -1, -1, -1, -1, 0, 0
            }));
        }
        client.send(WireClient.message('S'));
        client.untilReady();
        client.send(WireClient.query("DECLARE c CURSOR FOR SELECT rows 7; SELECT rows 1"));
        assertThat(error(client.untilReady())).contains("a session has 64 portals");
        FixedRowsEngine.Answering begun = engine.answers.stream()
                .filter(answer -> answer.count() == 7)
                .findFirst()
                .orElseThrow();
        await().until(() -> {
            nanos.addAndGet(Duration.ofSeconds(2).toNanos());
            return begun.closed;
        });
    }

    private static String error(List<Reply> replies) {
        return replies.stream()
                .filter(reply -> reply.type() == 'E')
                .map(Reply::text)
                .findFirst()
                .orElse("");
    }
}
