package io.spicerack.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spicerack.WithServers;
import io.spicerack.admin.ManagementConfig;
import io.spicerack.admin.ManagementServer;
import io.spicerack.camel.PipelineFixture;
import io.spicerack.core.Spice;
import io.spicerack.core.WithCore;
import io.spicerack.core.queue.Overlap;
import io.spicerack.kit.database.TestDatabase;
import io.spicerack.kit.database.TestDatabases;
import io.spicerack.model.DataSetId;
import io.spicerack.model.DataSourceId;
import io.spicerack.model.RequestType;
import io.spicerack.settings.Settings;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The first own data set, command by command, over a service whose files are watched as they are in {@link Service}. */
@WithServers
@WithCore
class FirstDataSetTest {
    private final TestDatabase database = TestDatabases.postgres().newDatabase();
    private final PipelineFixture fixture;
    private final Path home;
    private final InputStream input = System.in;
    private final String homeBefore = System.getProperty("spicerack.home");
    private final ManagementServer server;
    private final FileWatch watch;

    FirstDataSetTest(PipelineFixture fixture) throws Exception {
        this.fixture = fixture;
        home = fixture.directory();
        database.execute(
                "CREATE TABLE wards (id integer, \"order\" integer, \"Beds free\" integer, phone text)",
                "INSERT INTO wards VALUES (1, 2, 3, '+41 44 111'), (2, 3, 4, '+41 44 222')",
                "CREATE TABLE staff (id integer)");
        fixture.routes().shared();
        fixture.start();
        Path catalog = Files.createDirectories(home.resolve("config/catalog"));
        Files.copy(
                Path.of("config/application.properties"),
                catalog.resolveSibling("application.properties"),
                StandardCopyOption.REPLACE_EXISTING);
        Files.writeString(
                home.resolve("env.sh"),
                fixture.environment().entrySet().stream()
                        .map(each -> "export " + each.getKey() + "='" + each.getValue() + "'\n")
                        .collect(Collectors.joining()));
        System.setProperty("spicerack.home", home.toString());
        Spice spice = fixture.spice();
        server = ManagementServer.start(
                new ManagementConfig("127.0.0.1", 0, home.resolve("management.token")), spice, Clock.systemUTC());
        Declarations declarations = new Declarations(
                spice.allowedSecrets(), spice.dataSources(), spice.ingestions().routeFiles(), catalog);
        Settings settings = Settings.read(catalog.resolveSibling("application.properties"), Map.of(), Map.of());
        LiveDeclarations live = new LiveDeclarations(declarations, home.resolve("config"), settings);
        watch = FileWatch.start(Duration.ofMillis(50), List.of(live::follow, fixture.pipeline()::follow));
    }

    @AfterEach
    void close() {
        watch.close();
        server.close();
        System.setIn(input);
        if (homeBefore == null) {
            System.clearProperty("spicerack.home");
        } else {
            System.setProperty("spicerack.home", homeBefore);
        }
    }

