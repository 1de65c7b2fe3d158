package io.spicerack.source.mysql;

import io.spicerack.wire.Wire;
import io.spicerack.wire.WireSocket;
import java.net.InetAddress;
import java.net.Socket;
import org.jspecify.annotations.Nullable;
import org.mariadb.jdbc.Configuration;
import org.mariadb.jdbc.util.ConfigurableSocketFactory;

/** Makes the sockets of MariaDB Connector/J, whose bytes are watched. The driver makes it, by its name. */
public final class MySqlSockets extends ConfigurableSocketFactory {
    /** The option under which a wire's id is handed on, as the driver does with options that it does not know. */
    static final String WIRE = "spicerackWire";

    private @Nullable Wire wire;

    @Override
    public void setConfiguration(Configuration configuration, String host) {
        wire = Wire.taken(configuration.nonMappedOptions().getProperty(WIRE, ""));
    }

    @Override
    public Socket createSocket() {
        Wire configured = wire;
        if (configured == null) {
            throw new IllegalStateException("a socket is made before its configuration is known");
        }
        return new WireSocket(configured);
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
        return new UnsupportedOperationException("the driver connects the sockets that it makes by itself");
    }
}
