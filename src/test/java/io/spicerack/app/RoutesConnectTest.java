package io.spicerack.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.WithServers;
import io.spicerack.admin.ManagementConfig;
import io.spicerack.admin.ManagementServer;
import io.spicerack.camel.PipelineFixture;
import io.spicerack.catalog.record.AuditQuery;
import io.spicerack.core.WithCore;
import io.spicerack.kit.database.TestDatabase;
import io.spicerack.kit.database.TestDatabases;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** {@code spicerack routes check --connect}: the source describes a query, and runs none. */
@WithServers
@WithCore
class RoutesConnectTest {
    private static final String TEXT =
            """
            dataSet: wards
            dataSource: hospital-postgres
            sql: %s
            mask: {phone: hash}
            """;

    private final TestDatabase database = TestDatabases.postgres().newDatabase();
    private final PipelineFixture fixture;

    RoutesConnectTest(PipelineFixture fixture) throws Exception {
        database.execute("CREATE TABLE wards (id integer, phone text)");
        this.fixture = fixture.postgres("hospital-postgres", database);
        fixture.routes().shared();
        fixture.start();
    }

    @Test
    void aQueryThatTheSourceRefusesIsToldWithItsPlace() throws Exception {
        Path directory = fixture.directory();
        Path file = directory.resolve("wards.yaml");
        try (ManagementServer server = ManagementServer.start(
                new ManagementConfig("127.0.0.1", 0, directory.resolve("management.token")),
                fixture.spice(),
                Clock.systemUTC())) {
            assertThat(server.url()).isNotNull();
            assertThat(check(directory, file, "SELECT id, phone FROM wards"))
                    .isEqualTo("1 files with 1 data sets: good\n");
            assertThat(check(directory, file, "SELECT id, phone FROM ward"))
                    .startsWith(file + ":3:6: data source 'hospital-postgres' refuses the query: ")
                    .contains("1 faults in 1 of 1 files");
            assertThat(check(directory, file, "SELECT id, phone AS phones FROM wards"))
                    .startsWith(
                            file + ":4:8: column 'phone' is to be masked, and the query has none of this name; allowed:"
                                    + " id, phones; did you mean 'phones'?");
            assertThat(check(directory, file, "SELECT id, pg_sleep(3600)::text AS phone FROM wards"))
                    .isEqualTo("1 files with 1 data sets: good\n");
        }
        assertThat(fixture.spice().audit().search(AuditQuery.newest(50).named("QueryDatabase")))
                .as("each description is on record")
                .hasSizeGreaterThanOrEqualTo(4);
    }

    private static String check(Path keep, Path file, String sql) throws Exception {
        Files.writeString(file, TEXT.formatted(sql));
        StringWriter out = new StringWriter();
        CommandLine commands = Spicerack.commands(Optional.empty());
        commands.setOut(new PrintWriter(out));
        commands.execute("routes", "check", "--connect", "--keep", keep.toString(), file.toString());
        return out.toString();
    }
}
