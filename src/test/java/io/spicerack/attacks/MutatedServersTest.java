package io.spicerack.attacks;

import static io.spicerack.attacks.HostilePostgres.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.Mutations;
import io.spicerack.TakesLong;
import io.spicerack.core.sources.Databases;
import io.spicerack.model.Credentials;
import io.spicerack.model.DataSourceType;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;
import io.spicerack.model.Secret;
import io.spicerack.source.ReadMeter;
import io.spicerack.source.SourceConfig;
import io.spicerack.source.TypeRules;
import io.spicerack.tls.ServerTrust;
import io.spicerack.wire.Reach;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A server whose every word may be wrong: both drivers, behind our sockets, end in a refusal with a type.
 * {@code -Dfuzz.inputs=N -Dfuzz.seed=S}: more of them, or the same again.
 */
@TakesLong
class MutatedServersTest {
    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MYSQL"})
    void everyAnswerEndsInARefusalWithAType(DataSourceType type) throws IOException {
        long seed = Long.getLong("fuzz.seed", 1729);
        int inputs = Integer.getInteger("fuzz.inputs", 250);
        System.out.println("changed words of a " + type + ": " + inputs + ", seed " + seed);
        Random random = new Random(seed);
        Mutations words = new Mutations(List.of(type == DataSourceType.POSTGRESQL ? postgres() : mySql()));
        try (Canned server = new Canned()) {
            words.each(random, inputs, bytes -> {
                server.words = bytes;
                try {
                    Optional<String> unused = Databases.SERVED
                            .of(type)
                            .test(
                                    config(server, type),
                                    new Credentials("nobody", Secret.of("nothing")),
                                    ReadMeter.NONE);
                } catch (IngestionException e) {
                    assertThat(e.type()).isNotEqualTo(IngestionErrorType.INTERNAL_SERVICE_ERROR);
                }
            });
        }
    }

    /** Says it all at once, and hangs up. */
    private static final class Canned extends HostileServer {
        private volatile byte[] words = {};

        Canned() throws IOException {}

        @Override
        void serve(DataInputStream in, DataOutputStream out) throws IOException {
            out.write(words);
            out.flush();
        }
    }

    private static byte[] postgres() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        HostilePostgres.letIn(out);
        for (int i = 0; i < 4; i++) {
            message(out, '1', new byte[0]);
            message(out, '2', new byte[0]);
            message(out, 'C', "SET\0".getBytes(StandardCharsets.US_ASCII));
            message(out, 'Z', new byte[] {'T'});
            HostilePostgres.describe(out);
            message(out, 'D', new byte[] {0, 1, 0, 0, 0, 4, '2', '0', '2', '6'});
            message(out, 'C', "SELECT 1\0".getBytes(StandardCharsets.US_ASCII));
            message(out, 'Z', new byte[] {'T'});
        }
        return bytes.toByteArray();
    }

    private static byte[] mySql() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        HostileMySql.greet(out);
        for (int i = 0; i < 8; i++) {
            HostileMySql.packet(out, 1, new byte[] {0, 0, 0, 2, 0, 0, 0});
            HostileMySql.column(out);
            HostileMySql.packet(out, 3, new byte[] {4, '2', '0', '2', '6'});
            HostileMySql.packet(out, 4, new byte[] {(byte) 0xfe, 0, 0, 2, 0});
        }
        return bytes.toByteArray();
    }

    private static SourceConfig config(HostileServer server, DataSourceType type) {
        return new SourceConfig(
                type,
                "127.0.0.1",
                server.port(),
                "db",
                ServerTrust.UNENCRYPTED,
                new SourceConfig.Timeouts(Duration.ofSeconds(2), Duration.ZERO, Duration.ZERO),
                TypeRules.DEFAULT,
                new SourceConfig.Limits(
                        Optional.empty(),
                        Optional.empty(),
                        SourceConfig.Limits.ROW_BYTES,
                        Optional.of(Duration.ofSeconds(2)),
                        Reach.ANYWHERE));
    }
}
