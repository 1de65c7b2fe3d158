package io.spicerack.pgwire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.model.Ticker;
import io.spicerack.tls.TlsFiles;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.util.PSQLException;

/** The door with a certificate: nobody is let in, nor asked for a password, in the clear. */
@Timeout(60)
class SealedClientsTest {
    private static final int SSL_REQUEST = 80877103;
    private static final int PROTOCOL_3_0 = 196608;

    private static OpenDoor door;

    @BeforeAll
    static void open() {
        door = new OpenDoor(
                new FixedRowsEngine(),
                SqlLimits.DEFAULT,
                Ticker.SYSTEM,
                Optional.of(new ServerCertificate(TlsFiles.path("server.pem"), TlsFiles.path("server.key"))));
    }

    @AfterAll
    static void close() {
        door.close();
    }

    private static Connection connect(String mode, String authority) throws SQLException {
        return door.connect(
                Map.of("sslmode", mode, "sslrootcert", TlsFiles.path(authority).toString()));
    }

    @Test
    void aClientThatChecksTheCertificateIsAnswered() throws SQLException {
        try (Connection connection = connect("verify-full", "authority.pem");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT rows 3")) {
            int count = 0;
            while (rows.next()) {
                count++;
            }
            assertThat(count).isEqualTo(3);
        }
    }

    @Test
    void aClientInTheClearIsToldHowToComeIn() {
        assertThatThrownBy(() -> connect("disable", "authority.pem"))
                .isInstanceOf(PSQLException.class)
                .hasMessageContaining("this port lets nobody in without TLS; connect with sslmode=require")
                .satisfies(e -> assertThat(((PSQLException) e).getSQLState()).isEqualTo("28000"));
    }

    @Test
    void aClientThatTrustsAnotherAuthorityDoesNotTalk() {
        assertThatThrownBy(() -> connect("verify-full", "self-signed.pem"))
                .isInstanceOf(PSQLException.class)
                .hasStackTraceContaining("unable to find valid certification path");
    }

    /** As somebody between client and server would put them there, to be taken for the client's own after the handshake. */
    @Test
    void whatComesBeforeTheHandshakeInTheClearIsNotTaken() throws IOException {
        try (WireClient client = new WireClient(door.port())) {
            byte[] start = WireClient.startUp(PROTOCOL_3_0, "user", OpenDoor.USER);
            client.send(ByteBuffer.allocate(8 + start.length)
                    .putInt(8)
                    .putInt(SSL_REQUEST)
                    .put(start)
                    .array());
            assertThat(client.read().text()).contains("received unencrypted data after SSL");
        }
    }

    @Test
    void whatComesInPlaceOfTheHandshakeEndsTheConnection() throws IOException {
        try (Socket client = new Socket("127.0.0.1", door.port())) {
            client.setSoTimeout(20_000);
            client.getOutputStream()
                    .write(ByteBuffer.allocate(8).putInt(8).putInt(SSL_REQUEST).array());
            assertThat(client.getInputStream().read()).isEqualTo('S');
            client.getOutputStream().write(WireClient.startUp(PROTOCOL_3_0, "user", OpenDoor.USER));
            assertThat(isGone(client)).isTrue();
        }
        assertThat(door.refused).doesNotContain("wrong user or password");
    }

    /** Without a message of the protocol: an alert of TLS may come first. */
    private static boolean isGone(Socket client) throws IOException {
        try {
            int first = client.getInputStream().read();
            return first == -1 || first == 21;
        } catch (SocketException e) {
            return true;
        }
    }
}
