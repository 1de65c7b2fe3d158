package io.spicerack.flight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.flatbuffers.FlatBufferBuilder;
import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import io.spicerack.core.SetClock;
import io.spicerack.model.Ticker;
import io.spicerack.pgwire.FixedRowsEngine;
import io.spicerack.pgwire.ServerCertificate;
import io.spicerack.tls.TlsFiles;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.arrow.flatbuf.Field;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.MetadataVersion;
import org.apache.arrow.flatbuf.Schema;
import org.apache.arrow.flatbuf.Struct_;
import org.apache.arrow.flatbuf.Type;
import org.apache.arrow.flight.Action;
import org.apache.arrow.flight.CallOptions.GrpcCallOption;
import org.apache.arrow.flight.Criteria;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.FlightConstants;
import org.apache.arrow.flight.FlightDescriptor;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.FlightStatusCode;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.Location;
import org.apache.arrow.flight.Ticket;
import org.apache.arrow.flight.impl.Flight;
import org.apache.arrow.flight.impl.Flight.FlightData;
import org.apache.arrow.flight.impl.FlightServiceGrpc;
import org.apache.arrow.flight.sql.FlightSqlClient;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients of the Flight port that guess, claim, stall or send what nobody asked for: refused in words, and the others go on. */
@Timeout(60)
@SuppressWarnings("try") // closing a stream of Arrow can be interrupted
class HostileFlightClientsTest {
    private static final FlightLimits.Times TIMES = FlightLimits.Times.DEFAULT;

    private final FixedRowsEngine engine = new FixedRowsEngine();
    private final SetClock clock = new SetClock();
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    private OpenFlight door() {
        return door(FlightLimits.DEFAULT);
    }

    private OpenFlight door(FlightLimits limits) {
        OpenFlight door = new OpenFlight(engine, limits, clock.ticker(), Optional.empty());
        open.add(door);
        return door;
    }

    private FlightUser logIn(OpenFlight door, String user) {
        FlightUser made = door.logIn(user);
        open.add(made);
        return made;
    }

    private interface Call {
        void run() throws Exception;
    }

