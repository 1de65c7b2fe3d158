package io.spicerack.camel;

import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.WithServers;
import io.spicerack.catalog.record.AuditQuery;
import io.spicerack.catalog.record.IngestionRecord;
import io.spicerack.core.WithCore;
import io.spicerack.core.queue.Overlap;
import io.spicerack.core.sources.CredentialsInput;
import io.spicerack.kit.database.TestDatabase;
import io.spicerack.kit.database.TestDatabases;
import io.spicerack.model.DataSetId;
import io.spicerack.model.DataSourceType;
import io.spicerack.model.IngestionId;
import io.spicerack.model.IngestionStatus;
import io.spicerack.model.RequestType;
import io.spicerack.model.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A refresh is skipped where its source surely has nothing new, and in no other case. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@WithServers
@WithCore
class OnlyIfChangedTest {
    private static final DataSetId WARDS = new DataSetId("wards");
    private static final String ASKED = "SELECT changed, n FROM news";
    private static final String SECRET_CELL = "a-cell-that-nobody-may-find";

    private final PipelineFixture fixture;
    private final TestDatabase database = TestDatabases.postgres().newDatabase();

    OnlyIfChangedTest(PipelineFixture fixture) throws Exception {
        this.fixture = fixture.postgres("db", database);
        database.execute(
                "CREATE TABLE rows_read (id integer)",
                "INSERT INTO rows_read VALUES (1), (2)",
                "CREATE TABLE news (changed text, n integer)");
        fixture.routes().shared().write("wards", text(ASKED, "SELECT id FROM rows_read"));
        fixture.start();
    }

    private static String text(String asked, String sql) {
        return "dataSet: wards\ndataSource: db\nonlyIfChanged: \"" + asked + "\"\nsql: " + sql + "\n";
    }

    @BeforeEach
    void readOnce() throws Exception {
        news("('" + SECRET_CELL + "', 1), ('b', NULL)");
        edit(text(ASKED, "SELECT id FROM rows_read"));
        fixture.probe().published("wards");
    }

    @Test
    void whatIsAsItWasIsSkippedOnRecordAndSaysWhy() throws Exception {
        String before = current();
        IngestionRecord skipped = scheduled();
        assertThat(skipped.status()).isEqualTo(IngestionStatus.SKIPPED);
        assertThat(skipped.error()).isNull();
        assertThat(skipped.skipped())
                .startsWith("nothing has changed: the source's answer to onlyIfChanged is the one that it gave before");
        assertThat(fixture.spice().dataSets().lastSkipped())
                .containsExactly(Map.entry(WARDS, Objects.requireNonNull(skipped.ended())));
        assertThat(current()).isEqualTo(before);
        assertThat(records("SkipIngestion").get(0)).contains("\"currentVersionId\":\"" + before, "nothing has changed");
        assertThat(records("QueryDatabase").get(0)).as("the question").contains("\"durationMillis\"");
        news("('" + SECRET_CELL + "', 2), ('b', NULL)");
        assertThat(scheduled().status()).isEqualTo(IngestionStatus.COMPLETED);
        assertThat(scheduled().status()).isEqualTo(IngestionStatus.SKIPPED);
    }

    @Test
    void byHandItIsAlwaysRead() {
        String before = current();
        fixture.probe().published("wards");
        assertThat(current()).isNotEqualTo(before);
        assertThat(scheduled().status())
                .as("and that answer counts from now on")
                .isEqualTo(IngestionStatus.SKIPPED);
    }

    @Test
    void anotherQueryMaskOrQuestionIsRead() {
        edit("# a comment\n" + text(ASKED, "SELECT id FROM rows_read"));
        assertThat(scheduled().status()).as("a comment").isEqualTo(IngestionStatus.SKIPPED);
        for (String other : List.of(
                text(ASKED, "SELECT id, 'x'::text AS t FROM rows_read"),
                text(ASKED, "SELECT id, 'x'::text AS t FROM rows_read") + "mask: {t: hash}\n",
                text(ASKED, "SELECT id, 'x'::text AS t FROM rows_read") + "dropWhere: \"{id} = 1\"\n",
                text("SELECT n, changed FROM news", "SELECT id FROM rows_read"))) {
            edit(other.replace("sql:", "drift: adapt\nsql:"));
            assertThat(scheduled().status()).as(other).isEqualTo(IngestionStatus.COMPLETED);
            assertThat(scheduled().status()).as(other).isEqualTo(IngestionStatus.SKIPPED);
        }
        fixture.probe().published("wards");
    }

