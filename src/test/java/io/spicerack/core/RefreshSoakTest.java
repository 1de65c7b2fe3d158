package io.spicerack.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spicerack.WithServers;
import io.spicerack.aws.CallTrail;
import io.spicerack.catalog.record.AuditQuery;
import io.spicerack.catalog.record.RegisteredKey;
import io.spicerack.catalog.record.VersionRecord;
import io.spicerack.kit.aws.LocalAws;
import io.spicerack.kit.database.TestDatabase;
import io.spicerack.kit.database.TestDatabases;
import io.spicerack.model.AuditRecord;
import io.spicerack.model.KeyReference;
import io.spicerack.model.RequestSource;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Refreshes with another default key every so many: grants, records and KMS's calls add up. {@code
 * -Dspicerack.test.refreshes=1000} refreshes more often.
 */
@WithServers
class RefreshSoakTest {
    private static final int REFRESHES = Integer.getInteger("spicerack.test.refreshes", 30);
    private static final int KEY_CHANGE_EVERY = 10;
    private static final int KEYS = 3;

    @Test
    void grantsRecordsAndCallsOfKmsAddUp(@TempDir Path directory) throws Exception {
        Instant begin = Clock.systemUTC().instant().minusSeconds(5);
        try (LocalAws aws = AwsCore.startAws(directory.resolve("aws"))) {
            try (AwsCore core = AwsCore.open(directory, aws.endpoint())) {
                List<KeyReference> keys = refresh(core);
                Map<String, Long> grants = grants(core, keys);
                Map<String, Long> records = records(core);
                Map<String, Long> calls = calls(aws.endpoint(), begin);
                print(core, grants, records, calls);

                assertThat(records).isEqualTo(calls);
                int changes = (REFRESHES + KEY_CHANGE_EVERY - 1) / KEY_CHANGE_EVERY;
                assertThat(records)
                        // a key that is registered proves that it can be used; one seals where data sources connect to
                        .containsEntry("GenerateDataKey", REFRESHES + changes + 1L)
                        .containsEntry("Decrypt", (long) REFRESHES)
                        .containsEntry("CreateGrant", (long) changes)
                        .containsEntry("RetireGrant", changes - 1L)
                        .containsEntry("DescribeKey", (long) changes);
                VersionRecord current = current(core);
                assertThat(grants)
                        .as("grants that KMS has, by key")
                        .containsOnly(Map.entry(current.key().key().toString(), 1L));
            }
        }
    }

    private static List<KeyReference> refresh(AwsCore core) throws Exception {
        TestDatabase database = TestDatabases.postgres().newDatabase();
        database.execute("CREATE TABLE visit AS SELECT g AS id, md5(g::text) AS note FROM generate_series(1, 50) g");
        List<KeyReference> keys = new ArrayList<>();
        for (int i = 0; i < KEYS; i++) {
            keys.add(core.console().createKey("key " + i + " of the visits"));
        }
        ClinicSource.create(core, database);
        for (int i = 0; i < REFRESHES; i++) {
            if (i % KEY_CHANGE_EVERY == 0) {
                KeyReference next = keys.get(i / KEY_CHANGE_EVERY % KEYS);
                core.spice().keyRegistrations().update(List.of(new RegisteredKey(next, true)));
            }
            core.spice().ingestions().request(AwsCore.VISITS, RequestSource.MANUAL);
            core.run("SELECT * FROM visit");
        }
        return keys;
    }

    private static VersionRecord current(AwsCore core) {
        return core.catalog().read(tx -> tx.versions().current(AwsCore.VISITS)).orElseThrow();
    }

    private static Map<String, Long> grants(AwsCore core, List<KeyReference> keys) {
        Map<String, Long> grants = new TreeMap<>();
        for (KeyReference key : keys) {
            long count = core.clients()
                    .kms()
                    .listGrants(request -> request.keyId(key.toString()))
                    .grants()
                    .size();
            if (count > 0) {
                grants.put(key.toString(), count);
            }
        }
        return grants;
    }

    private static Map<String, Long> records(AwsCore core) {
        return core.spice().audit().search(AuditQuery.oldest(1_000_000)).stream()
                .filter(event -> event.eventSource().equals("kms.amazonaws.com"))
                .collect(Collectors.groupingBy(AuditRecord::eventName, TreeMap::new, Collectors.counting()));
    }

    /** Those of the service; the test itself makes keys, looks for the service-owned one and lists grants. */
    private static Map<String, Long> calls(URI aws, Instant since) {
        try (CallTrail trail = new CallTrail(AwsCore.cloudTrail(aws))) {
            return trail.events(since, Clock.systemUTC().instant().plus(Duration.ofMinutes(1))).stream()
                    .filter(event -> event.path("eventSource").asText().equals("kms.amazonaws.com"))
                    .map(RefreshSoakTest::name)
                    .filter(name -> !List.of("CreateKey", "CreateAlias", "ListAliases", "ListGrants")
                            .contains(name))
                    .collect(Collectors.groupingBy(name -> name, TreeMap::new, Collectors.counting()));
        }
    }

    private static String name(JsonNode event) {
        return event.path("eventName").asText();
    }

    private static void print(
            AwsCore core, Map<String, Long> grants, Map<String, Long> records, Map<String, Long> calls) {
        System.out.printf(
                "%,d refreshes, another default key every %d; versions left %d, grants left in KMS %d%n",
                REFRESHES,
                KEY_CHANGE_EVERY,
                core.catalog().read(tx -> tx.versions().live()).size(),
                grants.values().stream().mapToLong(Long::longValue).sum());
        System.out.printf("%-16s %10s %10s%n", "call", "our trail", "KMS's own");
        TreeMap<String, Long> all = new TreeMap<>(records);
        all.putAll(calls);
        all.keySet()
                .forEach(name -> System.out.printf(
                        "%-16s %,10d %,10d%n", name, records.getOrDefault(name, 0L), calls.getOrDefault(name, 0L)));
    }
}
