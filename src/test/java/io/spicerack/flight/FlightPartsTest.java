package io.spicerack.flight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.spicerack.WithServers;
import io.spicerack.catalog.record.AuditQuery;
import io.spicerack.core.CoreFixture;
import io.spicerack.core.SampleRows;
import io.spicerack.core.TextRows;
import io.spicerack.core.WithCore;
import io.spicerack.core.account.Permissions;
import io.spicerack.model.DataSetId;
import io.spicerack.model.DataSourceId;
import io.spicerack.model.KeyReference;
import io.spicerack.model.Sha256;
import io.spicerack.model.VersionId;
import io.spicerack.query.GrantedDataSets;
import io.spicerack.query.QueryPart;
import io.spicerack.query.QueryableDataSet.Version;
import io.spicerack.table.Column;
import io.spicerack.table.ColumnType;
import io.spicerack.table.SampleTables;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.arrow.flight.FlightCallHeaders;
import org.apache.arrow.flight.FlightEndpoint;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.HeaderCallOption;
import org.apache.arrow.flight.Ticket;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Answers in parts: all parts are of one version and have each row once, whoever asks for them, from where and how often. */
@WithCore
@WithServers
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
@SuppressWarnings("try") // closing a stream of Arrow can be interrupted
class FlightPartsTest {
    private final CoreFixture core;
    private final FlightDoor door;

    FlightPartsTest(CoreFixture core) {
        this.core = core;
        this.door = new FlightDoor(core);
    }

    @AfterAll
    void close() {
        door.close();
    }

    private static FlightInfo asked(FlightUser user, String sql, String parts) {
        FlightCallHeaders headers = new FlightCallHeaders();
        headers.insert("x-spicerack-parts", parts);
        return user.sql().execute(sql, user.token(), new HeaderCallOption(headers));
    }

    private static List<Ticket> tickets(FlightInfo info) {
        return info.getEndpoints().stream().map(FlightEndpoint::getTicket).toList();
    }

    private static List<List<@Nullable String>> rows(FlightUser user, Ticket ticket) throws Exception {
        List<List<@Nullable String>> rows = new ArrayList<>();
        try (FlightStream stream = user.sql().getStream(ticket, user.token())) {
            while (stream.next()) {
                FlightUser.append(stream.getRoot(), rows);
            }
        }
        return rows;
    }

    private List<String> records(String sql) {
        return core
                .catalog()
                .read(tx -> tx.audit().search(AuditQuery.oldest(1000).named("QueryDataSet")))
                .stream()
                .map(record -> record.event().json())
                .filter(record -> record.contains(Sha256.hex(sql)))
                .toList();
    }

    private VersionId version(DataSetId id) {
        return core.catalog()
                .read(tx -> tx.versions().current(id))
                .orElseThrow()
                .id();
    }

    private static PartTicket ticket(VersionId version, int number, int of, String sql) {
        return new PartTicket(new QueryPart(version, number, of), sql);
    }

    private static void refused(FlightUser user, Ticket ticket, String words) {
        assertThatThrownBy(() -> rows(user, ticket))
                .isInstanceOf(FlightRuntimeException.class)
                .hasMessageContaining(words);
    }

    @Test
    void allPartsTogetherHaveEachRowOnceHoweverOftenAndFromWhereverTheyAreAsked() throws Exception {
        core.publish("walks", SampleRows.of(300_000));
        String sql = "SELECT id, name FROM spice.walks WHERE id >= 10";
        try (FlightUser plans = door.logIn("ann");
                FlightUser reads = door.logIn("ann")) {
            FlightInfo info = asked(plans, sql, "8");
            List<Ticket> tickets = tickets(info);
            assertThat(tickets).as("one for each row group").hasSize(3);
            assertThat(asked(plans, sql, "2").getEndpoints()).hasSize(2);
            List<Long> seen = new ArrayList<>();
            for (Ticket ticket : tickets) {
                List<List<@Nullable String>> part = rows(reads, ticket);
                assertThat(part).isNotEmpty();
                part.forEach(row -> seen.add(Long.valueOf(String.valueOf(row.get(0)))));
            }
            assertThat(seen.stream().sorted().toList())
                    .isEqualTo(LongStream.range(10, 300_000).boxed().toList());
            assertThat(rows(reads, tickets.get(1))).as("once more").hasSameSizeAs(rows(plans, tickets.get(1)));
            core.clock().advance(Duration.ofSeconds(2));
            await().untilAsserted(() -> assertThat(records(sql))
                    .hasSize(5)
                    .noneMatch(record -> record.contains("outcomeUnknown"))
                    .anyMatch(record -> record.contains("\"part\":\"1 of 3\""))
                    .anyMatch(record -> record.contains("\"part\":\"3 of 3\"")));
        }
    }

