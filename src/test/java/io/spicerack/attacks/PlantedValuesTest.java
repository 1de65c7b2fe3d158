package io.spicerack.attacks;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.partitioningBy;
import static org.assertj.core.api.Assertions.assertThat;

import clinic.PlantedSteps;
import com.fasterxml.jackson.databind.JsonNode;
import io.spicerack.WithServers;
import io.spicerack.attacks.ServedProcess.Loudness;
import io.spicerack.audit.event.RequestIds;
import io.spicerack.aws.AwsClients;
import io.spicerack.aws.AwsConfig;
import io.spicerack.aws.AwsKeyService;
import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.record.VersionRecord;
import io.spicerack.envelope.EncryptionContext;
import io.spicerack.kit.aws.LocalAws;
import io.spicerack.kit.database.TestDatabase;
import io.spicerack.kit.database.TestDatabases;
import io.spicerack.kit.embedded.AwsConsole;
import io.spicerack.kit.protocol.LocalAwsConfig;
import io.spicerack.model.Account;
import io.spicerack.model.Arn;
import io.spicerack.model.DataSetId;
import io.spicerack.model.KeyReference;
import io.spicerack.model.Secret;
import io.spicerack.telemetry.TelemetryCollector;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.quicksight.QuickSightClient;
import software.amazon.awssdk.services.quicksight.model.Ingestion;

/**
 * After failing and working refreshes of every kind, nothing that somebody outside can look at has a cell, a password, the text
 * of a secret or a key in it: not the logs, the catalog, the trail, the store, the answers of both
 * ports, JMX, metrics, temporary files, the command line, nor what is alive in the process.
 * A share of them runs each time, with the logs at DEBUG; {@code -Dplanted.all=true} is all of them and fifty that work, with
 * every logger at its loudest.
 */
@WithServers
class PlantedValuesTest {
    private static final Account ACCOUNT = new Account("aws", "eu-west-1", "111122223333");
    private static final String ACCESS_KEY = "AKIASPICERACKLOCAL00";
    private static final String WRONG_PASSWORD = "wrongplanted" + UUID.randomUUID();
    private static final String NOTE = "noteplanted" + UUID.randomUUID();
    private static final boolean ALL = Boolean.getBoolean("planted.all");

    /** One of each kind. */
    private static final Set<String> SHARE = Set.of(
            "pg-raised",
            "pg-cast-class",
            "pg-domain",
            "pg-killed",
            "pg-quoting",
            "pg-volatile",
            "pg-refusing",
            "pg-lent",
            "my-raised",
            "my-xpath",
            "my-locked-out",
            "my-banner",
            "my-misplacing",
            "pg-noticed",
            "my-masked");

    private final Path home;
    private final Path outside;
    private final Outside seen = new Outside();
    private final Map<String, String> failing = new LinkedHashMap<>();
    private final Map<String, String> working = new LinkedHashMap<>();
    private final List<HostileServer> opened = new ArrayList<>();

    PlantedValuesTest(@TempDir Path directory) throws Exception {
        home = Files.createDirectories(directory.resolve("home"));
        outside = Files.createDirectories(directory.resolve("outside"));
    }

    @Test
    void nothingThatWasPlantedIsSeenFromOutside() throws Exception {
        String accessSecret = "access" + UUID.randomUUID();
        try (TelemetryCollector collector = TelemetryCollector.start();
                LocalAws aws = LocalAws.start(LocalAwsConfig.onLoopback(
                        0,
                        outside.resolve("aws"),
                        ACCOUNT,
                        new LocalAwsConfig.AccessKey(ACCESS_KEY, Secret.of(accessSecret)),
                        Clock.systemUTC()));
                AwsClients clients = new AwsClients(
                        new AwsConfig(
                                ACCOUNT.region(),
                                Optional.of(aws.endpoint()),
                                Optional.of(new AwsConfig.AccessKey(ACCESS_KEY, Secret.of(accessSecret))),
                                Duration.ofSeconds(20)),
                        new RequestIds())) {
            AwsConsole console = new AwsConsole(clients);
            KeyReference key = console.createKey("service-owned");
            Map<String, String> settings = settings(aws, key, write(console));
            settings.put("spicerack.telemetry.traces", collector.tracesUrl().toString());
            settings.put("spicerack.telemetry.lineage", collector.lineageUrl().toString());
            Map<String, String> environment =
                    Map.of("AWS_ACCESS_KEY_ID", ACCESS_KEY, "AWS_SECRET_ACCESS_KEY", accessSecret);
            try (ServedProcess service =
                    ServedProcess.start(home, settings, environment, ALL ? Loudness.TRACE : Loudness.DEBUG)) {
                refresh(service, failing.keySet());
                for (int round = 0; round < (ALL ? 10 : 1); round++) {
                    refresh(service, working.keySet());
                }
                look(service);
                System.out.println("the service took " + service.processorTime() + " of a processor");
            }
            seen.text("telemetry", collector.all());
            seen.files("data", home.resolve("data"));
            seen.files("logs", home.resolve("logs"));
            seen.files("tmp", home.resolve("tmp"));
            search(clients);
        }
    }