    private static void refused(Call call, FlightStatusCode code, String words) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        FlightRuntimeException.class,
                        e -> assertThat(e.status().code()).isEqualTo(code))
                .hasMessageContaining(words);
    }

    @Test
    void aWrongPasswordAndAnUnknownUserHearTheSameAndTheConnectionIsNotAskedAgain() throws Exception {
        OpenFlight door = door();
        try (BufferAllocator memory = new RootAllocator();
                FlightClient client =
                        FlightClient.builder(memory, door.location()).build()) {
            String words = "28P01: password authentication failed; log in with the user and password of a principal";
            refused(
                    () -> client.authenticateBasicToken(OpenFlight.ALICE, "wrong"),
                    FlightStatusCode.UNAUTHENTICATED,
                    words);
            refused(
                    () -> client.authenticateBasicToken(OpenFlight.ALICE, "password-of-alice"),
                    FlightStatusCode.UNAUTHENTICATED,
                    "a log-in on this connection has failed");
        }
        try (BufferAllocator memory = new RootAllocator();
                FlightClient client =
                        FlightClient.builder(memory, door.location()).build()) {
            refused(
                    () -> client.authenticateBasicToken("nobody", "wrong"),
                    FlightStatusCode.UNAUTHENTICATED,
                    "28P01: password authentication failed; log in with the user and password of a principal");
            refused(
                    () -> client.getInfo(FlightDescriptor.command(new byte[0])),
                    FlightStatusCode.UNAUTHENTICATED,
                    "a log-in on this connection has failed");
        }
        assertThat(door.refused).containsExactly("wrong user or password", "wrong user or password");
    }

    @Test
    void aTokenEndsWithItsTimeWithItsPasswordAndWhenNobodyUsesIt() {
        OpenFlight door = door();
        FlightUser alice = logIn(door, OpenFlight.ALICE);
        String expired = "28000: the token is missing, unknown or expired";
        clock.advance(TIMES.idle().minusSeconds(1));
        assertThat(rows(alice)).isEqualTo(3);
        taken();
        clock.advance(TIMES.idle());
        refused(() -> rows(alice), FlightStatusCode.UNAUTHENTICATED, expired);

        FlightUser again = logIn(door, OpenFlight.ALICE);
        for (Duration used = Duration.ZERO; used.compareTo(TIMES.token()) < 0; used = used.plusMinutes(20)) {
            again.sql().getTableTypes(again.token());
            clock.advance(Duration.ofMinutes(20));
        }
        refused(() -> rows(again), FlightStatusCode.UNAUTHENTICATED, expired);

        FlightUser bob = logIn(door, OpenFlight.BOB);
        assertThat(rows(bob)).isEqualTo(3);
        door.password(OpenFlight.BOB, "another");
        refused(() -> rows(bob), FlightStatusCode.UNAUTHENTICATED, expired);
    }

    /** Time passes, of which what was sent needs some until it has surely been taken. */
    private void taken() {
        await().until(() -> {
            clock.advance(Duration.ofSeconds(1));
            return engine.answers.stream().allMatch(answer -> answer.closed);
        });
    }

    private static int rows(FlightUser user) {
        try {
            return user.rows("SELECT rows 3").size();
        } catch (FlightRuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aStatementIsItsOwnersAlone() {
        OpenFlight door = door();
        FlightUser alice = logIn(door, OpenFlight.ALICE);
        FlightUser bob = logIn(door, OpenFlight.BOB);
        FlightInfo info = alice.sql().execute("SELECT rows 3", alice.token());
        String unknown = "26000: there is no such statement any more";
        refused(() -> bob.rows(info), FlightStatusCode.NOT_FOUND, unknown);
        refused(
                () -> alice.client().getInfo(FlightDescriptor.command(new byte[0]), bob.token()),
                FlightStatusCode.UNAUTHENTICATED,
                "this connection is another user's");
        assertThat(rowsOf(alice, info)).isEqualTo(3);
        refused(() -> alice.rows(info), FlightStatusCode.NOT_FOUND, unknown);
        FlightInfo left = alice.sql().execute("SELECT rows 3", alice.token());
        taken();
        clock.advance(Duration.ofMinutes(2));
        await().untilAsserted(() -> refused(() -> alice.rows(left), FlightStatusCode.NOT_FOUND, unknown));
    }

    private static int rowsOf(FlightUser user, FlightInfo info) {
        try {
            return user.rows(info).size();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whatIsNoQueryIsRefusedInWords() {
        FlightUser alice = logIn(door(), OpenFlight.ALICE);
        FlightSqlClient sql = alice.sql();
        refused(
                () -> sql.executeUpdate("DELETE FROM a", alice.token()),
                FlightStatusCode.UNIMPLEMENTED,
                "nothing is written here: updates, bulk ingestion and Substrait plans are not served");
        refused(
                () -> sql.beginTransaction(alice.token()),
                FlightStatusCode.UNIMPLEMENTED,
                "BeginTransaction is not served");
        refused(
                () -> sql.executeSubstrait(new FlightSqlClient.SubstraitPlan(new byte[] {1}, "1"), alice.token()),
                FlightStatusCode.UNIMPLEMENTED,
                "CommandStatementSubstraitPlan is not served");
        refused(
                () -> sql.getXdbcTypeInfo(alice.token()),
                FlightStatusCode.UNIMPLEMENTED,
                "CommandGetXdbcTypeInfo is not served");
        refused(() -> alice.rows("BEGIN"), FlightStatusCode.UNIMPLEMENTED, "queries are served here");
        refused(() -> alice.rows("SELECT rows 1; SELECT rows 2"), FlightStatusCode.INVALID_ARGUMENT, "2 statements");
        refused(() -> alice.rows("SELEC"), FlightStatusCode.INVALID_ARGUMENT, "42601");
        refused(
                () -> assertThat(alice.client().listFlights(Criteria.ALL, alice.token()))
                        .isEmpty(),
                FlightStatusCode.UNIMPLEMENTED,
                "ListFlights is not served");
        refused(
                () -> assertThat(alice.client().doAction(new Action("DropEverything", new byte[3]), alice.token()))
                        .isExhausted(),
                FlightStatusCode.UNIMPLEMENTED,
                "DropEverything is not served");
        refused(
                () -> alice.client()
                        .getStream(new Ticket(new byte[] {1, 2, 3}), alice.token())
                        .next(),
                FlightStatusCode.INVALID_ARGUMENT,
                "no message of Arrow Flight SQL");
        assertThat(rows(alice)).isEqualTo(3);
    }

    @Test
    void noStreamOfBytesIsTakenForAClient() throws IOException {
        OpenFlight door = door();
        FlightUser alice = logIn(door, OpenFlight.ALICE);
        for (String bytes : List.of(
                "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
                "\u0000\u0000\u0000\u0008\u0004\u00d2\u0016\u002f",
                "x".repeat(100_000))) {
            try (Socket client = new Socket("127.0.0.1", door.port())) {
                client.setSoTimeout(20_000);
                client.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
                String answer = untilEnd(client);
                assertThat(answer).doesNotContain("spicerack", "Exception", "java");
            } catch (SocketException e) {
                // reset
            }
        }
        assertThat(rows(alice)).isEqualTo(3);
    }

    private static String untilEnd(Socket client) throws IOException {
        return new String(client.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    @Test
    void whoDoesNotLogInOrSendsHalfARequestIsCut() throws Exception {
        OpenFlight door = door();
        FlightUser alice = logIn(door, OpenFlight.ALICE);
        assertThat(rows(alice)).isEqualTo(3);
        try (Socket silent = new Socket("127.0.0.1", door.port());
                Socket half = new Socket("127.0.0.1", door.port())) {
            half.getOutputStream().write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0".getBytes(StandardCharsets.US_ASCII));
            for (Socket each : List.of(silent, half)) {
                each.setSoTimeout(20_000);
            }
            await().until(() -> half.getInputStream().available() > 0);
            clock.advance(TIMES.login());
            for (Socket each : List.of(silent, half)) {
                assertThatThrownBy(() -> {
                            untilEnd(each);
                            throw new SocketException("ended");
                        })
                        .isInstanceOf(SocketException.class);
            }
        }
        CompletableFuture<String> begun = new CompletableFuture<>();
        ((GrpcCallOption) alice.token())
                .wrapStub(FlightServiceGrpc.newStub(channel(door)))
                .doPut(new Told<>(begun));
        await().until(() -> {
            clock.advance(Duration.ofSeconds(10));
            return begun.isDone();
        });
        assertThat(begun.get()).contains("UNAVAILABLE");
        assertThat(rows(logIn(door, OpenFlight.ALICE))).isEqualTo(3);
    }

    @Test
    void connectionsStatementsMessagesAndRowsHaveTheirBounds() throws Exception {
        FlightLimits narrow = new FlightLimits(
                4, 2, 2, 16 << 10, 16L << 20, new FlightLimits.Statement(5000, 1 << 20, Duration.ofMinutes(1)), TIMES);
        OpenFlight door = door(narrow);
        FlightUser alice = logIn(door, OpenFlight.ALICE);
        FlightUser second = logIn(door, OpenFlight.ALICE);
        assertThat(rows(alice) + rows(second)).isEqualTo(6);
        refused(
                () -> door.logIn(OpenFlight.ALICE),
                FlightStatusCode.RESOURCE_EXHAUSTED,
                "53300: too many connections of this user: 2 are open, the most");
        FlightUser bob = logIn(door, OpenFlight.BOB);
        Socket fourth = new Socket("127.0.0.1", door.port());
        open.add(fourth);
        assertThatThrownBy(() -> door.logIn(OpenFlight.BOB))
                .isInstanceOfSatisfying(
                        FlightRuntimeException.class,
                        e -> assertThat(e.status().code()).isEqualTo(FlightStatusCode.UNAVAILABLE));
        refused(
                () -> bob.rows("SELECT rows 3 " + " ".repeat(20_000)),
                FlightStatusCode.RESOURCE_EXHAUSTED,
                "gRPC message exceeds maximum size 16384");
        refused(() -> bob.rows("SELECT rows 6000"), FlightStatusCode.RESOURCE_EXHAUSTED, "more than 5000 rows");
        refused(
                () -> {
                    for (int i = 0; i < 100; i++) {
                        bob.sql().execute("SELECT rows 3", bob.token());
                    }
                },
                FlightStatusCode.RESOURCE_EXHAUSTED,
                "this user has 64 statements open, the most");
        assertThat(rows(alice)).isEqualTo(3);
    }

    @Test
    void aStatementThatTakesTooLongEndsAndAClientThatTakesNothingIsCut() throws Exception {
        OpenFlight door = door();
        FlightUser alice = logIn(door, OpenFlight.ALICE);
        FlightInfo sleep = alice.sql().execute("SELECT sleep", alice.token());
        try (FlightStream stream = alice.stream(sleep)) {
            engine.sleeping.acquire();
            clock.advance(FlightLimits.DEFAULT.statement().time());
            refused(stream::next, FlightStatusCode.CANCELLED, "57014: canceling statement due to statement timeout");
        }
        FlightUser slow = logIn(door, OpenFlight.ALICE);
        try (FlightStream stream = slow.stream(slow.sql().execute("SELECT rows 100000000", slow.token()))) {
            assertThat(stream.next()).isTrue();
            // on a busy machine it may have stood still for another reason
            await().until(() -> {
                if (isStill(() -> engine.answers.get(engine.answers.size() - 1).given())) {
                    clock.advance(TIMES.take());
                }
                return engine.answers.stream().allMatch(answer -> answer.closed);
            });
            assertThatThrownBy(() -> {
                        while (stream.next()) {
                            assertThat(stream.getRoot().getRowCount()).isPositive();
                        }
                    })
                    .isInstanceOf(FlightRuntimeException.class);
        }
    }

    private static boolean isStill(LongSupplier number) throws InterruptedException {
        long before = number.getAsLong();
        Thread.sleep(300);
        return number.getAsLong() == before;
    }

    @Test
    void aSchemaThatSaysItIsLargerThanAnyMemoryIsNotBelieved() throws Exception {
        OpenFlight door = door();
        FlightUser alice = logIn(door, OpenFlight.ALICE);
        var stub = ((GrpcCallOption) alice.token()).wrapStub(FlightServiceGrpc.newStub(channel(door)));
        FlightSqlClient.PreparedStatement echo = alice.sql().prepare("SELECT echo $1", alice.token());
        byte[] command =
                echo.execute(alice.token()).getEndpoints().get(0).getTicket().getBytes();
        FlightData data = FlightData.newBuilder()
                .setFlightDescriptor(Flight.FlightDescriptor.newBuilder().setCmd(ByteString.copyFrom(command)))
                .setDataHeader(ByteString.copyFrom(bomb()))
                .build();
        CompletableFuture<String> answer = new CompletableFuture<>();
        StreamObserver<FlightData> put = stub.doPut(new Told<>(answer));
        put.onNext(data);
        assertThat(answer.get(20, TimeUnit.SECONDS))
                .contains("INVALID_ARGUMENT", "came as a list, a dictionary or the like");

        CompletableFuture<String> cancelled = new CompletableFuture<>();
        byte[] request = Flight.CancelFlightInfoRequest.newBuilder()
                .setInfo(Flight.FlightInfo.newBuilder().setSchema(ByteString.copyFrom(bomb())))
                .build()
                .toByteArray();
        stub.doAction(
                Flight.Action.newBuilder()
                        .setType(FlightConstants.CANCEL_FLIGHT_INFO.getType())
                        .setBody(ByteString.copyFrom(request))
                        .build(),
                new Told<>(cancelled));
        assertThat(cancelled.get(20, TimeUnit.SECONDS)).isEqualTo("done");

        CompletableFuture<String> exchanged = new CompletableFuture<>();
        stub.doExchange(new Told<>(exchanged)).onNext(data);
        assertThat(exchanged.get(20, TimeUnit.SECONDS)).contains("UNIMPLEMENTED", "DoExchange is not served");
        echo.close(alice.token());
        assertThat(rows(alice)).isEqualTo(3);
    }

    private ManagedChannel channel(OpenFlight door) {
        ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", door.port())
                .usePlaintext()
                .build();
        open.add(channel::shutdownNow);
        return channel;
    }

    /** How a call ended. */
    private record Told<T>(CompletableFuture<String> end) implements StreamObserver<T> {
        @Override
        public void onNext(T value) {}

        @Override
        public void onError(Throwable why) {
            end.complete(why.toString());
        }

        @Override
        public void onCompleted() {
            end.complete("done");
        }
    }

    /** Forty structs, each with two children that are both the next one: a thousand thousand million fields in two thousand bytes. */
    private static byte[] bomb() {
        FlatBufferBuilder builder = new FlatBufferBuilder();
        int name = builder.createString("a");
        int child = 0;
        for (int depth = 0; depth < 40; depth++) {
            Struct_.startStruct_(builder);
            int type = Struct_.endStruct_(builder);
            int children = depth == 0
                    ? Field.createChildrenVector(builder, new int[0])
                    : Field.createChildrenVector(builder, new int[] {child, child});
            child = Field.createField(builder, name, true, Type.Struct_, type, 0, children, 0);
        }
        int fields = Schema.createFieldsVector(builder, new int[] {child});
        int schema = Schema.createSchema(builder, (short) 0, fields, 0, 0);
        builder.finish(Message.createMessage(builder, MetadataVersion.V5, MessageHeader.Schema, schema, 0, 0));
        return builder.sizedByteArray();
    }

    @Test
    void withACertificateItSpeaksTlsAlone() throws Exception {
        OpenFlight door = new OpenFlight(
                engine,
                FlightLimits.DEFAULT,
                Ticker.SYSTEM,
                Optional.of(new ServerCertificate(TlsFiles.path("server.pem"), TlsFiles.path("server.key"))));
        open.add(door);
        assertThatThrownBy(() -> door.logIn(OpenFlight.ALICE)).isInstanceOf(FlightRuntimeException.class);
        try (BufferAllocator memory = new RootAllocator();
                FlightClient client = FlightClient.builder(memory, Location.forGrpcTls("127.0.0.1", door.port()))
                        .trustedCertificates(Files.newInputStream(TlsFiles.path("authority.pem")))
                        .build()) {
            var token = client.authenticateBasicToken(OpenFlight.ALICE, "password-of-alice")
                    .orElseThrow();
            assertThat(new FlightSqlClient(client)
                            .execute("SELECT rows 3", token)
                            .getEndpoints())
                    .hasSize(1);
        }
        try (BufferAllocator memory = new RootAllocator();
                FlightClient client = FlightClient.builder(memory, Location.forGrpcTls("127.0.0.1", door.port()))
                        .trustedCertificates(Files.newInputStream(TlsFiles.path("self-signed.pem")))
                        .build()) {
            assertThatThrownBy(() -> client.authenticateBasicToken(OpenFlight.ALICE, "password-of-alice"))
                    .isInstanceOf(FlightRuntimeException.class);
        }
        assertThat(door.refused).isEmpty();
    }
}
