package io.spicerack.attacks;

import static io.spicerack.attacks.HostileMySql.packet;
import static io.spicerack.attacks.HostilePostgres.describe;
import static io.spicerack.attacks.HostilePostgres.head;
import static io.spicerack.attacks.HostilePostgres.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

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
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Whatever answers a connection test, the service refuses it in words and goes on: no claim of a size, a count or a cost makes
 * it take memory or time without end.
 */
@TakesLong
class NoServerEndsTheServiceTest {
    private static final int HUGE = Integer.MAX_VALUE - 16;

    @Test
    void aSmallRowOfPostgresThatClaimsTwoGigabytesIsRefused() throws IOException {
        assertThat(postgres(out -> {
                    head(out, 'D', 4 + 2 + 4 + 1);
                    out.writeShort(1);
                    out.writeInt(HUGE);
                    out.write('x');
                }))
                .isEqualTo("CONNECTION_FAILURE: a column claims 2147483631 bytes of a row that has fewer");
    }

    @Test
    void soIsALargeOne() throws IOException {
        assertThat(postgres(out -> {
                    head(out, 'D', HUGE);
                    out.writeShort(1);
                    out.writeInt(HUGE - 10);
                    out.write('x');
                }))
                .startsWith("ROW_SIZE_LIMIT_EXCEEDED: a row of at least 2147483")
                .contains("the most is 16777216 (spicerack.source.row-megabytes)");
    }

    @Test
    void soAreRowsWithoutEnd() throws IOException {
        byte[] row = new byte[2 + 4 + 60_000];
        row[1] = 1;
        row[4] = (byte) (60_000 >> 8);
        row[5] = (byte) 60_000;
        assertThat(postgres(out -> {
                    describe(out);
                    while (true) {
                        message(out, 'D', row);
                    }
                }))
                .startsWith("ROW_SIZE_LIMIT_EXCEEDED: an answer that is held whole has passed 67108864 bytes");
    }

    @Test
    void soAreTextsCountsAndMessagesThatAreNotWhatTheySay() throws IOException {
        assertThat(postgres(out -> {
                    head(out, 'E', HUGE);
                    out.write('S');
                }))
                .isEqualTo("CONNECTION_FAILURE: a message 'E' claims 2147483631 bytes; the most is 1048576");
        assertThat(postgres(out -> {
                    head(out, 'D', 6);
                    out.writeShort(32_000);
                }))
                .isEqualTo("CONNECTION_FAILURE: 32000 columns are announced; a query has at most 1664");
        assertThat(postgres(out -> {
                    head(out, 'T', 6);
                    out.writeShort(1664);
                }))
                .isEqualTo("CONNECTION_FAILURE: a message 'T' of length 6 is not what its type has");
        assertThat(postgres(out -> {
                    message(out, 'C', new byte[] {'S', 'E', 'T'});
                    while (true) {
                        out.write("no NUL, ever".getBytes(StandardCharsets.US_ASCII));
                    }
                }))
                .isEqualTo("CONNECTION_FAILURE: a message 'C' of length 7 is not what its type has");
        assertThat(postgres(out -> message(out, 'v', new byte[8])))
                .isEqualTo("CONNECTION_FAILURE: a message of type 118 comes, which has no place here");
        assertThat(postgres(out -> head(out, 'Z', -1))).isEqualTo("CONNECTION_FAILURE: a message has a length of -1");
    }

    @Test
    void aServerThatOnlyGivesNoticesRunsOutOfTime() throws IOException {
        byte[] notice = "SNOTICE\0MHello\0\0".getBytes(StandardCharsets.US_ASCII);
        assertThat(refused(
                        HostilePostgres.atLogin(out -> {
                            while (true) {
                                message(out, 'N', notice);
                            }
                        }),
                        DataSourceType.POSTGRESQL,
                        Duration.ofSeconds(1)))
                .startsWith("UNROUTABLE_HOST: ");
    }

