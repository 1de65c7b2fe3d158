package io.spicerack.wire;

import java.io.IOException;
import java.net.InetSocketAddress;

/** Another way to where a connection is meant to go than straight there. Thread-safe. */
@FunctionalInterface
public interface Detour {
    /**
     * A place on this machine from which one connection is carried on: that of the socket which is bound to {@code localPort}
     * of the loopback address, and no other. It ends with that socket.
     *
     * @param millis how long it may take
     */
    InetSocketAddress entrance(int localPort, int millis) throws IOException;
}