    /** Routes, data sources and secrets. Returns the ARNs of the secrets. */
    private List<Arn> write(AwsConsole console) throws Exception {
        Path config = Files.createDirectories(home.resolve("config/catalog"));
        Path routes = home.resolve("routes");
        Path system = Files.createDirectories(routes.resolve("system"));
        for (String name : List.of("audit", "credentials", "keys", "refresh", "data-sets")) {
            Path file = Path.of("routes", "system", name + ".camel.yaml");
            Files.copy(file, system.resolve(file.getFileName()));
        }
        Files.copy(Path.of("config/application.properties"), home.resolve("config/application.properties"));
        Files.createDirectories(home.resolve("config/authorities"));
        Map<String, TestDatabase> databases = new LinkedHashMap<>();
        databases.put("pg", PlantedQueries.postgres());
        databases.put("my", PlantedQueries.mariaDb());
        List<Arn> secrets = new ArrayList<>();
        for (Map.Entry<String, TestDatabase> each : databases.entrySet()) {
            String id = each.getKey();
            boolean postgres = id.equals("pg");
            int port = each.getValue().server().port();
            String database = each.getValue().name();
            secrets.add(dataSource(console, config, id, postgres, port, database, TestDatabases.PASSWORD));
            secrets.add(dataSource(console, config, id + "-locked-out", postgres, port, database, WRONG_PASSWORD));
            for (Map.Entry<String, HostileServer> peer : peers(postgres).entrySet()) {
                String source = id + "-" + peer.getKey();
                secrets.add(dataSource(
                        console, config, source, postgres, peer.getValue().port(), "db", TestDatabases.PASSWORD));
                failing.put(source, usual(source, "SELECT 1 AS one"));
            }
            (postgres ? PlantedQueries.ofPostgres() : PlantedQueries.ofMariaDb())
                    .forEach((name, sql) -> failing.put(id + "-" + name, usual(id, sql)));
            failing.put(id + "-locked-out", usual(id + "-locked-out", "SELECT 1 AS one"));
            for (String step : List.of("quoting", "misplacing", "renaming")) {
                failing.put(id + "-" + step, stepped(id, step));
            }
            failing.put(id + "-undeclared", stepped(id, "masking").replace(", parameters: {rows: masked}", ""));
            failing.put(
                    id + "-lent",
                    "- setBody: {constant: \"SELECT CAST(nosuch AS date) FROM person\"}\n- to: jdbc:" + id
                            + "\n- to: spice:seal\n- to: spice:publish\n");
            PlantedQueries.WORKING.forEach((name, sql) -> working.put(id + "-" + name, usual(id, sql)));
            working.put(id + "-masked", stepped(id, "masking"));
        }
        working.put("pg-noticed", usual("pg", "SELECT id, notices(ssn) AS ssn FROM person"));
        if (!ALL) {
            failing.keySet().retainAll(SHARE);
            working.keySet().retainAll(SHARE);
        }
        failing.forEach((id, steps) -> route(system, id, steps));
        working.forEach((id, steps) -> route(system, id, steps));
        return secrets;
    }

