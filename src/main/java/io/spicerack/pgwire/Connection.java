package io.spicerack.pgwire;

import io.spicerack.core.reading.Outlet;
import io.spicerack.http.ConnectionReset;
import io.spicerack.model.Ticker.Moment;
import io.spicerack.query.QueryCaller;
import io.spicerack.query.QueryRefusal;
import io.spicerack.query.SqlState;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client. The event loop cuts what it sends into messages and sends the answers, a piece at a time as the client takes
 * them; workers make them. All is of the event loop, but for what says otherwise.
 */
final class Connection implements OpenClient, SqlLogin.Port {
    private static final Logger LOGGER = LoggerFactory.getLogger(Connection.class);

    /** What may wait to be sent: so much of an answer is made ahead of a client. */
    private static final int MOST_UNSENT = 128 << 10;

    /** Messages that wait to be answered. */
    private static final int MOST_PENDING = 256;

    private enum Phase {
        STARTING,
        TALKING,
        /** All is said; what the client still sends is passed over. */
        ENDING,
        CLOSED
    }

    private final NetSocket socket;
    private final Context loop;
    private final ConnectionResources port;
    private final Frames frames = new Frames();
    private final Deque<Frame> pending = new ArrayDeque<>();
    private Phase phase = Phase.STARTING;
    private final Moment begun;
    private Moment since;
    private boolean asked;
    private boolean upgrading;
    private boolean working;
    private boolean settling;
    private boolean paused;
    private long held;
    private final Talk talk;
    private final PrincipalPlace place;

    Connection(NetSocket socket, Context loop, ConnectionResources port) {
        this.socket = socket;
        this.loop = loop;
        this.port = port;
        this.talk = new Talk(new SqlLogin(this));
        this.place = new PrincipalPlace(port.connections());
        this.begun = port.ticker().now();
        this.since = begun;
    }

    void begin() {
        socket.setWriteQueueMaxSize(MOST_UNSENT);
        socket.closeHandler(closed -> closed());
        socket.exceptionHandler(broken -> socket.close());
        if (!port.connections().enter(this)) {
            if (!port.connections().turnAway(this)) {
                reset(() -> {});
                return;
            }
            end(new FatalException(
                    SqlState.TOO_MANY_CONNECTIONS,
                    "sorry, too many clients already: " + port.limits().connections()
                            + " are connected, the most (spicerack.sql.connections)"));
            return;
        }
        socket.drainHandler(taken -> {
            since = port.ticker().now();
            proceed();
        });
        socket.handler(this::received);
    }

    private void received(Buffer data) {
        if (phase == Phase.ENDING || phase == Phase.CLOSED) {
            return;
        }
        if (upgrading) {
            // sent in the clear where all had to be sealed: somebody stands between
            reset(() -> {});
            return;
        }
        if (frames.waiting() == 0 && !working) {
            since = port.ticker().now();
        }
        frames.add(data.getBytes());
        hold(data.length());
        goOn();
    }

    private void goOn() {
        try {
            cut();
        } catch (FatalException e) {
            end(e);
            return;
        }
        proceed();
    }

    /** Cuts what has come into messages. */
    private void cut() throws FatalException {
        while (phase == Phase.STARTING && !upgrading) {
            Frame frame = frames.start();
            if (frame == null) {
                return;
            }
            hold(-frame.body().length - 4L);
            start(frame);
        }
        int most = talk.now().isLoggedIn() ? port.limits().messageBytes() : Frames.MOST_AT_START;
        while (phase == Phase.TALKING && pending.size() < MOST_PENDING) {
            Frame frame = frames.next(most);
            if (frame == null) {
                break;
            }
            if (pending.isEmpty() && !working && talk.now().isUnsettled()) {
                // it has read our last word before it says its next
                settling = true;
            }
            pending.add(frame);
            if (!talk.now().isLoggedIn()) {
                // what a message may have depends on whether this one lets the client in
                break;
            }
        }
        pause();
    }

