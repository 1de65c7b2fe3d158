package io.spicerack.source.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.spicerack.model.Credentials;
import io.spicerack.model.DataSourceType;
import io.spicerack.model.IngestionException;
import io.spicerack.model.Secret;
import io.spicerack.source.ReadMeter;
import io.spicerack.source.SourceConfig;
import io.spicerack.source.TypeRules;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who answers at a server's address chooses how often a password is hashed at a login by SCRAM, up to 2147483647 times. */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class LaboriousLoginTest {
    @Test
    void aServerThatWantsAPasswordHashedForHoursIsRefusedInWords() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Credentials credentials = new Credentials("reader", Secret.of("not-for-this-server"))) {
            CompletableFuture<Void> served = CompletableFuture.runAsync(() -> serve(server));

            IngestionException refused = catchThrowableOfType(IngestionException.class, () -> new PostgresType()
                    .test(config(server.getLocalPort()), credentials, ReadMeter.NONE));

            assertThat(refused)
                    .hasMessageContaining("hashed more often than the driver does")
                    .hasMessageNotContaining("147");
            served.cancel(true);
        }
    }

    private static SourceConfig config(int port) {
        return new SourceConfig(
                DataSourceType.POSTGRESQL,
                "127.0.0.1",
                port,
                "db",
                false,
                new SourceConfig.Timeouts(Duration.ofSeconds(20), Duration.ZERO, Duration.ZERO),
                TypeRules.DEFAULT);
    }

    private static void serve(ServerSocket server) {
        try (Socket client = server.accept();
                DataInputStream in = new DataInputStream(client.getInputStream());
                DataOutputStream out = new DataOutputStream(client.getOutputStream())) {
            in.readNBytes(in.readInt() - Integer.BYTES);
            authentication(out, 10, "SCRAM-SHA-256\0\0");
            in.readByte();
            String first = new String(in.readNBytes(in.readInt() - Integer.BYTES), UTF_8);
            String nonce = first.substring(first.indexOf("r=") + 2);
            authentication(out, 11, "r=" + nonce + "more,s=c2FsdA==,i=2147483647");
            in.read();
        } catch (IOException e) {
            // the client has gone
        }
    }

    private static void authentication(DataOutputStream out, int kind, String content) throws IOException {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        DataOutputStream body = new DataOutputStream(message);
        body.writeByte('R');
        body.writeInt(2 * Integer.BYTES + content.length());
        body.writeInt(kind);
        body.write(content.getBytes(UTF_8));
        message.writeTo(out);
        out.flush();
    }
}