    /** Row groups that are left out by what the statement looks for must not move rows from one part to another. */
    @Test
    void whatIsLeftOutChangesNoPart() throws Exception {
        DataSetId wide = core.publish("hops", SampleRows.of(2400, 100));
        VersionId version = version(wide);
        try (FlightUser ann = door.logIn("ann")) {
            for (String where : List.of("", " WHERE id BETWEEN 450 AND 1250", " WHERE id = 777", " WHERE id < 0")) {
                String sql = "SELECT * FROM hops" + where;
                for (int of : List.of(1, 2, 5, 24, 30)) {
                    List<List<@Nullable String>> all = new ArrayList<>();
                    for (int number = 0; number < of; number++) {
                        all.addAll(rows(ann, ticket(version, number, of, sql).ticket()));
                    }
                    assertThat(all).as("%s in %s parts", sql, of).containsExactlyInAnyOrderElementsOf(ann.rows(sql));
                }
            }
        }
    }

    @Test
    void aRefreshInBetweenIsToldAndMixesNothing() throws Exception {
        DataSetId id = core.publish("turns", SampleRows.of(600, 100));
        String sql = "SELECT id FROM turns";
        VersionId first = version(id);
        try (FlightUser ann = door.logIn("ann")) {
            assertThat(rows(ann, ticket(first, 0, 2, sql).ticket())).hasSize(300);
            core.publish("turns", SampleRows.of(60, 10));
            refused(
                    ann,
                    ticket(first, 1, 2, sql).ticket(),
                    "part 2 of 2 is of version " + first + " of data set 'turns', which a refresh has replaced by "
                            + version(id) + ". Ask for the answer again");
        }
        await().untilAsserted(() -> assertThat(records(sql)).anySatisfy(record -> assertThat(record)
                .contains("\"part\":\"2 of 2\"", "OBJECT_NOT_IN_PREREQUISITE_STATE")));
    }

    @Test
    void aTicketOpensNothing() throws Exception {
        DataSetId id = core.publish("gates", SampleRows.of(600, 100));
        var bobs = core.spice().principals().arn("bob");
        var resource = CoreFixture.ACCOUNT.dataSet(id);
        Permissions.Change change = new Permissions.Change(bobs, List.of(GrantedDataSets.ACTION));
        try (FlightUser ann = door.logIn("ann");
                FlightUser bob = door.logIn("bob")) {
            Ticket ticket = asked(ann, "SELECT id FROM gates", "4")
                    .getEndpoints()
                    .get(0)
                    .getTicket();
            refused(bob, ticket, "relation \"gates\" does not exist");
            core.spice().permissions().update(resource, List.of(change), List.of(), "UpdateDataSetPermissions");
            assertThat(rows(bob, ticket)).hasSize(600);
            core.spice().permissions().update(resource, List.of(), List.of(change), "UpdateDataSetPermissions");
            refused(bob, ticket, "relation \"gates\" does not exist");
        }
    }

    @Test
    void whoIsShownSomeRowsGetsThemInOnePart() throws Exception {
        core.publish("shifts-rules", TextRows.of("UserName|name", "bob|Łucja 7,Łucja 300000"));
        DataSetId id = core.publish("shifts", SampleRows.of(300_001));
        core.catalog()
                .run(
                        tx -> tx.definitions()
                                .put(
                                        id,
                                        new DataSourceId("pg"),
                                        """
                {"RowLevelPermissionDataSet": {"Arn":
                 "arn:aws:quicksight:eu-west-1:123456789012:dataset/shifts-rules", "PermissionPolicy": "GRANT_ACCESS"},
                 "ColumnLevelPermissionRules": [{"ColumnNames": ["fee"], "Principals":
                 ["arn:aws:quicksight:eu-west-1:123456789012:user/default/nobody"]}]}"""));
        Permissions.Change change =
                new Permissions.Change(core.spice().principals().arn("bob"), List.of(GrantedDataSets.ACTION));
        core.spice()
                .permissions()
                .update(CoreFixture.ACCOUNT.dataSet(id), List.of(change), List.of(), "UpdateDataSetPermissions");
        String sql = "SELECT id FROM shifts";
        try (FlightUser bob = door.logIn("bob");
                FlightUser ann = door.logIn("ann")) {
            List<Ticket> tickets = tickets(asked(bob, sql, "8"));
            assertThat(tickets).hasSize(1);
            assertThat(rows(bob, tickets.get(0))).containsExactly(List.of("7"), List.of("300000"));
            assertThat(asked(ann, sql, "8").getEndpoints()).hasSize(3);
            refused(bob, ticket(version(id), 0, 2, sql).ticket(), "you are shown some rows of data set 'shifts' only");
            refused(bob, ticket(version(id), 0, 1, "SELECT fee FROM shifts").ticket(), "42703");
        }
    }

