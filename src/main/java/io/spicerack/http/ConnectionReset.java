package io.spicerack.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.impl.NetSocketInternal;

/**
 * Closes connections so that nothing which was written to them leaves any more. An ordinary close hands what the operating
 * system still has, up to some megabytes, to a client that takes its time.
 */
public final class ConnectionReset {
    private ConnectionReset() {}

    /** Sends no more, and leaves it to the client to close the connection when it has taken all. */
    static void endOutput(HttpConnection connection) {
        endOutput(((HttpServerConnection) connection).channel());
    }

    /** Sends no more, and leaves it to the client to close the connection when it has taken all. */
    public static void endOutput(NetSocket socket) {
        endOutput(channel(socket));
    }

    private static void endOutput(Channel channel) {
        if (channel instanceof DuplexChannel open && open.isActive()) {
            var unused = open.shutdownOutput();
        }
    }

    private static Channel channel(NetSocket socket) {
        return ((NetSocketInternal) socket).channelHandlerContext().channel();
    }

    /** Runs on the connection's event loop, as {@code done} does when it is closed. */
    static void of(HttpConnection connection, Runnable done) {
        of(((HttpServerConnection) connection).channel(), done);
    }

    /** Runs on the socket's event loop, as {@code done} does when it is closed. */
    public static void of(NetSocket socket, Runnable done) {
        of(channel(socket), done);
    }

    /** Runs on the channel's event loop, as {@code done} does when it is closed. */
    public static void of(Channel channel, Runnable done) {
        try {
            // RST in place of FIN, which drops the socket's send buffer
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
        } catch (ChannelException e) {
            // it is closed already
        }
        // not through the pipeline: Vert.x would first wait for a stalled client to take what was written
        ChannelPromise closing = channel.newPromise();
        var unused = closing.addListener(closed -> done.run());
        channel.unsafe().close(closing);
    }
}
