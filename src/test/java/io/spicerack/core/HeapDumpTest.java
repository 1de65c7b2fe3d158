package io.spicerack.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.ChildJvm;
import io.spicerack.WithServers;
import io.spicerack.aws.AwsKeyService;
import io.spicerack.catalog.record.RegisteredKey;
import io.spicerack.catalog.record.VersionRecord;
import io.spicerack.envelope.EncryptionContext;
import io.spicerack.kit.aws.LocalAws;
import io.spicerack.kit.database.TestDatabase;
import io.spicerack.kit.database.TestDatabases;
import io.spicerack.model.DataSourceType;
import io.spicerack.model.KeyReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What is alive in the process after a refresh and a read holds neither the password of the source nor the data key, in any
 * form that passes through it: what was wiped, and what was let go of. The secret comes by the real route. Garbage is another matter (docs/threat-model.md).
 */
@WithServers
class HeapDumpTest {
    private static final String SQL = "SELECT * FROM visit";

    @ParameterizedTest
    @EnumSource(
            value = DataSourceType.class,
            names = {"POSTGRESQL", "MARIADB"})
    void noPasswordAndNoDataKeyIsAliveAfterARefreshAndARead(DataSourceType type, @TempDir Path directory)
            throws Exception {
        // the other process has it from Secrets Manager alone
        String password = TestDatabases.PASSWORD;
        String planted = "planted-" + UUID.randomUUID();
        Path dump = directory.resolve("heap.hprof");
        try (LocalAws aws = AwsCore.startAws(directory.resolve("aws"))) {
            declare(directory, aws, type);
            assertThat(refreshReadAndDump(directory, aws, dump, planted)).isZero();
            byte[] heap = Files.readAllBytes(dump);
            byte[] dataKey = dataKey(directory, aws);
            assertThat(count(heap, planted.getBytes(StandardCharsets.ISO_8859_1)))
                    .as("the planted text, which shows that the search finds what is there")
                    .isPositive();
            assertThat(count(heap, password.getBytes(StandardCharsets.ISO_8859_1)))
                    .as("the password")
                    .isZero();
            assertThat(count(heap, password.getBytes(StandardCharsets.UTF_16BE)))
                    .as("the password in two bytes a character")
                    .isZero();
            assertThat(count(heap, password.getBytes(StandardCharsets.UTF_16LE)))
                    .as("the password in two bytes a character")
                    .isZero();
            assertThat(count(heap, dataKey)).as("the data key").isZero();
            assertThat(count(heap, Base64.getEncoder().encode(dataKey)))
                    .as("the data key as KMS's answer has it")
                    .isZero();
        }
    }

    private static void declare(Path directory, LocalAws aws, DataSourceType type) throws Exception {
        boolean postgres = type == DataSourceType.POSTGRESQL;
        TestDatabase database = (postgres ? TestDatabases.postgres() : TestDatabases.mariaDb()).newDatabase();
        database.execute(
                postgres
                        ? "CREATE TABLE visit AS SELECT g AS id, md5(g::text) AS note FROM generate_series(1, 2000) g"
                        : "CREATE TABLE visit AS SELECT seq AS id, md5(seq) AS note FROM "
                                + TestDatabases.sequence(2000));
        try (AwsCore core = AwsCore.open(directory, aws.endpoint())) {
            KeyReference key = core.console().createKey("the key of the visits");
            core.spice().keyRegistrations().update(List.of(new RegisteredKey(key, true)));
            ClinicSource.create(core, database, type);
        }
    }

    private static int refreshReadAndDump(Path directory, LocalAws aws, Path dump, String planted) throws Exception {
        // room enough that no collection but the dump's own comes by chance
        List<String> command = ChildJvm.command(
                List.of("-Xmx256m", "-Xmn200m", "-XX:MetaspaceSize=256m"),
                DumpProcess.class,
                directory.toString(),
                aws.endpoint().toString(),
                SQL,
                dump.toString(),
                "true",
                planted);
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    private static byte[] dataKey(Path directory, LocalAws aws) {
        try (AwsCore core = AwsCore.open(directory, aws.endpoint())) {
            VersionRecord version = core.catalog()
                    .read(tx -> tx.versions().current(AwsCore.VISITS))
                    .orElseThrow();
            AwsKeyService kms =
                    new AwsKeyService(core.clients().kms(), new SecureRandom(), AwsCore.ACCOUNT, "unused", null);
            return kms.decryptBytes(version.key(), new EncryptionContext(AwsCore.ACCOUNT.dataSet(AwsCore.VISITS)));
        }
    }

    private static int count(byte[] heap, byte[] wanted) {
        int found = 0;
        for (int at = 0; at <= heap.length - wanted.length; at++) {
            int same = 0;
            while (same < wanted.length && heap[at + same] == wanted[same]) {
                same++;
            }
            found += same == wanted.length ? 1 : 0;
        }
        return found;
    }
}