    private void start(Frame frame) throws FatalException {
        int code = StartUp.code(frame);
        if (code == StartUp.CANCEL) {
            FrameReader in = new FrameReader(frame);
            in.readInt();
            if (!port.connections().cancel(in.readInt(), in.readInt())) {
                port.users().refused("cancel request of nobody", address());
            }
            phase = Phase.ENDING;
            socket.close();
        } else if (code == StartUp.TLS || code == StartUp.GSS) {
            boolean yes = code == StartUp.TLS && port.secrecy().tls() && !socket.isSsl();
            if (frames.waiting() > 0 || (asked && !yes && code == StartUp.TLS)) {
                throw new FatalException(
                        SqlState.PROTOCOL_VIOLATION,
                        "received unencrypted data after SSL or GSSAPI encryption request");
            }
            asked |= code == StartUp.TLS;
            socket.write(yes ? "S" : "N");
            if (yes) {
                upgrade();
            }
        } else {
            if (port.secrecy().tls() && !socket.isSsl()) {
                throw new FatalException(
                        SqlState.INVALID_AUTHORIZATION_SPECIFICATION,
                        "this port lets nobody in without TLS; connect with sslmode=require, or better verify-full");
            }
            phase = Phase.TALKING;
            pending.add(frame);
        }
    }

    private void upgrade() {
        upgrading = true;
        socket.upgradeToSsl().onComplete(upgrade -> {
            upgrading = false;
            if (upgrade.failed()) {
                socket.close();
            }
        });
    }

    /** Reads no more than is answered in time. */
    private void pause() {
        boolean full =
                pending.size() >= MOST_PENDING || held > 2L * port.limits().messageBytes();
        if (full && !paused && !pending.isEmpty()) {
            paused = true;
            socket.pause();
        } else if (!full && paused) {
            paused = false;
            socket.resume();
        }
    }

    private void hold(long more) {
        held += more;
        if (!port.connections().hold(more) && more > 0) {
            end(new FatalException(
                    SqlState.OUT_OF_MEMORY, "the messages of all clients take more memory than there is for them"));
        }
    }

    /** Has a worker make the next piece, where there is something to make and room to send it. */
    private void proceed() {
        boolean talks = phase == Phase.TALKING && !working && !socket.writeQueueFull();
        if (!talks || (pending.isEmpty() && !talk.now().isBusy() && !settling)) {
            return;
        }
        working = true;
        boolean settle = settling;
        settling = false;
        List<Frame> ready = List.copyOf(pending);
        port.workers().run(() -> talk.make(ready, settle), this::made, this::failed);
    }

    private void made(Piece piece) {
        working = false;
        if (phase == Phase.CLOSED) {
            place.giveBack();
            talk.now().close();
            return;
        }
        if (piece.rowsOf().stream().anyMatch(Outflow::isShut)) {
            reset(() -> {});
            return;
        }
        piece.rowsOf().forEach(Outflow::begin);
        for (int i = 0; i < piece.taken(); i++) {
            hold(-pending.remove().body().length - 5L);
        }
        since = port.ticker().now();
        if (piece.bytes().size() > 0) {
            socket.write(piece.buffer());
        }
        if (piece.last()) {
            end();
            return;
        }
        goOn();
    }

    private void failed(Throwable failure) {
        working = false;
        if (phase == Phase.CLOSED) {
            place.giveBack();
            talk.now().close();
            return;
        }
        LOGGER.atError()
                .setCause(failure)
                .log("a connection to the SQL port ends, since its statement failed unexpectedly");
        end(new FatalException(
                SqlState.INTERNAL_ERROR, "the statement failed unexpectedly; the service's log says why"));
    }

    private void end(FatalException why) {
        if (phase == Phase.STARTING || (phase == Phase.TALKING && !talk.now().isLoggedIn())) {
            port.users().refused(why.state().code(), address());
        }
        Replies out = new Replies();
        out.fatal(why);
        socket.write(out.take(0).buffer());
        end();
    }

