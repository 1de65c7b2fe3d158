package io.spicerack.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.spicerack.TakesLong;
import io.spicerack.aws.CallTrail;
import io.spicerack.camel.PipelineFixture;
import io.spicerack.catalog.record.AllowedSecret;
import io.spicerack.catalog.record.AuditQuery;
import io.spicerack.core.sources.CredentialsInput;
import io.spicerack.core.sources.DataSourceDefinition;
import io.spicerack.core.sources.Egress;
import io.spicerack.core.trail.Refusals;
import io.spicerack.model.Arn;
import io.spicerack.model.DataSourceId;
import io.spicerack.model.DataSourceType;
import io.spicerack.model.IngestionException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may use a secret does not learn it by pointing a data source at a server of his own. */
@TakesLong
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecretDestinationsTest {
    private static final String PLAIN = "{\"username\":\"u\",\"password\":\"a-password-6\"}";

    private final PipelineFixture fixture;
    private int made;

    SecretDestinationsTest(@TempDir Path directory) {
        fixture = PipelineFixture.open(directory);
        fixture.routes().real("credentials");
        fixture.start();
    }

    @AfterAll
    void close() {
        fixture.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            127.0.0.1:1           | 127.0.0.1 | 1 | true
            127.0.0.1:1/plain     | 127.0.0.1 | 1 | false
            127.0.0.1:2 LOCALHOST:1/plain | localhost | 1 | false
            [::1]:1/plain         | ::1       | 1 | true
            """)
    void itGoesWhereTheAccountAllows(String allowed, String host, int port, boolean ssl) {
        assertThatThrownBy(() -> connect(bound(allowed), host, port, ssl))
                .hasMessageContaining("Cannot connect to data source");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            db.example:5432       | 127.0.0.1 | 1    | true
            127.0.0.1:2           | 127.0.0.1 | 1    | true
            127.0.0.1:1           | localhost | 1    | true
            127.0.0.1:1           | 127.0.0.1 | 1    | false
            """)
    void elsewhereItIsNotEvenRead(String allowed, String host, int port, boolean ssl) {
        Arn secret = bound(allowed);
        assertThatThrownBy(() -> connect(secret, host, port, ssl))
                .isInstanceOf(IngestionException.class)
                .hasMessageContaining("would send secret " + secret + " to " + host + ":" + port)
                .hasMessageContaining("the account allows it to go to " + allowed + " alone")
                .hasMessageNotContainingAny("a-password-6");
        assertThat(reads(secret)).isEmpty();
    }

    @Test
    void aSecretThatNamesItsOwnServerIsForThatOne() {
        Arn secret = fixture.allowed(
                "rds", "{\"username\":\"u\",\"password\":\"a-password-6\",\"host\":\"db.example\",\"port\":5432}");
        assertThatThrownBy(() -> connect(secret, "127.0.0.1", 5432, true))
                .isInstanceOf(IngestionException.class)
                .hasMessageContaining("the secret's own members host and port name another server")
                .hasMessageNotContainingAny("db.example", "a-password-6");
        fixture.spice().allowedSecrets().allow(AllowedSecret.of(secret, List.of("127.0.0.1:1/plain")));
        assertThatThrownBy(() -> connect(secret, "127.0.0.1", 1, false))
                .as("the account's word counts before the secret's")
                .hasMessageContaining("Cannot connect to data source");
    }

    @Test
    void aSecretThatLeavesTheSettingsIsNoLongerAllowed() {
        Arn secret = fixture.console().putSecret("declared", io.spicerack.model.Secret.of(PLAIN));
        fixture.spice().allowedSecrets().declare(List.of(AllowedSecret.of(secret, List.of())));
        assertThatThrownBy(() -> connect(secret, "127.0.0.1", 1, false))
                .hasMessageContaining("Cannot connect to data source");
        fixture.spice().allowedSecrets().declare(List.of());
        assertThatThrownBy(() -> connect(secret, "127.0.0.1", 1, false))
                .hasMessageContaining("not on the account's list of allowed secrets");
    }

    @ParameterizedTest
    @CsvSource({
        "169.254.169.254",
        "2852039166",
        "fe80::1",
        "::ffff:169.254.169.254",
        "fd00:ec2::254",
        "64:ff9b::a9fe:a9fe",
        "2002:a9fe:a9fe::1",
        "::169.254.169.254"
    })
    void theMetadataServiceOfACloudIsNotAsked(String host) {
        Arn secret = fixture.allowed("metadata-" + made, PLAIN);
        assertThatThrownBy(() -> connect(secret, host, 80, false))
                .isInstanceOf(IngestionException.class)
                .hasMessageContaining("where no data source may be (spicerack.source.refused-networks)");
        assertThat(reads(secret)).isEmpty();
    }

    @Test
    void whoKnocksThereIsCountedAndOnRecordOnceAMinute() {
        long before = refusals();
        Arn secret = fixture.allowed("knocking", PLAIN);
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> connect(secret, "169.254.1.1", 80, false))
                    .hasMessageContaining("where no data source may be");
        }
        assertThatThrownBy(() -> fixture.spice().dataSources().shown(new DataSourceId("target-" + (made - 1))))
                .as("nor is it asked for its certificate")
                .hasMessageContaining("where no data source may be");
        assertThat(refusals()).isGreaterThanOrEqualTo(before + 4);
        fixture.spice().refusals().settleAll();
        assertThat(fixture.spice().audit().search(AuditQuery.newest(50).named("RefuseConnections")))
                .isNotEmpty()
                .hasSizeLessThan(4)
                .anySatisfy(record -> assertThat(record.json()).contains("RefusedNetwork", "target-"));
    }

    private long refusals() {
        return fixture.spice().refusals().counts().getOrDefault(new Refusals.Kind("data-source", "RefusedNetwork"), 0L);
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.0", "10.0.0.0/33", "example.com/8", "x/8", "10.0.0.0/8/8"})
    void whatIsNoNetworkIsRefused(String text) {
        assertThatThrownBy(() -> Egress.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            arn:aws:secretsmanager:eu-west-1:111122223333:secret:a-AbCdEf db:5432    | is no allowed secret
            arn:aws:secretsmanager:eu-west-1:111122223333:secret:a-AbCdEf to         | is no allowed secret
            arn:aws:secretsmanager:eu-west-1:111122223333:secret:a-AbCdEf to db      | 'db' is no destination of a secret
            arn:aws:secretsmanager:eu-west-1:111122223333:secret:a-AbCdEf to db:1/no | 'db:1/no' is no destination of a secret
            """)
    void aBindingThatSaysNothingIsRefused(String text, String words) {
        assertThatThrownBy(() -> AllowedSecret.parse(text)).hasMessageContaining(words);
    }

    private Arn bound(String destinations) {
        Arn secret = fixture.console().putSecret("bound-" + made, io.spicerack.model.Secret.of(PLAIN));
        fixture.spice().allowedSecrets().allow(AllowedSecret.parse(secret + " to " + destinations));
        return secret;
    }

    private void connect(Arn secret, String host, int port, boolean ssl) {
        DataSourceId id = new DataSourceId("target-" + made++);
        fixture.spice()
                .dataSources()
                .create(
                        new DataSourceDefinition(
                                id, "target", DataSourceType.POSTGRESQL, host, port, "db", ssl, null, null),
                        new CredentialsInput.SecretArn(secret));
        fixture.spice().dataSources().open(id).close();
    }

    private List<JsonNode> reads(Arn secret) {
        Instant now = Clock.systemUTC().instant();
        try (CallTrail trail = fixture.callTrail()) {
            return trail.events(now.minusSeconds(600), now.plusSeconds(5)).stream()
                    .filter(event -> event.path("eventName").asText().equals("GetSecretValue"))
                    .filter(event -> event.toString().contains(secret.toString()))
                    .toList();
        }
    }
}
