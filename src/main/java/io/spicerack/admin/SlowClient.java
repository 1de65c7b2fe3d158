package io.spicerack.admin;

import io.spicerack.core.revoke.Dawdler;
import io.spicerack.model.DataSetId;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/** Reads rows over this very port through a window of 4 KB, some bytes at a time. Thread-safe. */
final class SlowClient implements Dawdler {
    private static final int WINDOW_BYTES = 4 << 10;
    private static final int ANSWER_MILLIS = 30_000;

    /** How long a look for more waits. */
    private static final int LOOK_MILLIS = 20;

    private static final String SERVED = "HTTP/1.1 200";

    private final AccessToken token;
    private final Supplier<URI> port;

    SlowClient(AccessToken token, Supplier<URI> port) {
        this.token = token;
        this.port = port;
    }

    @Override
    public Answer ask(DataSetId dataSet) {
        URI url = port.get();
        Socket socket = new Socket();
        try {
            // before it connects, else the window is larger
            socket.setReceiveBufferSize(WINDOW_BYTES);
            socket.connect(new InetSocketAddress(url.getHost(), url.getPort()), ANSWER_MILLIS);
            socket.setSoTimeout(ANSWER_MILLIS);
            socket.getOutputStream()
                    .write(("GET /data-sets/" + dataSet + "/rows HTTP/1.1\r\nHost: " + url.getAuthority()
                                    + "\r\nAuthorization: Bearer " + token.reveal() + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String status = new String(socket.getInputStream().readNBytes(SERVED.length()), StandardCharsets.US_ASCII);
            if (!status.equals(SERVED)) {
                throw new IllegalStateException("a slow client of data set '" + dataSet + "' was answered '" + status
                        + "' by " + url + "; see the log, and drill again");
            }
            socket.setSoTimeout(LOOK_MILLIS);
            return new Taken(socket);
        } catch (IOException | RuntimeException e) {
            close(socket);
            throw e instanceof IOException io
                    ? new UncheckedIOException("a slow client cannot read from " + url, io)
                    : (RuntimeException) e;
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Taken(Socket socket) implements Answer {
        @Override
        public boolean takes() {
            try {
                InputStream rows = socket.getInputStream();
                return rows.read(new byte[WINDOW_BYTES]) >= 0;
            } catch (SocketTimeoutException e) {
                return true;
            } catch (IOException e) {
                // reset
                return false;
            }
        }

        @Override
        public void close() {
            SlowClient.close(socket);
        }
    }
}
