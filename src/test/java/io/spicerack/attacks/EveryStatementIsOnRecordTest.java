package io.spicerack.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.spicerack.TakesLong;
import io.spicerack.catalog.record.AuditQuery;
import io.spicerack.catalog.record.SequencedRecord;
import io.spicerack.core.CoreFixture;
import io.spicerack.core.refresh.Extracted;
import io.spicerack.core.refresh.Refresh;
import io.spicerack.core.refresh.RowStep;
import io.spicerack.core.sources.CredentialsInput;
import io.spicerack.core.sources.DataSourceDefinition;
import io.spicerack.model.DataSetId;
import io.spicerack.model.DataSourceId;
import io.spicerack.model.RequestSource;
import io.spicerack.model.ResourceStatus;
import io.spicerack.model.Secret;
import io.spicerack.source.SourceConnection;
import io.spicerack.source.SourceTypes;
import io.spicerack.source.SplitOptions;
import io.spicerack.source.duckdb.DuckDbType;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** QueryDatabase is on the trail for each statement that a source is sent, whatever it is sent for. */
@TakesLong
class EveryStatementIsOnRecordTest {
    private static final DataSourceId CLINIC = new DataSourceId("clinic");
    private static final Pattern PURPOSE = Pattern.compile("\"purpose\":\"(\\w+)\"");

    private final CoreFixture core;

    EveryStatementIsOnRecordTest(@TempDir Path directory) throws Exception {
        try (var connection = DriverManager.getConnection("jdbc:duckdb:" + directory.resolve("clinic.db"));
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE visit (id INT)");
            statement.execute("INSERT INTO visit VALUES (1), (2)");
        }
        core = CoreFixture.open(directory, new SourceTypes(new DuckDbType(directory, InstantSource.system())));
        core.createDefaultKey("a");
        core.spice()
                .dataSources()
                .create(
                        new DataSourceDefinition(
                                CLINIC, "Clinic", DuckDbType.WORD, "127.0.0.1", 1, "clinic.db", false, null, null),
                        new CredentialsInput.CredentialPair("nobody", Secret.of("nothing")));
        await().until(() ->
                core.spice().dataSources().find(CLINIC).orElseThrow().status() == ResourceStatus.CREATION_SUCCESSFUL);
    }

    @AfterEach
    void close() {
        core.close();
    }

    @Test
    void ofAConnectionTest() {
        assertThat(purposes()).containsExactly("session", "rows", "test");
    }

    @Test
    void ofARefresh() {
        DataSetId visits = core.declare("visits");
        core.spice().ingestions().request(visits, RequestSource.MANUAL);
        try (Refresh refresh = core.next(visits)) {
            Extracted extracted = refresh.begin().extract(CLINIC, "SELECT id FROM visit", SplitOptions.ONE);
            extracted
                    .seal(extracted.rows(), Optional.empty(), RowStep.AS_READ)
                    .reconcile()
                    .publish();
        }
        assertThat(purposes().subList(3, purposes().size()))
                .containsExactlyInAnyOrder("session", "estimate", "the rows", "reconcile");
    }

    @Test
    void ofARouteThatBringsItsOwn() throws Exception {
        try (SourceConnection source = core.spice().dataSources().open(CLINIC)) {
            source.columns("SELECT id FROM visit");
            Connection lent = source.lend(() -> {});
            lent.createStatement().executeQuery("SELECT id FROM visit").close();
            lent.prepareStatement("SELECT id FROM visit WHERE id = 1").executeQuery();
            assertThatThrownBy(() -> lent.createStatement().execute("SELECT nothing FROM nowhere"))
                    .hasMessageContaining("Catalog Error");
            for (String refused : List.of("executeUpdate", "addBatch", "prepareCall", "unwrap", "getMetaData")) {
                assertThatThrownBy(() -> {
                            switch (refused) {
                                case "executeUpdate" -> lent.createStatement().executeUpdate("DELETE FROM visit");
                                case "addBatch" -> lent.createStatement().addBatch("DELETE FROM visit");
                                case "prepareCall" -> lent.prepareCall("CALL x()");
                                case "unwrap" -> lent.unwrap(Connection.class);
                                default -> lent.getMetaData();
                            }
                        })
                        .hasMessageContaining(refused + " is refused");
            }
        }
        assertThat(purposes().subList(3, purposes().size()))
                .containsExactly("session", "columns", "route", "columns", "route", "route");
        assertThat(queries()).last().asString().contains("\"errorCode\":\"SQL_TABLE_NOT_FOUND\"");
    }

    private List<String> purposes() {
        return queries().stream()
                .map(json -> {
                    Matcher purpose = PURPOSE.matcher(json);
                    return purpose.find() ? purpose.group(1) : "the rows";
                })
                .toList();
    }

    private List<String> queries() {
        return core.catalog().read(tx -> tx.audit().search(AuditQuery.oldest(1_000))).stream()
                .map(SequencedRecord::event)
                .filter(event -> event.eventName().equals("QueryDatabase"))
                .map(event -> event.json())
                .toList();
    }
}