    @Test
    void aSmallRowOfMySqlThatClaimsTwoGigabytesIsRefused() throws IOException {
        assertThat(mySql(out -> {
                    HostileMySql.column(out);
                    packet(out, 3, new byte[] {(byte) 0xfe, -1, -1, -1, 0x7f, 0, 0, 0, 0, 'x'});
                    packet(out, 4, new byte[] {0, 'x'});
                }))
                .startsWith("CONNECTION_FAILURE: ");
        assertThat(mySql(out -> {
                    HostileMySql.column(out);
                    packet(out, 3, new byte[] {(byte) 0xfd, -1, -1, 0x7f, 'x'});
                }))
                .isEqualTo("CONNECTION_FAILURE: a value claims more bytes than its row has");
    }

    @Test
    void soAreColumnsJoinedPacketsErrorsAndFiles() throws IOException {
        assertThat(mySql(out -> packet(out, 1, new byte[] {(byte) 0xfe, -1, -1, -1, 0x7f, 0, 0, 0, 0})))
                .isEqualTo("CONNECTION_FAILURE: more columns are announced than a query has, which are at most 4096");
        assertThat(mySql(out -> {
                    HostileMySql.column(out);
                    HostileMySql.head(out, 3, 0xffffff);
                    out.write(new byte[0xffffff]);
                    HostileMySql.head(out, 4, 0xffffff);
                }))
                .startsWith("ROW_SIZE_LIMIT_EXCEEDED: a row of at least 33554430 bytes was announced");
        byte[] error = new byte[2 << 20];
        error[0] = -1;
        assertThat(mySql(out -> packet(out, 1, error)))
                .isEqualTo("CONNECTION_FAILURE: a packet that is no row has 2097152 bytes; the most is 1048576");
        assertThat(mySql(out -> packet(out, 1, new byte[] {(byte) 0xfb, '/', 'e', 't', 'c'})))
                .isEqualTo("CONNECTION_FAILURE: the server asks for a file of this machine");
    }

    @Test
    void soAreRowsOfMySqlWithoutEnd() throws IOException {
        byte[] row = new byte[60_003];
        row[0] = (byte) 0xfc;
        row[1] = (byte) 60_000;
        row[2] = (byte) (60_000 >> 8);
        assertThat(mySql(out -> {
                    HostileMySql.column(out);
                    int sequence = 3;
                    while (true) {
                        packet(out, sequence++, row);
                    }
                }))
                .startsWith("ROW_SIZE_LIMIT_EXCEEDED: an answer that is held whole has passed 67108864 bytes");
    }

    private static String postgres(HostileServer.Attack attack) throws IOException {
        return refused(HostilePostgres.atFirstRow(attack), DataSourceType.POSTGRESQL);
    }

    private static String mySql(HostileServer.Attack attack) throws IOException {
        return refused(new HostileMySql(attack), DataSourceType.MYSQL);
    }

    /** Type and reason, without what every message begins and ends with. */
    private static String refused(HostileServer server, DataSourceType type) throws IOException {
        return refused(server, type, Duration.ofMinutes(1));
    }

    private static String refused(HostileServer server, DataSourceType type, Duration lifetime) throws IOException {
        SourceConfig config = new SourceConfig(
                type,
                "127.0.0.1",
                server.port(),
                "db",
                ServerTrust.UNENCRYPTED,
                new SourceConfig.Timeouts(Duration.ofSeconds(30), Duration.ZERO, Duration.ZERO),
                TypeRules.DEFAULT,
                new SourceConfig.Limits(
                        Optional.empty(),
                        Optional.empty(),
                        SourceConfig.Limits.ROW_BYTES,
                        Optional.of(lifetime),
                        Reach.ANYWHERE));
        try (server) {
            IngestionException refused = catchThrowableOfType(IngestionException.class, () -> Databases.SERVED
                    .of(type)
                    .test(config, new Credentials("nobody", Secret.of("nothing")), ReadMeter.NONE));
            assertThat(refused).isNotNull();
            assertThat(refused.type()).isNotEqualTo(IngestionErrorType.INTERNAL_SERVICE_ERROR);
            return refused.type() + ": "
                    + refused.getMessage()
                            .replace("Data source " + config.place() + ": ", "")
                            .replace(". Nothing more is read from it: look what answers at this address.", "");
        }
    }
}