    @Test
    void twoCommandsAndItIsThere() throws Exception {
        System.setIn(new ByteArrayInputStream((TestDatabases.PASSWORD + "\n").getBytes(StandardCharsets.UTF_8)));
        assertThat(spicerack(0, "secret", "put", "shop-db", "--user", TestDatabases.USER))
                .matches("arn:aws:secretsmanager:eu-west-1:[0-9]{12}:secret:shop-db-[A-Za-z0-9]{6}\n"
                        + "E data sources may use it\n");
        String port = String.valueOf(database.server().port());
        assertThat(spicerack(
                        0,
                        "routes",
                        "new",
                        "--data-source",
                        "shop",
                        "--type",
                        "postgresql",
                        "--host",
                        "127.0.0.1",
                        "--port",
                        port,
                        "--database",
                        database.name(),
                        "--secret",
                        "shop-db",
                        "--plain",
                        "--table",
                        "wards",
                        "--schedule",
                        "0 0 3 * * ?",
                        "--zone",
                        "Europe/Zurich"))
                .contains("wrote " + home.resolve("config/catalog/shop.yaml"))
                .contains("wrote " + home.resolve("routes/wards.camel.yaml"))
                .contains("routes/wards.camel.yaml is LIVE");
        assertThat(Files.readString(home.resolve("routes/wards.camel.yaml")))
                .isEqualTo(
                        """
                        dataSet: wards
                        dataSource: shop
                        schedule: {cron: "0 0 3 * * ?", zone: Europe/Zurich}
                        sql: |
                          SELECT "id", "order", "Beds free", "phone"
                          FROM "wards"
                        """);
        assertThat(fixture.probe().published("wards").rows().rowsIngested()).isEqualTo(2);
        assertThat(spicerack(1, "routes", "new", "--data-source", "shop", "--table", "wards"))
                .contains("routes/wards.camel.yaml is there already, and is left as it is");
        assertThat(spicerack(0, "routes", "new", "--data-source", "shop", "--all-tables"))
                .contains("routes/wards.camel.yaml is there already", "routes/staff.camel.yaml is LIVE");
        assertThat(spicerack(1, "routes", "new", "--data-source", "shop", "--host", "elsewhere", "--table", "wards"))
                .contains("data source 'shop' is there already, and nothing is overwritten");
        assertThat(spicerack(1, "routes", "new", "--data-source", "store", "--table", "wards"))
                .contains("there is no data source 'store'; there are [shop]", "--type, --host, --database, --secret");
        aWrongPasswordIsCorrected();
        aUserThatSeesNothingIsTold();
        aDataSourceWithoutItsFile();
        aRefreshThatIsSkipped();
        edits();
    }

    /** Whoever was told of a wrong password, and has put the right one, is not told of the wrong one again. */
    private void aWrongPasswordIsCorrected() throws Exception {
        assertThat(put("a-wrong-password")).contains("data sources may use it");
        String port = String.valueOf(database.server().port());
        assertThat(spicerack(
                        1,
                        "routes",
                        "new",
                        "--data-source",
                        "till",
                        "--type",
                        "POSTGRESQL",
                        "--host",
                        "127.0.0.1",
                        "--port",
                        port,
                        "--database",
                        database.name(),
                        "--secret",
                        "till-db",
                        "--plain",
                        "--table",
                        "staff"))
                .contains(
                        "data source 'till' cannot be used",
                        "invalid_password",
                        "put the right one into its secret with spicerack secret put");
        assertThat(put(TestDatabases.PASSWORD)).contains("data sources may use it");
        assertThat(spicerack(
                        0, "routes", "new", "--data-source", "till", "--table", "staff", "--data-set", "till-staff"))
                .contains("routes/till-staff.camel.yaml is LIVE");
    }

    private void aUserThatSeesNothingIsTold() throws Exception {
        TestDatabase bare = TestDatabases.postgres().newDatabase();
        String port = String.valueOf(bare.server().port());
        assertThat(spicerack(
                        1,
                        "routes",
                        "new",
                        "--data-source",
                        "bare",
                        "--type",
                        "POSTGRESQL",
                        "--host",
                        "127.0.0.1",
                        "--port",
                        port,
                        "--database",
                        bare.name(),
                        "--secret",
                        "till-db",
                        "--plain",
                        "--all-tables"))
                .contains("the user of data source 'bare' sees no table and no view; grant it SELECT");
    }

    private String put(String password) {
        System.setIn(new ByteArrayInputStream((password + "\n").getBytes(StandardCharsets.UTF_8)));
        return spicerack(0, "secret", "put", "till-db", "--user", TestDatabases.USER);
    }

    private void aDataSourceWithoutItsFile() throws Exception {
        Path old = home.resolve("config/catalog/old.yaml");
        Files.writeString(
                old,
                Files.readString(home.resolve("config/catalog/shop.yaml"))
                        .replace("DataSourceId: shop", "DataSourceId: old"));
        await().until(() -> fixture.spice().dataSources().exists(new DataSourceId("old")));
        assertThat(spicerack(1, "data-source", "delete", "old"))
                .contains("data source 'old' is declared in config/catalog/old.yaml; remove that file first");
        Files.delete(old);
        await().until(() -> spicerack(0, "status").contains("data source 'old' is declared by no file any more"));
        assertThat(spicerack(0, "status"))
                .contains("(it was in config/catalog/old.yaml) and goes on as it was; put the file back, or delete it"
                        + " with spicerack data-source delete old");
        assertThat(spicerack(0, "data-source", "delete", "old")).isEqualTo("deleted data source 'old'\n");
        assertThat(spicerack(1, "data-source", "delete", "old")).contains("there is no data source 'old'");
    }

