package io.spicerack.flight;

import io.netty.channel.Channel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.util.List;

/** Accepts connections as long as there are not too many: one more is closed before anything of it is read. */
final class AcceptedChannels extends NioServerSocketChannel {
    private final FlightConnections connections;

    AcceptedChannels(FlightConnections connections) {
        this.connections = connections;
    }

    @Override
    protected int doReadMessages(List<Object> accepted) throws Exception {
        int count = super.doReadMessages(accepted);
        if (count <= 0) {
            return count;
        }
        int last = accepted.size() - 1;
        if (accepted.get(last) instanceof Channel channel && !connections.enter(channel)) {
            accepted.remove(last);
            ((NioSocketChannel) channel).unsafe().closeForcibly();
            return 0;
        }
        return count;
    }
}
