package io.spicerack.source.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.spicerack.TakesLong;
import io.spicerack.catalog.record.ProofMethod;
import io.spicerack.catalog.record.VersionProof;
import io.spicerack.catalog.record.VersionRecord;
import io.spicerack.core.CoreFixture;
import io.spicerack.core.reading.OpenDataSet;
import io.spicerack.core.refresh.Extracted;
import io.spicerack.core.refresh.Refresh;
import io.spicerack.core.refresh.RowStep;
import io.spicerack.core.sources.CredentialsInput;
import io.spicerack.core.sources.DataSourceDefinition;
import io.spicerack.model.DataSetId;
import io.spicerack.model.DataSourceId;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;
import io.spicerack.model.ReconcileMode;
import io.spicerack.model.RequestSource;
import io.spicerack.model.ResourceStatus;
import io.spicerack.model.Secret;
import io.spicerack.source.SourceTypes;
import io.spicerack.source.SplitOptions;
import io.spicerack.source.mysql.MySqlType;
import io.spicerack.source.postgres.PostgresType;
import io.spicerack.table.CellText;
import io.spicerack.table.RowGroup;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A further database is one package and one line: here it is, through the whole core. */
@TakesLong
class DuckDbTypeTest {
    private static final DataSourceId SOURCE = new DataSourceId("clinic");
    private static final String QUERY = "SELECT * FROM visit ORDER BY id";

    @Test
    void aTableOfAnotherDatabaseIsRefreshedReconciledAndRead(@TempDir Path directory) throws Exception {
        create(directory);
        try (CoreFixture core = CoreFixture.open(directory, new SourceTypes(new DuckDbType(directory)))) {
            declare(core);
            DataSetId visits = core.declare("visits");
            core.spice().ingestions().request(visits, RequestSource.MANUAL);
            try (Refresh refresh = core.next(visits)) {
                Extracted extracted = refresh.begin(ReconcileMode.AUTO).extract(SOURCE, QUERY, SplitOptions.ONE);
                extracted
                        .seal(extracted.rows(), Optional.empty(), RowStep.AS_READ)
                        .reconcile()
                        .publish();
            }
            VersionRecord version =
                    core.spice().dataSets().view(visits).orElseThrow().current();
            assertThat(core.spice().dataSets().proof(Objects.requireNonNull(version)))
                    .as("what cannot be hashed there is counted")
                    .contains(new VersionProof(
                            ProofMethod.COUNTS,
                            "by value it would be due (no version of it was proven by value yet), but that needs hashes"
                                    + " that AURORA and Spicerack compute alike, and there are none"));
            try (OpenDataSet open = core.spice().readers().open(visits)) {
                assertThat(texts(open))
                        .containsExactly(
                                "1 Ольга true 2024-02-29 12.50 0.1",
                                "2 null false 0001-01-01 -0.01 -1.0E300",
                                "3 it's null null null null");
            }
        }
    }

    @Test
    void itsFailuresHaveTheirTypesAndQuoteNothing(@TempDir Path directory) throws Exception {
        create(directory);
        try (CoreFixture core = CoreFixture.open(directory, new SourceTypes(new DuckDbType(directory)))) {
            declare(core);
            try (var source = core.spice().dataSources().open(SOURCE)) {
                assertThatThrownBy(() -> source.query("SELECT * FROM nowhere"))
                        .hasMessageStartingWith(
                                "Cannot run the query on data source AURORA 127.0.0.1:1/clinic.db: SQLState HY000"
                                        + " Catalog Error; the server's own words may quote rows: run the query by hand to"
                                        + " read them. Correct the table's name")
                        .extracting(e -> ((IngestionException) e).type())
                        .isEqualTo(IngestionErrorType.SQL_TABLE_NOT_FOUND);
                assertThatThrownBy(() -> source.columns("SELECT name::INT AS n FROM visit; DELETE FROM visit"))
                        .hasMessageContaining("several statements");
                assertThatThrownBy(() -> source.valueHashes(QUERY).demanded())
                        .hasMessageContaining("Use counts for this data set");
            }
        }
    }

    @Test
    void twoKindsCannotHaveOneWord() {
        assertThat(new SourceTypes(new MySqlType(), new PostgresType()).words()).hasSize(5);
        assertThatThrownBy(() -> new SourceTypes(new MySqlType(), new DuckDbType(Path.of("."))))
                .hasMessage("two kinds of database are known by the word AURORA; each needs its own");
    }

    private static void create(Path directory) throws Exception {
        try (var connection = DriverManager.getConnection("jdbc:duckdb:" + directory.resolve("clinic.db"));
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE visit (id INT, name VARCHAR, insured BOOLEAN, born DATE, fee DECIMAL(9,2),"
                    + " score DOUBLE)");
            statement.execute("INSERT INTO visit VALUES (1, 'Ольга', true, '2024-02-29', 12.5, 0.1),"
                    + " (2, NULL, false, '0001-01-01', -0.01, -1e300), (3, 'it''s', NULL, NULL, NULL, NULL)");
        }
    }

    private static void declare(CoreFixture core) {
        core.spice()
                .dataSources()
                .create(
                        new DataSourceDefinition(
                                SOURCE, "Clinic", DuckDbType.WORD, "127.0.0.1", 1, "clinic.db", false, null, null),
                        new CredentialsInput.CredentialPair("nobody", Secret.of("nothing")));
        await().until(() ->
                core.spice().dataSources().find(SOURCE).orElseThrow().status() == ResourceStatus.CREATION_SUCCESSFUL);
    }

    private static List<String> texts(OpenDataSet open) {
        RowGroup group = new RowGroup(open.schema());
        List<String> texts = new ArrayList<>();
        while (open.next(group)) {
            for (int row = 0; row < group.rows(); row++) {
                List<String> cells = new ArrayList<>();
                for (int column = 0; column < group.schema().width(); column++) {
                    cells.add(String.valueOf(CellText.of(group, column, row)));
                }
                texts.add(String.join(" ", cells));
            }
        }
        return texts;
    }
}
