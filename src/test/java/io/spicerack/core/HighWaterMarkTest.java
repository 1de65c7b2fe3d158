package io.spicerack.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.spicerack.TakesLong;
import io.spicerack.catalog.record.IngestionRecord;
import io.spicerack.core.increment.HighWaterMark;
import io.spicerack.core.reading.OpenDataSet;
import io.spicerack.core.refresh.Extracted;
import io.spicerack.core.refresh.Refresh;
import io.spicerack.core.refresh.RowStep;
import io.spicerack.core.sources.CredentialsInput;
import io.spicerack.core.sources.DataSourceDefinition;
import io.spicerack.model.DataSetId;
import io.spicerack.model.DataSourceId;
import io.spicerack.model.IngestionId;
import io.spicerack.model.IngestionStatus;
import io.spicerack.model.RequestSource;
import io.spicerack.model.RequestType;
import io.spicerack.model.ResourceStatus;
import io.spicerack.model.RowInfo;
import io.spicerack.model.Secret;
import io.spicerack.source.SourceTypes;
import io.spicerack.source.SplitOptions;
import io.spicerack.source.duckdb.DuckDbType;
import io.spicerack.table.CellText;
import io.spicerack.table.RowGroup;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An incremental refresh by a high-water mark reads what lies above the sealed rows, less the lag, and keeps the others. */
@TakesLong
class HighWaterMarkTest {
    private static final DataSourceId CLINIC = new DataSourceId("clinic");
    private static final String QUERY = "SELECT id, seen, note FROM visit -- all";

    private final Path directory;
    private final CoreFixture core;
    private final DataSetId visits;

    HighWaterMarkTest(@TempDir Path directory) throws Exception {
        this.directory = directory;
        database("CREATE TABLE visit (id INT, seen DATE, note TEXT)");
        database("INSERT INTO visit VALUES (1, '2026-01-01', 'a'), (2, '2026-01-31', 'b')," + " (3, NULL, 'c')");
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
        visits = core.declare("visits");
    }

    @AfterEach
    void close() {
        core.close();
    }

    @Test
    void ofNumbersWhatIsAboveTheHighestLessTheLagIsReadAgain() throws Exception {
        mark("id", "1");
        assertThat(refresh(RequestType.INCREMENTAL_REFRESH).requestType()).isEqualTo(RequestType.INITIAL_INGESTION);
        // a long pause, rows that come and go, and one below the lag that nobody looks at again
        core.clock().advance(Duration.ofDays(400));
        database("UPDATE visit SET note = note || '!'");
        database("DELETE FROM visit WHERE id = 3");
        database("INSERT INTO visit VALUES (4, NULL, 'd'), (40, NULL, 'e')");
        IngestionRecord added = refresh(RequestType.INCREMENTAL_REFRESH);
        assertThat(added.status()).as("%s", added.error()).isEqualTo(IngestionStatus.COMPLETED);
        assertThat(notes()).containsExactly("a", "b!", "d", "e");
        assertThat(added.rows()).isEqualTo(new RowInfo(3, 0, 4));
        assertThat(core.spice()
                        .dataSets()
                        .read(visits, added.id())
                        .orElseThrow()
                        .since())
                .as("it adds to rows that were read before")
                .isPresent();
        assertThat(refresh(RequestType.FULL_REFRESH).rows()).isEqualTo(new RowInfo(4, 0, 4));
        assertThat(notes()).containsExactly("a!", "b!", "d", "e");
    }

    @Test
    void ofDatesSoIsWhatHasNone() throws Exception {
        mark("seen", "49h");
        refresh(RequestType.FULL_REFRESH);
        database("UPDATE visit SET note = note || '!'");
        database("INSERT INTO visit VALUES (4, '2026-01-28', 'late'), (5, '2026-01-27', 'too late')");
        refresh(RequestType.INCREMENTAL_REFRESH);
        assertThat(notes()).containsExactly("a", "b!", "c!", "late");
    }

