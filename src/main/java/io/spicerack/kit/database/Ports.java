package io.spicerack.kit.database;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Ports on the loopback address. */
final class Ports {
    private Ports() {}

    /** The wanted port if it is free now; for 0 any free one. */
    static int free(String server, int wanted) {
        try (ServerSocket socket = new ServerSocket(wanted, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new DatabaseServerException(
                    "Cannot start " + server + " on " + DatabaseServer.HOST + ":" + wanted
                            + ": the port is in use. Stop what holds it, or choose another port; 0 takes any free one.",
                    e);
        }
    }
}