    @Test
    void onlyWhatIsMadeOfSingleRowsComesInParts() throws Exception {
        DataSetId id = core.publish("steps", SampleRows.of(300_000));
        VersionId version = version(id);
        try (FlightUser ann = door.logIn("ann")) {
            for (String sql : List.of(
                    "SELECT count(*) FROM steps",
                    "SELECT DISTINCT active FROM steps",
                    "SELECT id FROM steps LIMIT 3",
                    "SELECT id FROM steps ORDER BY id DESC LIMIT 3",
                    "SELECT active FROM steps GROUP BY active",
                    "SELECT row_number() OVER () FROM steps LIMIT 3",
                    "SELECT s.id FROM steps s JOIN steps t ON s.id = t.id AND s.id < 3",
                    "SELECT id FROM steps WHERE id = (SELECT max(id) FROM steps)",
                    "SELECT id FROM steps USING SAMPLE 1 ROWS",
                    "WITH one AS (SELECT id FROM steps) SELECT id FROM one WHERE id = 1",
                    "SELECT id FROM (SELECT id FROM steps LIMIT 1)",
                    "SELECT 1 UNION ALL SELECT 2",
                    "SELECT unnest([1, 2]) FROM steps LIMIT 2",
                    "EXPLAIN SELECT id FROM steps",
                    "SELECT id FROM spice.data_sets")) {
                assertThat(asked(ann, sql, "8").getEndpoints()).as(sql).hasSize(1);
                assertThat(ann.rows(asked(ann, sql, "8"))).as(sql).isNotEmpty();
                refused(ann, ticket(version, 0, 2, sql).ticket(), "without joins, groups, functions, order and LIMIT");
            }
            refused(
                    ann,
                    ticket(version, 0, 2, "SELECT id FROM steps WHERE id = $1").ticket(),
                    "");
        }
    }

    @Test
    void badTicketsAndHeadersAreRefusedInWords() throws Exception {
        DataSetId id = core.publish("odd", SampleRows.of(10));
        Ticket good = ticket(version(id), 0, 1, "SELECT id FROM odd").ticket();
        try (FlightUser ann = door.logIn("ann")) {
            assertThat(rows(ann, good)).hasSize(10);
            String text = new String(good.getBytes(), StandardCharsets.ISO_8859_1);
            for (String bad : List.of(
                    text.replace("part\n0", "part\n1"),
                    text.replace("part\n0", "part\nx"),
                    text.replace("\n1\n", "\n0\n"),
                    text.replace("\n1\n", "/1\n"))) {
                refused(ann, new Ticket(bad.getBytes(StandardCharsets.ISO_8859_1)), "there is no such statement");
            }
            for (String parts : List.of("0", "1001", "-1", "two", "99999999999")) {
                assertThatThrownBy(() -> asked(ann, "SELECT id FROM odd", parts))
                        .isInstanceOf(FlightRuntimeException.class)
                        .hasMessageContaining("x-spicerack-parts")
                        .hasMessageContaining("1 to 1000");
            }
        }
    }

    @Test
    void aKeyThatIsShutShutsThePartsThatAreNotReadYet() throws Exception {
        KeyReference key = core.createDefaultKey("parts");
        core.publish("locks", SampleRows.of(300_000));
        try (FlightUser ann = door.logIn("ann")) {
            List<Ticket> tickets = tickets(asked(ann, "SELECT * FROM locks", "3"));
            assertThat(rows(ann, tickets.get(0))).isNotEmpty();
            core.spice().lockdown().lockDown(List.of(key));
            assertThatThrownBy(() -> rows(ann, tickets.get(1)))
                    .isInstanceOf(FlightRuntimeException.class)
                    .hasMessageContaining("is Disabled");
        } finally {
            core.createDefaultKey("after");
        }
    }

    @Test
    void aFieldTellsWhatItsTypeIsHere() throws Exception {
        core.publish("types", SampleTables.once(SampleTables.edges()));
        try (FlightUser ann = door.logIn("ann")) {
            assertThat(asked(ann, "SELECT * FROM types", "8")
                            .getSchemaOptional()
                            .orElseThrow()
                            .getFields())
                    .extracting(field -> told(field))
                    .contains("text", "uuid", "int64", "decimal(38,10)", "timestamp_utc");
        }
    }

    private static String told(Field field) {
        return String.valueOf(field.getMetadata().get("spicerack.type"));
    }

    @Test
    void thereAreNoMorePartsThanRowGroups() {
        Version small = new Version(
                new VersionId("v1"),
                List.of(new Column("id", new ColumnType.Int(64))),
                OptionalLong.of(131_072),
                OptionalLong.of(100),
                "key",
                "ingestion",
                Instant.EPOCH);
        assertThat(PartTicket.all(small, 8, "SELECT 1")).hasSize(1);
        assertThat(Stream.of(131_073L, 1L << 20, 1L << 40)
                        .map(rows -> new Version(
                                small.id(),
                                small.columns(),
                                OptionalLong.of(rows),
                                small.bytes(),
                                "",
                                "",
                                Instant.EPOCH))
                        .map(version ->
                                PartTicket.all(version, 1000, "SELECT 1").size()))
                .containsExactly(2, 8, 1000);
        Version wide = new Version(
                small.id(), small.columns(), OptionalLong.of(10), OptionalLong.of(17L << 20), "", "", Instant.EPOCH);
        assertThat(PartTicket.all(wide, 1000, "SELECT 1")).hasSize(3);
    }
}
