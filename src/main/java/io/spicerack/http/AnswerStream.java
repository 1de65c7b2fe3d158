package io.spicerack.http;

import io.spicerack.http.RequestRefusedException.Reason;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * One streamed answer under way, the last one of its connection: a worker makes a piece, the event loop sends it, and the
 * next is made once the client has taken what waits. Its event loop alone uses it, but for {@link #abandon} and {@link #reset}.
 */
final class AnswerStream implements StreamedBody.Abort {
    /** The streamed answers of one port, and what all of them use. */
    record Streams(Set<AnswerStream> underWay, Workers workers, Deadlines deadlines, Duration takeTimeout) {
        Streams(Workers workers, Deadlines deadlines, Duration takeTimeout) {
            this(ConcurrentHashMap.newKeySet(), workers, deadlines, takeTimeout);
        }
    }

    private final HttpConnection connection;
    private final HttpServerResponse response;
    private final StreamedBody body;
    private final Streams streams;
    private final Runnable ended;
    private final Context loop;
    private boolean making;
    private boolean over;
    private boolean closed;

    AnswerStream(
            HttpConnection connection,
            HttpServerResponse response,
            StreamedBody body,
            Streams streams,
            Runnable ended) {
        this.connection = connection;
        this.response = response;
        this.body = body;
        this.streams = streams;
        this.ended = ended;
        this.loop = streams.workers().loop();
    }

    void begin() {
        body.begins(this);
        streams.underWay().add(this);
        streams.deadlines().whenClosed(connection, () -> {
            gone();
            ended.run();
        });
        response.setChunked(true);
        response.drainHandler(taken -> proceed());
        proceed();
    }

    /** The client is gone. */
    void gone() {
        over = true;
        closeBody();
    }

    private void proceed() {
        if (making || over) {
            return;
        }
        if (response.writeQueueFull()) {
            streams.deadlines().take(connection, this::stalled);
            return;
        }
        streams.deadlines().met(connection);
        making = true;
        streams.workers().<byte @Nullable []>run(body::next, this::made, failure -> {
            making = false;
            cut();
        });
    }

    private void made(byte @Nullable [] piece) {
        making = false;
        if (over) {
            closeBody();
        } else if (piece == null) {
            over = true;
            // what the operating system still has to send can be taken back for as long as the connection is there
            streams.deadlines().take(connection, this::cutStalled);
            response.end().onComplete(sent -> ConnectionReset.endOutput(connection));
        } else {
            response.write(Buffer.buffer(piece));
            proceed();
        }
    }

    private void stalled() {
        if (!over) {
            cutStalled();
        }
    }

    private void cutStalled() {
        body.stalled(new RequestRefusedException(
                Reason.NOT_IN_TIME,
                "the client took nothing of the answer for "
                        + streams.takeTimeout().toSeconds() + " s"));
        cut();
    }

    /** Without its last chunk, and without what the client has not taken yet. */
    private void cut() {
        cut(() -> {});
    }

    private void cut(Runnable done) {
        over = true;
        ConnectionReset.of(connection, done);
        closeBody();
    }

    @Override
    public void reset(Runnable done) {
        loop.runOnContext(unused -> cut(done));
    }

    private void closeBody() {
        if (!making && !closed) {
            closed = true;
            streams.underWay().remove(this);
            streams.workers()
                    .run(
                            () -> {
                                body.close();
                                return this;
                            },
                            done -> {},
                            // the workers are gone, and nothing is under way any more
                            rejected -> body.close());
        }
    }

    /** The port is closed: neither its event loops nor its workers run any more. */
    void abandon() {
        if (!closed) {
            closed = true;
            body.close();
        }
    }
}
