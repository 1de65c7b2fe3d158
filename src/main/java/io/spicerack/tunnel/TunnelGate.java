package io.spicerack.tunnel;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ChannelDirectTcpip;

/**
 * Where a tunnel begins on this machine: it lets one socket in, the one of a known port, and shuts. Others, such as another
 * user's, are turned away. With the socket ends the SSH session, and the other way round. Two threads carry the bytes.
 */
final class TunnelGate {
    private static final int PIECE = 1 << 15;

    private final ChannelDirectTcpip channel;
    private final SshClient client;

    private TunnelGate(ChannelDirectTcpip channel, SshClient client) {
        this.channel = channel;
        this.client = client;
    }

    static InetSocketAddress open(int localPort, int millis, ChannelDirectTcpip channel, SshClient client)
            throws IOException {
        ServerSocket gate = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        gate.setSoTimeout(millis);
        TunnelGate tunnel = new TunnelGate(channel, client);
        daemon(localPort, () -> tunnel.let(gate, localPort));
        return new InetSocketAddress(gate.getInetAddress(), gate.getLocalPort());
    }

    private void let(ServerSocket gate, int localPort) {
        try (Socket in = only(gate, localPort)) {
            daemon(localPort, () -> back(in));
            carry(in.getInputStream(), channel.getInvertedIn());
        } catch (IOException e) {
            // one side has gone: so does the other
        } finally {
            client.stop();
        }
    }

    private static Socket only(ServerSocket gate, int localPort) throws IOException {
        try (gate) {
            while (true) {
                Socket came = gate.accept();
                // another user can take the same port of another loopback address
                if (came.getPort() == localPort && came.getInetAddress().equals(gate.getInetAddress())) {
                    came.setTcpNoDelay(true);
                    return came;
                }
                came.close();
            }
        }
    }

    private void back(Socket in) {
        try (in) {
            carry(channel.getInvertedOut(), in.getOutputStream());
        } catch (IOException e) {
            // one side has gone: so does the other
        } finally {
            client.stop();
        }
    }

    private static void carry(InputStream from, OutputStream to) throws IOException {
        byte[] piece = new byte[PIECE];
        for (int length = from.read(piece); length >= 0; length = from.read(piece)) {
            to.write(piece, 0, length);
            to.flush();
        }
    }

    private static void daemon(int localPort, Runnable task) {
        Thread thread = new Thread(task, "ssh-tunnel-" + localPort);
        thread.setDaemon(true);
        thread.start();
    }
}