    @Test
    void anotherQueryOrMarkReadsAllRows() throws Exception {
        mark("id", "0");
        refresh(RequestType.FULL_REFRESH);
        database("UPDATE visit SET note = 'x'");
        refresh(RequestType.INCREMENTAL_REFRESH, QUERY + " of them");
        assertThat(notes()).containsExactly("x", "x", "x");
        database("UPDATE visit SET note = 'y'");
        mark("seen", "0");
        refresh(RequestType.INCREMENTAL_REFRESH, QUERY + " of them");
        assertThat(notes()).containsExactly("y", "y", "y");
    }

    @Test
    void aRowStepChangesTheRowsThatAreReadAlone() throws Exception {
        mark("id", "0");
        refresh(RequestType.FULL_REFRESH);
        database("INSERT INTO visit VALUES (7, NULL, 'g')");
        core.spice().ingestions().request(visits, RequestSource.MANUAL, RequestType.INCREMENTAL_REFRESH);
        try (Refresh refresh = core.next(visits)) {
            Extracted extracted = refresh.begin().extract(CLINIC, QUERY, SplitOptions.ONE);
            extracted
                    .seal(extracted.rows(), Optional.empty(), RowStep.MASKED)
                    .reconcile()
                    .publish();
        }
        assertThat(notes()).containsExactly("a", "b", "c", "g");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "note | 1  | its highWaterMark 'note' is of type Text[]; it must be of whole numbers, dates or timestamps",
                "id   | 1h | its highWaterMark 'id' is of type Int[bits=32], so that its lag must be a whole number",
                "seen | 1  | its highWaterMark 'seen' is of type Date[], so that its lag must be a time, such as 2d",
                "gone | 1  | its highWaterMark 'gone' is none of its columns [id, seen, note]"
            })
    void aMarkThatDoesNotFitFailsTheRefreshWithTheWayOut(String column, String lag, String words) {
        mark(column, lag);
        refresh(RequestType.FULL_REFRESH);
        IngestionRecord refused = refresh(RequestType.INCREMENTAL_REFRESH);
        assertThat(Objects.requireNonNull(refused.error()).message())
                .startsWith("data set 'visits' cannot be refreshed incrementally: " + words)
                .endsWith("Correct the route, or refresh with FULL_REFRESH");
    }

    @Test
    void whatCannotBeDeclaredOrAskedForIsRefused() {
        assertThatThrownBy(() -> HighWaterMark.parse("id", "an hour"))
                .hasMessageStartingWith(
                        "highWaterMark is 'id' and lag is 'an hour'; the one must be a column of the query");
        assertThatThrownBy(() -> refresh(RequestType.INCREMENTAL_REFRESH))
                .hasMessageContaining("One of a route needs a highWaterMark there");
        mark("id", "1");
        core.spice().ingestions().marks().forget(visits);
        assertThatThrownBy(() -> refresh(RequestType.INCREMENTAL_REFRESH)).hasMessageContaining("no look-back window");
    }

    private void mark(String column, String lag) {
        core.spice().ingestions().marks().declare(visits, HighWaterMark.parse(column, lag));
    }

    private IngestionRecord refresh(RequestType type) {
        return refresh(type, QUERY);
    }

    private IngestionRecord refresh(RequestType type, String sql) {
        IngestionId asked = core.spice().ingestions().request(visits, RequestSource.MANUAL, type);
        try (Refresh refresh = core.next(visits)) {
            try {
                Extracted extracted = refresh.begin().extract(CLINIC, sql, SplitOptions.ONE);
                extracted
                        .seal(extracted.rows(), Optional.empty(), RowStep.AS_READ)
                        .reconcile()
                        .publish();
            } catch (RuntimeException e) {
                refresh.fail(e);
            }
        }
        return core.spice().ingestions().find(visits, asked).orElseThrow();
    }

    private List<String> notes() throws Exception {
        List<String> notes = new ArrayList<>();
        try (OpenDataSet open = core.spice().readers().open(visits)) {
            RowGroup group = new RowGroup(open.schema());
            while (open.next(group)) {
                for (int row = 0; row < group.rows(); row++) {
                    notes.add(String.valueOf(CellText.of(group, 2, row)));
                }
            }
        }
        return notes.stream().sorted().toList();
    }

    private void database(String sql) throws Exception {
        try (var connection = DriverManager.getConnection("jdbc:duckdb:" + directory.resolve("clinic.db"));
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