    /** What stands where a database is said to be, and quotes what was planted while it is connected to. */
    private Map<String, HostileServer> peers(boolean postgres) throws Exception {
        byte[] text = ("S" + "ERROR\0C" + "08006\0M" + PlantedQueries.TEXT + "\0D" + PlantedQueries.TEXT + "\0\0")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] error = ("\u00ff\u0015\u0004#28000" + PlantedQueries.TEXT).getBytes(StandardCharsets.ISO_8859_1);
        Map<String, HostileServer> peers = new LinkedHashMap<>();
        peers.put("banner", new HostileBanner(PlantedQueries.TEXT + " ready\r\n"));
        peers.put(
                "refusing",
                postgres
                        ? HostilePostgres.atLogin(out -> HostilePostgres.message(out, 'E', text))
                        : new HostileBanner(new String(HostileMySql.packed(0, error), StandardCharsets.ISO_8859_1)));
        peers.put(
                "asked",
                postgres
                        ? HostilePostgres.atFirstRow(out -> {
                            HostilePostgres.message(out, 'E', text);
                            HostilePostgres.message(out, 'Z', new byte[] {'E'});
                        })
                        : new HostileMySql(out -> HostileMySql.packet(out, 1, error)));
        opened.addAll(peers.values());
        return peers;
    }

    @AfterEach
    void close() throws Exception {
        for (HostileServer peer : opened) {
            peer.close();
        }
    }

    private static Arn dataSource(
            AwsConsole console, Path config, String id, boolean postgres, int port, String database, String password)
            throws Exception {
        Arn secret = console.putSecret(
                id,
                Secret.of("{\"username\":\"" + TestDatabases.USER + "\",\"password\":\"" + password + "\",\"note\":\""
                        + NOTE + "\"}"));
        Files.writeString(
                config.resolve(id + ".yaml"),
                """
                DataSourceId: %s
                Name: %s
                Type: %s
                DataSourceParameters: {%s: {Host: 127.0.0.1, Port: %d, Database: %s}}
                Credentials: {SecretArn: "%s"}
                SslProperties: {DisableSsl: true}
                """
                        .formatted(
                                id,
                                id,
                                postgres ? "POSTGRESQL" : "MARIADB",
                                postgres ? "PostgreSqlParameters" : "MariaDbParameters",
                                port,
                                database,
                                secret));
        return secret;
    }

    private static String usual(String dataSource, String sql) {
        return query(dataSource, sql) + "- to: spice:seal\n- to: direct:reconcile\n- to: spice:publish\n";
    }

    private static String stepped(String dataSource, String step) {
        return query(dataSource, PlantedQueries.WORKING.getOrDefault("whole", ""))
                + "- bean: {beanType: " + PlantedSteps.class.getName() + ", method: " + step + "}\n"
                + "- to: {uri: \"spice:seal\", parameters: {rows: masked}}\n- to: direct:reconcile\n- to: spice:publish\n";
    }

    private static String query(String dataSource, String sql) {
        return "- setBody:\n    constant: |-\n" + sql.indent(6)
                + "- to: {uri: \"spice:extract\", parameters: {dataSource: " + dataSource + "}}\n";
    }

    private static void route(Path routes, String id, String steps) {
        try {
            Files.writeString(
                    routes.resolve(id + ".camel.yaml"),
                    "- route:\n    id: " + id + "\n    from:\n      uri: spice:ingestions\n      parameters: {dataSet: "
                            + id + "}\n      steps:\n" + steps.indent(8));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Map<String, String> settings(LocalAws aws, KeyReference key, List<Arn> secrets) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("spicerack.aws.endpoint", aws.endpoint().toString());
        settings.put("spicerack.service-owned-key", key.toString());
        settings.put("spicerack.service-role", "arn:aws:iam::" + ACCOUNT.id() + ":root");
        settings.put(
                "spicerack.secrets.allowed", secrets.stream().map(Arn::toString).collect(joining(",")));
        settings.put("spicerack.data-directory", "data");
        settings.put("spicerack.management.port", "0");
        settings.put("spicerack.api.port", "0");
        settings.put("spicerack.refresh.concurrent", "4");
        settings.put("spicerack.source.tries", "1");
        return settings;
    }

    private void refresh(ServedProcess service, Set<String> dataSets) throws Exception {
        Map<String, String> ingestions = new LinkedHashMap<>();
        for (String id : dataSets) {
            ingestions.put(
                    id,
                    "/data-sets/" + id + "/ingestions/"
                            + new com.fasterxml.jackson.databind.ObjectMapper()
                                    .readTree(service.text("POST", "/data-sets/" + id + "/ingestions"))
                                    .path("ingestionId")
                                    .asText());
        }
        try (Connection root = TestDatabases.mariaDb().newDatabase().connect()) {
            Awaitility.await()
                    .atMost(Duration.ofMinutes(3))
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> {
                        kill(root);
                        return ingestions.values().stream().allMatch(path -> Set.of("FAILED", "COMPLETED")
                                .contains(service.get(path).path("status").asText()));
                    });
        }
        ingestions.forEach((id, path) -> {
            JsonNode ended = service.get(path);
            assertThat(ended.path("status").asText())
                    .as("%s: %s", id, ended)
                    .isEqualTo(failing.containsKey(id) ? "FAILED" : "COMPLETED");
            seen.text("management", ended.toString());
        });
    }

    /** As an administrator of the server does. */
    private static void kill(Connection root) throws Exception {
        try (Statement statement = root.createStatement()) {
            List<Long> sleeping = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery("SELECT id FROM information_schema.processlist WHERE id <>"
                    + " connection_id() AND (info LIKE '%SLEEP(0.3)%' OR state LIKE 'User sleep%')")) {
                while (rows.next()) {
                    sleeping.add(rows.getLong(1));
                }
            }
            for (long id : sleeping) {
                statement.execute("KILL " + id);
            }
        }
    }

    private void look(ServedProcess service) throws Exception {
        // what is on its way may have what it needs
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .until(() -> !service.get("/data-sources").toString().contains("_IN_PROGRESS"));
        service.text("POST", "/audit/digest-files");
        for (String path : List.of(
                "/health",
                "/metrics",
                "/keys",
                "/data-sets",
                "/data-sources",
                "/data-sources/pg/trust",
                "/data-sources/my/trust",
                "/data-sources/my-banner/trust",
                "/data-sources/my-refusing/trust",
                "/data-sources/pg-banner/trust",
                "/audit/events?limit=1000",
                "/audit/head",
                "/allowed-secrets",
                "/key-registration",
                "/principals")) {
            seen.text("management", service.text("GET", path));
        }
        try (QuickSightClient client = QuickSightClient.builder()
                .endpointOverride(java.net.URI.create(service.printed("QuickSight")))
                .region(Region.EU_WEST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(
                        service.printed("AWS_ACCESS_KEY_ID"), service.printed("AWS_SECRET_ACCESS_KEY"))))
                .build()) {
            seen.text(
                    "API",
                    client.listDataSources(r -> r.awsAccountId(ACCOUNT.id())).toString());
            seen.text(
                    "API",
                    client.listDataSets(r -> r.awsAccountId(ACCOUNT.id())).toString());
            for (String id :
                    List.of("pg", "my", "pg-locked-out", "my-locked-out", "pg-banner", "my-refusing", "pg-asked")) {
                seen.text(
                        "API",
                        client.describeDataSource(
                                        r -> r.awsAccountId(ACCOUNT.id()).dataSourceId(id))
                                .toString());
            }
            for (String id : failing.keySet()) {
                List<Ingestion> ingestions = client.listIngestions(
                                r -> r.awsAccountId(ACCOUNT.id()).dataSetId(id))
                        .ingestions();
                assertThat(ingestions).as(id).isNotEmpty();
                seen.text("API", ingestions.toString());
            }
        }
        List<String> jolokia = service.jolokia();
        assertThat(jolokia).hasSizeGreaterThan(1_000).noneMatch(answer -> answer.contains("\"stacktrace\""));
        assertThat(jolokia).as("the walk sees names").anyMatch(answer -> answer.contains("pg-cast-class"));
        System.out.println("planted values: " + jolokia.size() + " attributes and operations over Jolokia");
        jolokia.forEach(answer -> seen.text("Jolokia", answer));
        Path heap = outside.resolve("heap.hprof");
        seen.text("JMX", service.jmx(heap));
        seen.file("heap", heap);
        seen.file("command line", Path.of("/proc/" + service.pid() + "/cmdline"));
    }

    private void search(AwsClients clients) throws Exception {
        Map<String, byte[]> planted = new LinkedHashMap<>();
        planted.put("a data set's name", bytes("pg-cast-class"));
        planted.put("a cell", bytes(PlantedQueries.TEXT));
        planted.put("a number", bytes(PlantedQueries.NUMBER));
        planted.put("the password", bytes(TestDatabases.PASSWORD));
        planted.put("a wrong password", bytes(WRONG_PASSWORD));
        planted.put("a secret's text", bytes(NOTE));
        List<byte[]> keys = dataKeys(clients);
        for (int i = 0; i < keys.size(); i++) {
            planted.put("data key " + i, keys.get(i));
        }
        Map<Boolean, List<String>> all =
                seen.find(planted).stream().collect(partitioningBy(place -> place.startsWith("a data set's name")));
        assertThat(all.get(true))
                .as("the search finds what is there")
                .anyMatch(place -> place.contains(" in heap: "))
                .anyMatch(place -> place.contains(" in logs all.log: "))
                .anyMatch(place -> place.contains("catalog.db"));
        List<String> found = all.getOrDefault(false, List.of());
        System.out.printf(
                Locale.ROOT,
                "planted values: %d failing and %d working refreshes, %d places, %d bytes searched, %d found%n",
                failing.size(),
                working.size() * (ALL ? 10 : 1),
                seen.places(),
                seen.bytes(),
                found.size());
        assertThat(found).isEmpty();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private List<byte[]> dataKeys(AwsClients clients) {
        List<byte[]> keys = new ArrayList<>();
        AwsKeyService kms = new AwsKeyService(clients.kms(), new SecureRandom(), ACCOUNT, "unused", null);
        try (Catalog catalog = Catalog.open(home.resolve("data/catalog/catalog.db"), Clock.systemUTC())) {
            for (String id : working.keySet()) {
                VersionRecord version = catalog.read(tx -> tx.versions().current(new DataSetId(id)))
                        .orElseThrow();
                keys.add(kms.decryptBytes(version.key(), new EncryptionContext(ACCOUNT.dataSet(new DataSetId(id)))));
            }
        }
        return keys;
    }
}
