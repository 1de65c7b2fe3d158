package io.spicerack.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.WithServers;
import io.spicerack.aws.AwsClients;
import io.spicerack.aws.AwsConfig;
import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.Installation;
import io.spicerack.catalog.TestCatalogs;
import io.spicerack.catalog.database.CatalogException;
import io.spicerack.kit.aws.LocalAws;
import io.spicerack.kit.database.TestDatabase;
import io.spicerack.kit.database.TestDatabases;
import io.spicerack.kit.embedded.AwsConsole;
import io.spicerack.kit.protocol.LocalAwsConfig;
import io.spicerack.model.Account;
import io.spicerack.model.Arn;
import io.spicerack.model.DataSetId;
import io.spicerack.model.Secret;
import io.spicerack.settings.Settings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A catalog is moved into PostgreSQL by the command, with a secret of Secrets Manager, and used from there. */
@WithServers
class CatalogCommandsTest {
    private static final Account ACCOUNT = new Account("aws", "eu-west-1", "111122223333");
    private static final String ACCESS_KEY_ID = "AKIASPICERACKLOCAL00";
    private static final String SECRET_ACCESS_KEY = "a-secret-access-key-that-only-tests-know";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final TestDatabase database = TestDatabases.postgres().newDatabase();
    private final String url = database.url().replaceFirst("[?].*", "");

    private final Path data;
    private final LocalAws local;
    private final AwsConfig aws;
    private final Arn secret;

    CatalogCommandsTest(@TempDir Path directory) {
        data = directory.resolve("data");
        local = LocalAws.start(LocalAwsConfig.onLoopback(
                0,
                directory.resolve("aws"),
                ACCOUNT,
                new LocalAwsConfig.AccessKey(ACCESS_KEY_ID, Secret.of(SECRET_ACCESS_KEY)),
                Clock.systemUTC()));
        aws = new AwsConfig(
                ACCOUNT.region(),
                Optional.of(local.endpoint()),
                Optional.of(new AwsConfig.AccessKey(ACCESS_KEY_ID, Secret.of(SECRET_ACCESS_KEY))),
                Duration.ofSeconds(10));
        try (AwsClients clients = new AwsClients(aws)) {
            secret = new AwsConsole(clients)
                    .putSecret(
                            "catalog",
                            Secret.of("{\"username\":\"" + TestDatabases.USER + "\",\"password\":\""
                                    + TestDatabases.PASSWORD + "\"}"));
        }
    }

    /** The commands take the caller of AWS's default chain. */
    @BeforeEach
    void becomeTheCaller() {
        System.setProperty("aws.accessKeyId", ACCESS_KEY_ID);
        System.setProperty("aws.secretAccessKey", SECRET_ACCESS_KEY);
    }

    @AfterEach
    void close() {
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
        local.close();
    }

    private int spicerack(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of(
                "--keep",
                data.toString(),
                "-D",
                "spicerack.aws.endpoint=" + local.endpoint(),
                "-D",
                "spicerack.region=eu-west-1"));
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Spicerack.commands(Optional.empty())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(all.toArray(String[]::new));
    }

    private int migrate(String... more) {
        List<String> arguments = new ArrayList<>(List.of("catalog", "migrate"));
        arguments.addAll(List.of(more));
        return spicerack(arguments.toArray(String[]::new));
    }

    @Test
    void aCatalogIsMovedAndUsedFromThere() {
        assertThat(migrate("--to", url, "--secret", secret.toString(), "--tls", "off"))
                .isOne();
        assertThat(err.toString()).startsWith("spicerack: there is nothing to move: no catalog is at " + data);

        Path file = data.resolve("catalog").resolve("catalog.db");
        String installation;
        try (Catalog catalog = TestCatalogs.open(file, Clock.systemUTC())) {
            installation = Installation.id(catalog);
            catalog.run(tx -> tx.dataSets().declare(new DataSetId("patients"), "Patients", null));
            assertThat(migrate("--to", url, "--secret", secret.toString(), "--tls", "off"))
                    .isOne();
            assertThat(err.toString()).contains("is in use by process ");
        }
        assertThat(migrate("--to", url + "?password=hunter2", "--secret", secret.toString()))
                .isOne();
        assertThat(err.toString()).contains("it has more than a place in it").doesNotContain("hunter2");
        assertThat(migrate("--to", url, "--secret", secret + "x", "--tls", "off"))
                .isOne();
        assertThat(err.toString()).contains(" cannot be opened: Secret " + secret + "x cannot be used: ");
        assertThat(file).exists();

        assertThat(migrate("--to", url, "--secret", secret.toString(), "--tls", "off"))
                .isZero();
        assertThat(out.toString())
                .contains("moving " + file + " to postgresql://127.0.0.1:")
                .containsPattern("  data_set +1 rows  sha256 [0-9a-f]{64}")
                .contains(" tables are moved, and equal. The file is kept as " + file + ".moved")
                .contains(
                        "  spicerack.catalog=" + url,
                        "  spicerack.catalog.secret=" + secret,
                        "  spicerack.catalog.tls=off");
        assertThat(file).doesNotExist();

        Settings settings = Settings.read(
                Path.of("config/application.properties"),
                Map.of(),
                Map.of(
                        "spicerack.data-directory",
                        data.toString(),
                        "spicerack.catalog",
                        url,
                        "spicerack.catalog.secret",
                        secret.toString(),
                        "spicerack.catalog.tls",
                        "off"));
        try (Catalog catalog = ServedCatalog.open(settings, aws, Clock.systemUTC(), ServiceStart.PLAIN)) {
            assertThat(Installation.id(catalog)).isEqualTo(installation);
            catalog.read(tx -> assertThat(tx.dataSets().list()).hasSize(1));
        }
        assertThatThrownBy(() -> ServedCatalog.open(
                        settings.with(Map.of("spicerack.catalog", "")), aws, Clock.systemUTC(), ServiceStart.PLAIN))
                .isInstanceOf(CatalogException.class)
                .hasMessageContaining("whose catalog is in PostgreSQL");
        assertThat(file).doesNotExist();
    }

    @Test
    void aBackupIsOfACatalogInAFile() {
        String[] chosen = {
            "-D",
            "spicerack.catalog=" + url,
            "-D",
            "spicerack.catalog.secret=" + secret,
            "-D",
            "spicerack.catalog.tls=off"
        };
        assertThat(spicerack(with("backup", chosen))).isOne();
        assertThat(err.toString())
                .startsWith("spicerack: spicerack.catalog is postgresql://127.0.0.1:")
                .contains("Stop the service, then dump the database (pg_dump), and copy the data directory");
        assertThat(spicerack(with("restore", chosen))).isOne();
        assertThat(err.toString()).contains("and a backup has a catalog in a file");
    }

    private String[] with(String command, String... chosen) {
        List<String> arguments =
                new ArrayList<>(List.of(command, data.resolveSibling("b.zip").toString()));
        arguments.addAll(List.of(chosen));
        return arguments.toArray(String[]::new);
    }
}
