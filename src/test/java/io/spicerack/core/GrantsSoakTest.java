package io.spicerack.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.TakesLong;
import io.spicerack.catalog.record.AuditQuery;
import io.spicerack.catalog.record.GrantIntent;
import io.spicerack.catalog.record.GrantRecord;
import io.spicerack.kit.aws.LocalAws;
import io.spicerack.model.AuditRecord;
import io.spicerack.model.DataSetId;
import io.spicerack.model.KeyReference;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.kms.model.GrantListEntry;

/**
 * Refresh after refresh under one default key after another: KMS's grants, its calls and the trail's records add up. The
 * count is small in the suite; {@code -Dspicerack.soak.refreshes=1000} says more.
 */
@TakesLong
class GrantsSoakTest {
    private static final int REFRESHES = Integer.getInteger("spicerack.soak.refreshes", 40);
    private static final int REFRESHES_PER_KEY = 10;

    @Test
    void noGrantIsLeakedAndEveryCallIsOnRecord(@TempDir Path directory) throws Exception {
        List<KeyReference> keys = new ArrayList<>();
        try (LocalAws aws = AwsCore.startAws(directory.resolve("aws"));
                KmsCore core = KmsCore.open(directory, aws.endpoint(), Clock.systemUTC())) {
            DataSetId visits = new DataSetId("visits");
            for (int refresh = 0; refresh < REFRESHES; refresh++) {
                if (refresh % REFRESHES_PER_KEY == 0) {
                    keys.add(core.newDefaultKey("key " + keys.size()));
                } else if (refresh % REFRESHES_PER_KEY == REFRESHES_PER_KEY / 2) {
                    // KMS's own rotation: the same key with new material
                    KeyReference key = keys.get(keys.size() - 1);
                    core.clients().kms().rotateKeyOnDemand(request -> request.keyId(key.toString()));
                }
                visits = core.publish("visits", SampleRows.of(20));
                List<GrantRecord> grants = core.catalog().read(tx -> tx.grants().list());
                assertThat(grants).extracting(GrantRecord::key).containsExactly(keys.get(keys.size() - 1));
            }
            Map<String, Long> records = records(core);
            long made = keys.size();
            assertThat(records)
                    .containsEntry("Decrypt", (long) REFRESHES)
                    // one dry run for each key that is registered
                    .containsEntry("GenerateDataKey", REFRESHES + made)
                    .containsEntry("CreateGrant", made)
                    .containsEntry("RetireGrant", made - 1)
                    .containsEntry("PublishDataSetVersion", (long) REFRESHES)
                    .containsEntry("DeleteDataSetVersion", REFRESHES - 1L);
            for (int key = 0; key < keys.size(); key++) {
                assertThat(core.grants(keys.get(key)))
                        .as("grants on key " + key + " of " + keys.size())
                        .hasSize(key == keys.size() - 1 ? 1 : 0);
            }
            assertNamedAndConstrained(core, keys.get(keys.size() - 1), visits);
            assertThat(core.store().versions()).hasSize(1);
            List<GrantIntent> intents = core.catalog().read(tx -> tx.grants().intents());
            assertThat(intents).isEmpty();
            System.getLogger("soak").log(System.Logger.Level.INFO, REFRESHES + " refreshes: " + records);
        }
    }

    private static void assertNamedAndConstrained(KmsCore core, KeyReference key, DataSetId dataSet) {
        GrantListEntry grant = core.clients()
                .kms()
                .listGrants(request -> request.keyId(key.toString()))
                .grants()
                .get(0);
        assertThat(grant.name()).matches("spicerack-[0-9a-f]{8}-" + dataSet);
        assertThat(grant.constraints().encryptionContextSubset())
                .containsExactlyEntriesOf(Map.of(
                        "aws:quicksight:arn", AwsCore.ACCOUNT.dataSet(dataSet).toString()));
        assertThat(grant.operationsAsStrings())
                .containsExactlyInAnyOrder("Encrypt", "Decrypt", "DescribeKey", "GenerateDataKey");
    }

    private static Map<String, Long> records(KmsCore core) {
        return core.spice().audit().search(AuditQuery.oldest(1_000_000)).stream()
                .map(AuditRecord::eventName)
                .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
    }
}
