package io.spicerack.attacks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.spicerack.TakesLong;
import io.spicerack.core.sources.Databases;
import io.spicerack.model.Credentials;
import io.spicerack.model.DataSourceType;
import io.spicerack.model.IngestionException;
import io.spicerack.model.Secret;
import io.spicerack.source.ReadMeter;
import io.spicerack.source.SourceConfig;
import io.spicerack.source.TypeRules;
import io.spicerack.tls.ServerTrust;
import io.spicerack.wire.Reach;
import io.spicerack.wire.RefusedAddressException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whoever may create a data source reads nothing of what answers there, in no phase of connecting: a connection test is no way to
 * read banners of other services, nor to hear what a server says of its rows.
 */
@TakesLong
class PeersTextsTest {
    private static final String PLANTED = "plantedbanner";

    /** Before a server has let us in, not even a number may depend on what it said. */
    @ParameterizedTest
    @CsvSource({"POSTGRESQL, false", "POSTGRESQL, true", "MYSQL, false", "MYSQL, true"})
    void aBannerOfAnotherServiceIsNotTold(DataSourceType type, boolean tls) throws IOException {
        Set<String> told = new LinkedHashSet<>();
        for (String banner : new String[] {
            "SSH-2.0-" + PLANTED + "\r\n",
            "220 " + PLANTED + " ESMTP\r\n",
            "-ERR unknown command " + PLANTED + "\r\n",
            "HTTP/1.1 400 Bad Request\r\nServer: " + PLANTED + "\r\n\r\n",
            "E" + PLANTED + "\0",
            PLANTED
        }) {
            try (HostileServer server = new HostileBanner(banner.repeat(40))) {
                told.add(told(server, type, tls));
            }
        }
        assertThat(told).allSatisfy(text -> assertThat(text).doesNotContain(PLANTED));
        assertThat(told)
                .as("as many as there are ways to go wrong, and not one for each service")
                .hasSizeLessThanOrEqualTo(3);
        assertThat(told).allSatisfy(text -> assertThat(text.replaceAll("SQLState \\w{5}|PT\\w+", ""))
                .doesNotContainPattern("[0-9]"));
    }

    @ParameterizedTest
    @CsvSource({"08006", "28P01", "PLNTD", "'pl\u0001\nx'"})
    void anErrorOfPostgresWhileConnectingIsNotQuoted(String state) throws IOException {
        byte[] error =
                ("SFATAL\0C" + state + "\0M" + PLANTED + "\0D" + PLANTED + "\0H" + PLANTED + "\0\0").getBytes(US_ASCII);
        try (HostileServer login = HostilePostgres.atLogin(out -> HostilePostgres.message(out, 'E', error))) {
            assertThat(told(login, DataSourceType.POSTGRESQL, false))
                    .doesNotContain(PLANTED, "\n", "\u0001")
                    .startsWith("Cannot connect to data source POSTGRESQL");
        }
        try (HostileServer query = HostilePostgres.atFirstRow(out -> HostilePostgres.message(out, 'E', error))) {
            assertThat(told(query, DataSourceType.POSTGRESQL, false)).doesNotContain(PLANTED, "\n", "\u0001");
        }
        try (HostileServer tls = new HostileBanner(new String(error, ISO_8859_1))) {
            assertThat(told(tls, DataSourceType.POSTGRESQL, true)).doesNotContain(PLANTED, "\n", "\u0001");
        }
    }

    @ParameterizedTest
    @CsvSource({"#28000, 1045", "#08S01, 1043", "#PLNTD, 4711", "'#a\nb\u0001c', 1"})
    void anErrorOfMySqlWhileConnectingIsNotQuoted(String state, int number) throws IOException {
        byte[] error =
                ("\u00ff" + (char) (number & 0xff) + (char) (number >> 8) + state + PLANTED).getBytes(ISO_8859_1);
        for (boolean tls : new boolean[] {false, true}) {
            try (HostileServer greeting = new HostileBanner(new String(HostileMySql.packed(0, error), ISO_8859_1))) {
                assertThat(told(greeting, DataSourceType.MYSQL, tls))
                        .doesNotContain(PLANTED, "\n", "\u0001")
                        .startsWith("Cannot connect to data source MYSQL");
            }
        }
        try (HostileServer query = new HostileMySql(out -> HostileMySql.packet(out, 1, error))) {
            assertThat(told(query, DataSourceType.MYSQL, false)).doesNotContain(PLANTED, "\n", "\u0001");
        }
    }

