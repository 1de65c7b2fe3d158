package io.spicerack.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.TakesLong;
import io.spicerack.camel.PipelineFixture;
import io.spicerack.catalog.record.AuditQuery;
import io.spicerack.catalog.record.DataSourceRecord;
import io.spicerack.core.sources.CredentialsInput;
import io.spicerack.core.sources.DataSourceDefinition;
import io.spicerack.model.Arn;
import io.spicerack.model.DataSourceId;
import io.spicerack.model.DataSourceType;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;
import io.spicerack.model.Secret;
import io.spicerack.tls.TlsFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A writer of the catalog decides nothing of where a password goes: a row that he changed is not served. */
@TakesLong
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChangedCatalogTest {
    private final PipelineFixture fixture;
    private final Path catalogFile;
    private final ServerSocket trap;
    private int made;
    private DataSourceId clinic = new DataSourceId("clinic");

    ChangedCatalogTest(@TempDir Path directory) throws IOException {
        catalogFile = directory.resolve("catalog").resolve("catalog.db");
        trap = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        trap.setSoTimeout(1);
        fixture = PipelineFixture.open(directory);
        fixture.routes().real("credentials");
        fixture.start();
    }

    @BeforeEach
    void another() {
        clinic = new DataSourceId("clinic-" + made++);
    }

    @AfterAll
    void close() throws IOException {
        trap.close();
        fixture.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE data_source SET port = TRAP WHERE ID",
                "UPDATE data_source SET port = TRAP, host = 'localhost' WHERE ID",
                "UPDATE data_source SET ssl = 1 - ssl WHERE ID",
                "UPDATE data_source SET type = 'MYSQL' WHERE ID",
                "UPDATE data_source SET database_name = 'other' WHERE ID",
                "UPDATE data_source SET credentials_arn = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:b-AbCdEf' WHERE ID",
                "DELETE FROM destination_seal WHERE ID",
                "UPDATE destination_seal SET seal = '' WHERE ID",
                "UPDATE destination_seal SET seal = (SELECT max(seal) FROM destination_seal WHERE NOT ID) WHERE ID",
                "UPDATE data_source SET port = TRAP WHERE ID; DELETE FROM destination_seal WHERE ID"
            })
    void aChangedRowIsRefusedWithWordsAndNothingIsSent(String change) throws Exception {
        created(new CredentialsInput.SecretArn(fixture.secret(clinic.value(), "a-password-1")));
        change(change);
        refused(() -> fixture.spice().dataSources().open(clinic));
        refused(() -> fixture.spice()
                .dataSources()
                .refuseChanged(fixture.spice().dataSources().find(clinic).orElseThrow()));
        assertThatThrownBy(trap::accept).hasMessageContaining("timed out");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE data_source SET port = TRAP WHERE ID",
                "UPDATE data_source SET pair_ciphertext = (SELECT max(pair_ciphertext) FROM data_source WHERE NOT ID) WHERE ID"
            })
    void aPairIsNeitherSentElsewhereNorCopiedNorRewrappedFromAChangedRow(String change) throws Exception {
        try (Secret password = Secret.of("a-password-2")) {
            CredentialsInput pair = new CredentialsInput.CredentialPair("reader", password);
            created(pair);
            fixture.spice().dataSources().create(definition("ward-" + made, 1), pair);
        }
        change(change);
        refused(() -> fixture.spice().dataSources().open(clinic));
        refused(() -> fixture.spice().dataSources().rewrapCredentials(clinic));
        refused(() -> fixture.spice()
                .dataSources()
                .create(definition("copy-" + made, trap.getLocalPort()), new CredentialsInput.PairOf(clinic)));
    }

    @Test
    void whoSetsItAnewWholeIsServedAgain() throws Exception {
        Arn secret = fixture.secret(clinic.value(), "a-password-3");
        created(new CredentialsInput.SecretArn(secret));
        change("UPDATE data_source SET port = TRAP WHERE ID");
        refused(() -> fixture.spice().dataSources().open(clinic));
        fixture.spice().dataSources().update(definition(clinic.value(), 1), new CredentialsInput.SecretArn(secret));
        notRefused();
    }

    @Test
    void aSecretThatIsWrittenIntoTheListIsNotAllowed() throws Exception {
        Arn other = fixture.console().putSecret("other", Secret.of("{\"username\":\"u\",\"password\":\"p\"}"));
        fixture.secret(clinic.value(), "a-password-4");
        created(new CredentialsInput.SecretArn(other));
        change("INSERT INTO allowed_secret (secret_arn, destinations, seal) SELECT '" + other
                + "', destinations, seal FROM allowed_secret LIMIT 1");
        assertThatThrownBy(() -> fixture.spice().dataSources().open(clinic))
                .isInstanceOf(IngestionException.class)
                .hasMessageContaining("not on the account's list of allowed secrets");
    }

    /** As an earlier version left it: the rows are there, the seals and their key are not. */
    @Test
    void aCatalogFromBeforeThereWereSealsIsTakenOnceAndOnRecord() throws Exception {
        created(new CredentialsInput.SecretArn(fixture.secret(clinic.value(), "a-password-5")));
        fixture.restart(file ->
                change("DELETE FROM destination_seal; DELETE FROM setting WHERE name = 'destination-seal-key'"));
        fixture.secret(clinic.value(), "a-password-5");
        notRefused();
        assertThat(fixture.spice().audit().search(AuditQuery.newest(5).named("AdoptDataSources")))
                .singleElement()
                .satisfies(record -> assertThat(record.json()).contains("datasource/" + clinic));
        change("UPDATE data_source SET port = TRAP WHERE ID");
        refused(() -> fixture.spice().dataSources().open(clinic));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO source_pin SELECT 'CLINIC', kind, encoded, pinned FROM source_pin WHERE data_source_id = 'other-NUMBER'",
                "DELETE FROM source_pin WHERE ID",
                "UPDATE source_pin SET encoded = (SELECT max(encoded) FROM source_pin WHERE NOT ID) WHERE ID",
                "UPDATE source_pin SET encoded = 'AAAA' WHERE ID",
                "UPDATE source_pin SET kind = 'PASSWORD_KEY' WHERE ID",
                "UPDATE source_pin SET kind = 'NONE' WHERE ID"
            })
    void aPinThatWasChangedPutInOrTakenAwayIsRefusedWithWords(String change) throws Exception {
        Arn secret = fixture.secret(clinic.value(), "a-password-6");
        pinned("other-" + made, secret, "self-signed");
        if (change.startsWith("INSERT")) {
            created(new CredentialsInput.SecretArn(secret));
        } else {
            pinned(clinic.value(), secret, "server");
        }
        notRefused();
        change(change.replace("NUMBER", "" + made).replace("CLINIC", clinic.value()));
        refused(() -> fixture.spice().dataSources().open(clinic));
        refused(() -> fixture.spice().dataSources().unpin(clinic));
        refused(() -> fixture.spice().dataSources().shown(clinic));
        fixture.spice().dataSources().update(definition(clinic.value(), 1), new CredentialsInput.SecretArn(secret));
        notRefused();
        assertThat(fixture.spice().dataSources().trusts().pinned(clinic))
                .as("what somebody wrote is not carried on")
                .isEmpty();
    }

    @Test
    void aPinStaysThroughAnUpdateAndARewrap() throws Exception {
        try (Secret password = Secret.of("a-password-7")) {
            CredentialsInput pair = new CredentialsInput.CredentialPair("reader", password);
            fixture.spice().dataSources().create(definition(clinic.value(), 1), pair);
            pin(clinic.value(), "server");
            fixture.spice().dataSources().update(definition(clinic.value(), 1), pair);
            fixture.defaultKey("for pins " + made);
            fixture.spice().dataSources().rewrapCredentials(clinic);
        }
        notRefused();
        assertThat(fixture.spice().dataSources().trusts().pinned(clinic)).containsExactly(TlsFiles.shown("server"));
    }

    private void pinned(String id, Arn secret, String certificate) {
        fixture.spice().dataSources().create(definition(id, 1), new CredentialsInput.SecretArn(secret));
        pin(id, certificate);
    }

    private void pin(String id, String certificate) {
        DataSourceRecord known =
                fixture.spice().dataSources().find(new DataSourceId(id)).orElseThrow();
        fixture.spice().dataSources().trusts().pin(known, TlsFiles.shown(certificate));
    }

    private void created(CredentialsInput credentials) {
        fixture.spice().dataSources().create(definition(clinic.value(), 1), credentials);
    }

    private static DataSourceDefinition definition(String id, int port) {
        return new DataSourceDefinition(
                new DataSourceId(id), id, DataSourceType.POSTGRESQL, "127.0.0.1", port, "db", false, null, null);
    }

    private void refused(ThrowingCallable use) {
        assertThatThrownBy(use)
                .isInstanceOf(IngestionException.class)
                .satisfies(e ->
                        assertThat(((IngestionException) e).type()).isEqualTo(IngestionErrorType.PERMISSION_DENIED))
                .hasMessageContaining(
                        "data source '" + clinic + "': its row in the catalog is not what Spicerack wrote");
    }

    /** It comes as far as a server that is not there. */
    private void notRefused() {
        DataSourceRecord known = fixture.spice().dataSources().find(clinic).orElseThrow();
        assertThat(known.port()).isEqualTo(1);
        assertThatThrownBy(() -> fixture.spice().dataSources().open(clinic))
                .isInstanceOf(IngestionException.class)
                .hasMessageContaining("Cannot connect to data source POSTGRESQL 127.0.0.1:1/db");
    }

    /** As somebody does who may write the file, beside the service that runs. */
    private void change(String statements) {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + catalogFile)) {
            for (String statement : statements.split("; ", -1)) {
                connection
                        .createStatement()
                        .execute(statement
                                .replace("TRAP", "" + trap.getLocalPort())
                                .replace("ID", "data_source_id = '" + clinic + "'"));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