    /** Its lines stay lines, so that a comment ends with its own; another way to write the same text changes nothing. */
    @Test
    void aQuestionOfSeveralLinesIsAskedAsItIsWritten() throws Exception {
        String asked = "SELECT changed, n -- 'not' all {of} it: #\nFROM news\n";
        edit(asked("|\n  " + asked.strip().replace("\n", "\n  ")));
        assertThat(scheduled().status()).isEqualTo(IngestionStatus.COMPLETED);
        assertThat(scheduled().status()).isEqualTo(IngestionStatus.SKIPPED);
        assertThat(records("QueryDatabase"))
                .anySatisfy(record -> assertThat(record).contains(Sha256.hex(asked.strip())));
        edit(asked("\"" + asked.replace("\n", "\\n") + "\""));
        assertThat(scheduled().status()).as("the same in quotes").isEqualTo(IngestionStatus.SKIPPED);
        news("('c', 3)");
        assertThat(scheduled().status()).isEqualTo(IngestionStatus.COMPLETED);
        assertThat(scheduled().status()).isEqualTo(IngestionStatus.SKIPPED);
    }

    private static String asked(String value) {
        return "dataSet: wards\ndataSource: db\nonlyIfChanged: " + value + "\nsql: SELECT id FROM rows_read\n";
    }

    @Test
    void underAnotherKeyItIsRead() {
        fixture.defaultKey("another key");
        assertThat(scheduled().status()).isEqualTo(IngestionStatus.COMPLETED);
        assertThat(scheduled().status()).isEqualTo(IngestionStatus.SKIPPED);
    }

    @Test
    void fromAnotherPlaceItIsRead() {
        fixture.spice()
                .dataSources()
                .update(
                        PipelineFixture.definition(
                                "db",
                                DataSourceType.POSTGRESQL,
                                "localhost",
                                database.server().port(),
                                database.name()),
                        new CredentialsInput.SecretArn(fixture.secret("db-too", TestDatabases.PASSWORD)));
        assertThat(scheduled().status()).isEqualTo(IngestionStatus.COMPLETED);
        assertThat(scheduled().status()).isEqualTo(IngestionStatus.SKIPPED);
    }

    @Test
    void rowsInAnotherOrderAreTheSameAnswerAndARowTwiceIsNot() throws Exception {
        news("('b', NULL), ('" + SECRET_CELL + "', 1)");
        assertThat(scheduled().status()).isEqualTo(IngestionStatus.SKIPPED);
        news("('b', NULL), ('b', NULL), ('" + SECRET_CELL + "', 1)");
        assertThat(scheduled().status()).isEqualTo(IngestionStatus.COMPLETED);
    }

    @Test
    void aNullIsNoTextAndLettersOfOneCellAreNotThoseOfAnother() throws Exception {
        for (String other : List.of("('NULL', NULL)", "(NULL, 1)", "('a', 1), ('b', 2)", "('a', 2), ('b', 1)")) {
            news(other);
            assertThat(scheduled().status()).as(other).isEqualTo(IngestionStatus.COMPLETED);
            assertThat(scheduled().status()).as(other).isEqualTo(IngestionStatus.SKIPPED);
        }
    }

    @Test
    void anAnswerThatSaysNothingNeverSkips() throws Exception {
        for (String nothing : List.of("(NULL, NULL)", "")) {
            news(nothing);
            for (int i = 0; i < 2; i++) {
                assertThat(scheduled().status()).as(nothing).isEqualTo(IngestionStatus.COMPLETED);
            }
        }
    }

    @Test
    void moreRowsThanCanBeComparedFailAndSkipNothing() {
        edit(text("SELECT n FROM generate_series(1, 1000) AS n", "SELECT id FROM rows_read"));
        assertThat(scheduled().status()).isEqualTo(IngestionStatus.COMPLETED);
        edit(text("SELECT n FROM generate_series(1, 5000) AS n", "SELECT id FROM rows_read"));
        failed("the answer to onlyIfChanged gave more than 1000 rows", "SELECT max(updated_at), count(*) FROM ...");
        edit(text("SELECT repeat('x', 2000000) AS x", "SELECT id FROM rows_read"));
        failed("the answer to onlyIfChanged is longer than 1048576 letters");
    }

    @Test
    void aQuestionThatFailsFailsTheIngestionAlsoByHand() {
        String before = current();
        edit(text("SELECT max(x) FROM nobody", "SELECT id FROM rows_read"));
        failed(
                "the question of onlyIfChanged (spice:changed) failed, and the query of the data set was not sent: ",
                "undefined_table",
                "Correct the table's name",
                "take onlyIfChanged out of its route file");
        assertThat(fixture.probe().refresh("wards").status()).isEqualTo(IngestionStatus.FAILED);
        edit(text("DELETE FROM news", "SELECT id FROM rows_read"));
        failed("");
        edit(text("INSERT INTO news VALUES ('c', 3) RETURNING n", "SELECT id FROM rows_read"));
        failed("A data source is only read");
        assertThat(current()).isEqualTo(before);
        edit(text(ASKED, "SELECT id FROM rows_read"));
        assertThat(scheduled().status())
                .as("nothing was written, and the version is still the one of this answer")
                .isEqualTo(IngestionStatus.SKIPPED);
    }