    /** MySQL's greeting comes before TLS and before anybody watches: it has a bound of its own. */
    @ParameterizedTest
    @CsvSource({"MYSQL, true", "MYSQL, false"})
    void aGreetingWithoutEndIsLeft(DataSourceType type, boolean tls) throws IOException {
        AtomicInteger sent = new AtomicInteger();
        byte[] part = new byte[0xffffff];
        try (HostileServer server = new HostileServer() {
            @Override
            void serve(java.io.DataInputStream in, java.io.DataOutputStream out) throws IOException {
                for (int sequence = 0; sequence < 64; sequence++) {
                    HostileMySql.head(out, sequence, part.length);
                    out.write(part);
                    sent.incrementAndGet();
                }
            }
        }) {
            assertThat(told(server, type, tls)).contains(tls ? "before TLS begins" : "does not speak MySQL's protocol");
            assertThat(sent).hasValueLessThan(3);
        }
    }

    /** A name that leads elsewhere by the time it is connected to: the address that was checked is the one that is used. */
    @ParameterizedTest
    @CsvSource({"POSTGRESQL", "MYSQL"})
    void theVeryAddressThatIsConnectedToIsAskedFor(DataSourceType type) throws IOException {
        AtomicInteger asked = new AtomicInteger();
        Reach nowhere = address -> {
            asked.incrementAndGet();
            throw new RefusedAddressException("not to " + address.getHostAddress());
        };
        AtomicInteger reached = new AtomicInteger();
        try (HostileServer server = new HostileServer() {
            @Override
            void serve(java.io.DataInputStream in, java.io.DataOutputStream out) {
                reached.incrementAndGet();
            }
        }) {
            for (boolean tls : new boolean[] {false, true}) {
                SourceConfig config = config(server, type, tls, nowhere);
                assertThat(told(config)).isEqualTo("not to 127.0.0.1");
                Throwable shown = catchThrowable(() -> Databases.SERVED.of(type).shown(config));
                assertThat(shown).isInstanceOf(IngestionException.class);
            }
            assertThat(reached).hasValue(0);
            assertThat(asked).hasValueGreaterThanOrEqualTo(2);
        }
    }

    private static String told(HostileServer server, DataSourceType type, boolean tls) {
        return told(config(server, type, tls, Reach.ANYWHERE));
    }

    /** The message, once nothing else of the failure was found to quote what was planted. */
    private static String told(SourceConfig config) {
        Throwable failure = catchThrowable(() -> Databases.SERVED
                .of(config.type())
                .test(config, new Credentials("nobody", Secret.of("nothing")), ReadMeter.NONE));
        assertThat(failure).isInstanceOf(IngestionException.class);
        StringWriter all = new StringWriter();
        failure.printStackTrace(new PrintWriter(all));
        assertThat(all.toString()).doesNotContain(PLANTED);
        Throwable shown =
                catchThrowable(() -> Databases.SERVED.of(config.type()).shown(config));
        assertThat(String.valueOf(shown)).doesNotContain(PLANTED);
        return String.valueOf(failure.getMessage())
                .replace(config.place(), config.type().name());
    }

    private static SourceConfig config(HostileServer server, DataSourceType type, boolean tls, Reach reach) {
        return new SourceConfig(
                type,
                "127.0.0.1",
                server.port(),
                "db",
                tls ? ServerTrust.OF_JVM : ServerTrust.UNENCRYPTED,
                new SourceConfig.Timeouts(Duration.ofSeconds(2), Duration.ZERO, Duration.ZERO),
                TypeRules.DEFAULT,
                new SourceConfig.Limits(
                        Optional.empty(),
                        Optional.empty(),
                        SourceConfig.Limits.ROW_BYTES,
                        Optional.of(Duration.ofSeconds(2)),
                        reach));
    }
}
