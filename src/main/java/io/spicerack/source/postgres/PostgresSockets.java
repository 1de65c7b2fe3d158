package io.spicerack.source.postgres;

import io.spicerack.wire.Wire;
import io.spicerack.wire.WireSocket;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/** Makes the sockets of pgjdbc, whose bytes are watched. The driver makes it, by its name. Thread-safe. */
public final class PostgresSockets extends SocketFactory {
    private final Wire wire;

    /** @param id under which the wire was handed out */
    public PostgresSockets(String id) {
        this.wire = Wire.taken(id);
    }

    @Override
    public Socket createSocket() {
        return new WireSocket(wire);
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw unused();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) {
        throw unused();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw unused();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
        throw unused();
    }

    private static UnsupportedOperationException unused() {
        return new UnsupportedOperationException("pgjdbc connects the sockets that it makes by itself");
    }
}