    @Test
    void aFullRefreshIsNotSkippedForOneThatOnlyAddedRows() {
        edit(text(ASKED, "SELECT id FROM rows_read") + "highWaterMark: id\nlag: 0\n");
        assertThat(scheduled(RequestType.FULL_REFRESH).status()).isEqualTo(IngestionStatus.COMPLETED);
        assertThat(scheduled(RequestType.INCREMENTAL_REFRESH).status()).isEqualTo(IngestionStatus.SKIPPED);
        edit(text("SELECT 1 AS other", "SELECT id FROM rows_read") + "highWaterMark: id\nlag: 0\n");
        assertThat(scheduled(RequestType.INCREMENTAL_REFRESH).status()).isEqualTo(IngestionStatus.COMPLETED);
        assertThat(scheduled(RequestType.INCREMENTAL_REFRESH).status()).isEqualTo(IngestionStatus.SKIPPED);
        assertThat(scheduled(RequestType.FULL_REFRESH).status()).isEqualTo(IngestionStatus.COMPLETED);
        assertThat(scheduled(RequestType.FULL_REFRESH).status()).isEqualTo(IngestionStatus.SKIPPED);
    }

    /** A seal of another version, put in by whoever can write into the catalog, opens for none. */
    @Test
    void theCatalogHasNoCellAndBelievesNoOtherAnswer() throws Exception {
        for (Path file : catalogFiles()) {
            assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                    .as(file.toString())
                    .doesNotContain(SECRET_CELL);
        }
        String old = seal();
        fixture.probe().published("wards");
        assertThat(scheduled().status()).isEqualTo(IngestionStatus.SKIPPED);
        change("UPDATE version_answer SET seal = '" + old + "'");
        assertThat(scheduled().status()).isEqualTo(IngestionStatus.COMPLETED);
        change("UPDATE version_answer SET seal = 'AAAA'");
        assertThat(scheduled().status()).isEqualTo(IngestionStatus.COMPLETED);
        change("DELETE FROM version_answer");
        assertThat(scheduled().status()).isEqualTo(IngestionStatus.COMPLETED);
    }

    /** It reads well: what fails is named as what it is. */
    @Test
    void aQueryThatFailsIsNotTakenForTheQuestion() {
        edit(text(ASKED, "SELECT id FROM nobody"));
        IngestionRecord ended = scheduled();
        assertThat(Objects.requireNonNull(ended.error()).message())
                .contains("undefined_table")
                .doesNotContain("onlyIfChanged");
    }

    @Test
    void aMillionthOfASecondIsAChange() throws Exception {
        edit(text("SELECT changed::time AS at FROM news", "SELECT id FROM rows_read"));
        for (String time : List.of("10:00:00", "10:00:00.000001", "10:00:00.000002")) {
            news("('" + time + "', 1)");
            assertThat(scheduled().status()).as(time).isEqualTo(IngestionStatus.COMPLETED);
            assertThat(scheduled().status()).as(time).isEqualTo(IngestionStatus.SKIPPED);
        }
    }

    private void news(String rows) throws Exception {
        database.execute("DELETE FROM news");
        if (!rows.isEmpty()) {
            database.execute("INSERT INTO news VALUES " + rows);
        }
    }

    private void edit(String text) {
        fixture.routes().write("wards", text);
        fixture.pipeline().follow();
        fixture.pipeline().follow();
        assertThat(fixture.spice().ingestions().routeFiles().all())
                .allSatisfy(line -> assertThat(line.why()).isEmpty());
    }

    private IngestionRecord scheduled() {
        return scheduled(RequestType.FULL_REFRESH);
    }

    private IngestionRecord scheduled(RequestType type) {
        IngestionId asked = fixture.spice()
                .scheduled()
                .request(WARDS, type, Overlap.SKIP, Optional.empty())
                .orElseThrow();
        return fixture.probe().ended(WARDS, asked);
    }

    private void failed(String... words) {
        IngestionRecord ended = scheduled();
        assertThat(ended.status()).isEqualTo(IngestionStatus.FAILED);
        assertThat(Objects.requireNonNull(ended.error()).message()).contains(words);
    }

    private String current() {
        return fixture.probe().current("wards").orElseThrow();
    }

    private List<String> records(String name) {
        return fixture.spice().audit().search(AuditQuery.newest(5).named(name)).stream()
                .map(record -> record.json())
                .toList();
    }

    private List<Path> catalogFiles() throws IOException {
        try (Stream<Path> files = Files.list(fixture.directory().resolve("catalog"))) {
            return files.filter(file -> String.valueOf(file.getFileName()).startsWith("catalog.db"))
                    .toList();
        }
    }

    private String seal() throws SQLException {
        try (var connection = DriverManager.getConnection(url());
                var statement = connection.createStatement();
                var found = statement.executeQuery("SELECT seal FROM version_answer ORDER BY version_id")) {
            assertThat(found.next()).isTrue();
            return found.getString(1);
        }
    }

    private void change(String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(url());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String url() {
        return "jdbc:sqlite:" + fixture.directory().resolve("catalog/catalog.db");
    }
}
