package io.spicerack.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.spicerack.LogLines;
import io.spicerack.TakesLong;
import io.spicerack.aws.CallTrail;
import io.spicerack.camel.PipelineException;
import io.spicerack.camel.PipelineFixture;
import io.spicerack.catalog.record.AuditQuery;
import io.spicerack.core.sources.CredentialsInput;
import io.spicerack.core.sources.DataSourceDefinition;
import io.spicerack.model.Arn;
import io.spicerack.model.AuditRecord;
import io.spicerack.model.DataSourceId;
import io.spicerack.model.DataSourceType;
import io.spicerack.model.IngestionException;
import io.spicerack.model.ResourceStatus;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.camel.ProducerTemplate;
import org.apache.logging.log4j.Level;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever writes routes, and whoever may send a message into them, gets no secret: it is resolved by the core alone. */
@TakesLong
class SecretsAreTheCoresTest {
    private static final String PASSWORD = "correct-horse-7310";

    private PipelineFixture fixture;
    private Arn secret;
    private Instant begin;

    @BeforeEach
    void open(@TempDir Path directory) {
        begin = Clock.systemUTC().instant().minusSeconds(5);
        fixture = PipelineFixture.open(directory);
        secret = fixture.secret("hospital", PASSWORD);
        fixture.routes().shared();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "direct:credentials",
                "spice:secrets",
                "spice:fetch?vault=aws-secrets-manager:x",
                "aws-secrets-manager:x?operation=getSecret",
                "aws-secrets-manager:x?operation=getSecret&useDefaultCredentialsProvider=true&region=eu-west-1",
                "bean:spicerack?method=dataSources",
                "bean:secretsManagerClient?method=serviceName"
            })
    void aMessageThatNamesItGetsNothing(String uri) throws Exception {
        fixture.start();
        try (ProducerTemplate template = fixture.context().createProducerTemplate()) {
            assertThatThrownBy(() -> template.requestBodyAndHeader(
                            uri + (uri.startsWith("direct") ? "?block=false" : ""),
                            secret.toString(),
                            "CamelAwsSecretsManagerSecretId",
                            secret.toString()))
                    .isInstanceOf(Exception.class)
                    .satisfies(e -> assertThat(e.toString() + e.getCause()).doesNotContain(PASSWORD));
        }
        assertThat(calls()).as("calls of Secrets Manager").isEmpty();
    }

    @Test
    void aRouteWithAHeaderAndALogIsRefusedAtItsStart() {
        fixture.routes()
                .asOperator()
                .write(
                        "thief",
                        """
                        - route:
                            id: thief
                            from:
                              uri: timer:thief
                              parameters: {repeatCount: 1, delay: 1}
                              steps:
                                - setHeader: {name: CamelAwsSecretsManagerSecretId, constant: "%s"}
                                - to: aws-secrets-manager:x?operation=getSecret
                                - log: {message: "${body}"}
                        """
                                .formatted(secret));
        assertThatThrownBy(() -> fixture.start())
                .isInstanceOf(PipelineException.class)
                .hasMessageContaining("aws-secrets-manager: is no step of a route")
                .hasMessageContaining("spice:fetch names it as its vault");
    }

    @Test
    void aSecondRouteThatFetchesSecretsIsRefused() {
        fixture.routes()
                .asOperator()
                .write(
                        "zz-thief",
                        """
                        - route:
                            id: thief
                            from:
                              uri: spice:secrets?exchangePattern=InOnly
                              steps:
                                - log: {message: "${body}"}
                        """);
        assertThatThrownBy(() -> fixture.start()).isInstanceOf(PipelineException.class);
        fixture.routes()
                .asOperator()
                .write(
                        "zz-thief",
                        """
                        - route:
                            id: thief
                            from:
                              uri: spice:secrets
                              steps:
                                - log: {message: "${body}"}
                        """);
        assertThatThrownBy(() -> fixture.restart()).isInstanceOf(PipelineException.class);
    }

    @Test
    void aLogStepInTheVeryRouteThatFetchesItSeesTheArn() throws Exception {
        fixture.routes()
                .asOperator()
                .write(
                        "credentials",
                        """
                        - route:
                            id: credentials
                            trace: "true"
                            from:
                              uri: spice:secrets
                              steps:
                                - log: {message: "before: ${body} ${headers}"}
                                - to: {uri: "spice:fetch", parameters: {vault: "aws-secrets-manager:x?operation=getSecret"}}
                                - log: {message: "after: ${body} ${headers} ${bodyAs(String)}"}
                                - to: log:all?showAll=true&multiline=true
                        """);
        try (LogLines log =
                LogLines.at(Map.of("org.apache.camel", Level.DEBUG, "credentials", Level.INFO, "all", Level.INFO))) {
            fixture.start();
            readNothing();
            assertThat(log.lines())
                    .anyMatch(line -> line.contains("after: secret " + secret + " (its text is for the core alone)"))
                    .noneMatch(line -> line.contains(PASSWORD));
        }
        assertThat(calls()).as("Secrets Manager was asked").isNotEmpty();
        List<AuditRecord> records =
                fixture.spice().audit().search(AuditQuery.newest(50).named("GetSecretValue"));
        assertThat(records).hasSameSizeAs(calls()).allSatisfy(record -> assertThat(record.json())
                .contains(
                        "\"dataSourceArn\":\"arn:aws:quicksight:eu-west-1:111122223333:datasource/nowhere\"",
                        secret.toString()));
    }

    @Test
    void whatIsNotAllowedIsNotFetchedWhateverTheRouteSays() throws Exception {
        fixture.start();
        fixture.spice().allowedSecrets().disallow(secret);
        assertThatThrownBy(this::readNothing)
                .isInstanceOf(IngestionException.class)
                .hasMessageContaining("not on the account's list of allowed secrets");
        assertThat(calls()).isEmpty();
    }

    /** A data source where no server is: its secret is fetched before anything is connected to. */
    private void readNothing() {
        DataSourceId id = new DataSourceId("nowhere");
        fixture.spice()
                .dataSources()
                .create(
                        new DataSourceDefinition(
                                id, "nowhere", DataSourceType.POSTGRESQL, "127.0.0.1", 1, "db", false, null, null),
                        new CredentialsInput.SecretArn(secret));
        Awaitility.await()
                .until(() ->
                        fixture.spice().dataSources().find(id).orElseThrow().status()
                                != ResourceStatus.CREATION_IN_PROGRESS);
        try {
            fixture.spice().dataSources().open(id).close();
        } catch (IngestionException e) {
            if (e.getMessage().contains("allowed")) {
                throw e;
            }
        }
    }

    private List<JsonNode> calls() {
        try (CallTrail trail = fixture.callTrail()) {
            return trail.events(begin, Clock.systemUTC().instant().plusSeconds(5)).stream()
                    .filter(event -> event.path("eventName").asText().equals("GetSecretValue"))
                    .toList();
        }
    }
}
