package io.spicerack.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.ChildJvm;
import io.spicerack.WithServers;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that changes the default key, refreshes and delivers its trail is killed between its writes of state, one after
 * the other. {@code -Dspicerack.test.kill-points=1} takes each; the default takes some.
 */
@WithServers
class KillPointsTest {
    private static final int STEP = Integer.getInteger("spicerack.test.kill-points", 31);
    private static final int ROW_EVERY = 10;

    @Test
    void atWhicheverWriteItIsKilledNothingIsLostDoubledOrHalf(@TempDir Path directory) throws Exception {
        try (CrashScene scene = CrashScene.open(directory)) {
            List<String> points = round(scene, 0);
            assertThat(points)
                    .contains(
                            "Catalog.write",
                            "AwsKeyService.generateDataKey",
                            "AwsKeyService.createGrant",
                            "LogBucket.put",
                            "SigningKeyFile.rotate");
            System.out.println(points.size() + " points in one round\n" + KillTable.HEAD);
            int kills = 0;
            for (int point = 1; point <= points.size(); point += STEP) {
                scene.changeSource();
                List<String> reached = round(scene, point);
                scene.check();
                // a later round may have fewer files to bring to a sink
                kills += reached.size() == point ? 1 : 0;
                if (point % ROW_EVERY == 0 || point + STEP > points.size()) {
                    System.out.println(KillTable.row(kills, scene.ledger()));
                }
            }
            assertThat(kills).isPositive();
            assertThat(scene.ledger().sum("records")).isPositive();
        }
    }

    private static List<String> round(CrashScene scene, int killAt) throws Exception {
        return KillPoint.run(BusyProcess.class, ChildJvm.options(List.of("-Xmx256m")), scene.arguments(1), killAt);
    }
}