    private void aRefreshThatIsSkipped() throws Exception {
        Path file = home.resolve("routes/wards.camel.yaml");
        Files.writeString(file, Files.readString(file) + "onlyIfChanged: SELECT count(*) FROM wards\n");
        await().until(() -> fixture.spice().ingestions().routeFiles().running().stream()
                .anyMatch(each -> each.text().contains("onlyIfChanged")));
        fixture.probe().published("wards");
        DataSetId wards = new DataSetId("wards");
        fixture.probe()
                .ended(
                        wards,
                        fixture.spice()
                                .scheduled()
                                .request(wards, RequestType.FULL_REFRESH, Overlap.SKIP, Optional.empty())
                                .orElseThrow());
        assertThat(spicerack(0, "status"))
                .containsPattern("wards .* SKIPPED .* nothing has changed: the source's answer");
        assertThat(spicerack(0, "routes", "list"))
                .contains("the last refresh of wards was skipped: nothing has changed: the source's answer");
        fixture.probe().published("wards");
        assertThat(spicerack(0, "status")).doesNotContain("SKIPPED");
    }

    /** With a service whose watch is shut, as where edits are tried elsewhere. */
    private void edits() throws Exception {
        watch.close();
        assertThat(spicerack(0, "routes", "diff")).isEqualTo("nothing changes\n");
        Files.writeString(
                home.resolve("routes/wards.camel.yaml"),
                """
                # phones are not for everybody
                dataSet: wards
                dataSource: shop
                schedule: {cron: "0 30 2 29 3 ? 2099", zone: Europe/Zurich}
                sql: |
                  SELECT "id", "phone", "Beds free"::text AS beds
                  FROM "wards"
                mask: {phone: hash}
                """);
        Files.delete(home.resolve("routes/staff.camel.yaml"));
        assertThat(spicerack(1, "routes", "diff", "--connect"))
                .contains(
                        "routes/staff.camel.yaml: is gone: its refreshes end\n",
                        "routes/wards.camel.yaml: differs\n",
                        "  wards: mask of phone: none -> hash\n",
                        "    - SELECT \"id\", \"order\", \"Beds free\", \"phone\"\n",
                        "  wards-schedule: schedule: 0 0 3 * * ? -> 0 30 2 29 3 ? 2099\n",
                        // the clocks go forward that night
                        "    + Sun 2099-03-29 03:30:00 +02:00 Europe/Zurich\n",
                        "  wards: column order: int4 -> none\n",
                        "  wards: column beds: none -> text\n")
                .containsPattern(
                        "  wards: estimated cost: 1 refreshes a day -> 0; the last read 2 rows into [0-9.]+ kB in"
                                + " [0-9.]+ s, which makes [0-9.]+ s a day -> 0 s; by the query as it was\n")
                .contains("  staff: estimated cost: 0 refreshes a day -> 0; no refresh of it has ended well lately");
        Files.writeString(home.resolve("routes/wards.camel.yaml"), "dataSet: wards\n");
        assertThat(spicerack(1, "routes", "diff"))
                .contains("routes/wards.camel.yaml: would be refused, and what runs goes on\n", ":1:1: a data set");
    }

    private String spicerack(int exit, String... words) {
        StringWriter out = new StringWriter();
        CommandLine commands = Spicerack.commands(Optional.empty());
        commands.setOut(new PrintWriter(out));
        StringWriter err = new StringWriter();
        commands.setErr(new PrintWriter(err));
        String[] all = Stream.concat(Arrays.stream(words), Stream.of("--keep", home.toString()))
                .toArray(String[]::new);
        int status = commands.execute(all);
        String told = out + err.toString().replaceAll("(?m)^(?=.)", "E ");
        assertThat(status).as(told).isEqualTo(exit);
        return told;
    }
}
