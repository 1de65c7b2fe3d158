package io.spicerack.http;

import java.net.InetSocketAddress;
import java.net.URI;

/**
 * Where a port listens, and what it is called.
 *
 * @param name in a sentence, such as {@code the management port}
 * @param host an address of this machine
 * @param port 0 for any free one
 * @param property what the names of its settings begin with, such as {@code spicerack.management}
 */
public record Listener(String name, String host, int port, String property) {
    private static final int MOST_PORT = 65_535;

    public Listener {
        if (port < 0 || port > MOST_PORT) {
            throw new IllegalArgumentException(
                    property + ".port is " + port + "; a port is 0 (any free one) to " + MOST_PORT);
        }
    }

    /** How a client of this machine reaches it. */
    URI url(int taken) {
        String reached = new InetSocketAddress(host, 0).getAddress().isAnyLocalAddress() ? "127.0.0.1" : host;
        return URI.create("http://" + (reached.contains(":") ? "[" + reached + "]" : reached) + ":" + taken);
    }

    /** Why a port could not be opened, with the way out. */
    public IllegalStateException cannotListen(Throwable why) {
        return new IllegalStateException(
                name + " cannot listen on " + host + ":" + port + ": " + why.getMessage()
                        + ". Stop what uses it, or set " + property + ".port (0 for any free one) and " + property
                        + ".host",
                why);
    }
}