    /** Sends what was written and no more; the client's next words are not read. */
    private void end() {
        if (phase == Phase.CLOSED) {
            return;
        }
        phase = Phase.ENDING;
        since = port.ticker().now();
        if (paused) {
            paused = false;
            socket.resume();
        }
        if (socket.isSsl()) {
            socket.close();
        } else {
            // a close would make the system throw away what the client has not read yet
            socket.write(Buffer.buffer()).onComplete(sent -> ConnectionReset.endOutput(socket));
        }
    }

    private void reset(Runnable done) {
        if (phase == Phase.CLOSED) {
            done.run();
        } else {
            ConnectionReset.of(socket, done);
        }
    }

    private void closed() {
        if (phase == Phase.CLOSED) {
            return;
        }
        phase = Phase.CLOSED;
        port.connections().leave(this);
        port.connections().hold(-held);
        talk.now().cancel(new QueryRefusal(SqlState.QUERY_CANCELED, "the client is gone"));
        // a worker that lets it in just now would count it for ever: what comes of that is looked at when it is done
        if (!working) {
            place.giveBack();
            working = true;
            port.workers()
                    .run(
                            () -> {
                                talk.now().close();
                                return this;
                            },
                            done -> {},
                            failed -> {});
        }
    }

    private void tick() {
        Stillness still = port.still(since);
        Dialogue dialogue = talk.now();
        QueryRefusal late = dialogue.overdue();
        if (late != null) {
            dialogue.cancel(late);
        }
        if (phase == Phase.STARTING || (phase == Phase.TALKING && !dialogue.isLoggedIn())) {
            // whatever it has said meanwhile
            port.still(begun).endsLogin().ifPresent(this::end);
        } else if (phase == Phase.TALKING && socket.writeQueueFull()) {
            if (still.endsTaking()) {
                reset(() -> {});
            }
        } else if (phase == Phase.TALKING && !working && dialogue.isUnsettled() && still.isSettled()) {
            settling = true;
            proceed();
        } else if (phase == Phase.TALKING && !working) {
            still.endsTalk(frames.waiting() > 0).ifPresent(this::end);
        } else if (phase == Phase.ENDING && still.endsLingering()) {
            reset(() -> {});
        }
    }

    @Override
    public void look() {
        loop.runOnContext(unused -> tick());
    }

    @Override
    public void cancel(QueryRefusal why) {
        talk.now().cancel(why);
    }

    @Override
    public void goAway() {
        loop.runOnContext(unused -> {
            talk.now().cancel(new QueryRefusal(SqlState.ADMIN_SHUTDOWN, "the service is stopping"));
            if (phase == Phase.TALKING) {
                end(new FatalException(SqlState.ADMIN_SHUTDOWN, "terminating connection due to administrator command"));
            }
        });
    }

    /** Shuts the way of an answer's rows: where some have left already, nothing else may follow them either. */
    private Outlet outlet(Outflow outflow) {
        return (why, shut) -> loop.runOnContext(unused -> {
            outflow.shut();
            if (outflow.hasBegun()) {
                reset(shut);
            } else {
                shut.run();
            }
        });
    }

    @Override
    public ConnectionResources resources() {
        return port;
    }

    @Override
    public String address() {
        return socket.remoteAddress().hostAddress();
    }

    /** On a worker. */
    @Override
    public SqlLogin.Opened opened(QueryCaller caller, ClientSettings settings) throws FatalException {
        int[] key = place.take(caller.principal(), this);
        KeptMemory.Share kept = port.connections().kept().share(caller.principal());
        SqlSession session =
                new SqlSession(port.engine().open(caller), settings, port.limits(), port.ticker(), kept, this::outlet);
        return new SqlLogin.Opened(session, key[0], key[1]);
    }
}
