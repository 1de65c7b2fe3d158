package io.spicerack.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.ChildJvm;
import io.spicerack.WithServers;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that refreshes, changes keys and delivers its trail is killed where chance has it; after each kill nothing is
 * lost, doubled or half. {@code -Dspicerack.test.kills=200} kills more often.
 */
@WithServers
class RandomKillsTest {
    private static final int KILLS = Integer.getInteger("spicerack.test.kills", 4);
    private static final int LONGEST_MILLISECONDS = 2500;
    private static final int ROUNDS = 1_000;
    private static final int ROW_EVERY = 10;

    /** On a slow machine no refresh may be done before its kill: then there are more of them, each later. */
    private static final int MOST_MORE = 20;

    @Test
    void noRecordIsLostOrDoubledAndNoVersionOutlivesItsGrant(@TempDir Path directory) throws Exception {
        SplittableRandom random = new SplittableRandom(20261125);
        try (CrashScene scene = CrashScene.open(directory)) {
            System.out.println(KillTable.HEAD);
            for (int kill = 1; kill <= KILLS || (published(scene) == 0 && kill <= KILLS + MOST_MORE); kill++) {
                scene.changeSource();
                runAndKill(scene, random.nextInt(LONGEST_MILLISECONDS) * Math.max(1, kill - KILLS));
                scene.check();
                if (kill % ROW_EVERY == 0 || kill >= KILLS) {
                    System.out.println(KillTable.row(kill, scene.ledger()));
                }
            }
            assertThat(published(scene)).isPositive();
            assertThat(scene.ledger().sum("calls on both sides")).isPositive();
        }
    }

    private static int published(CrashScene scene) {
        return scene.ledger().sum("refreshes published");
    }

    private static void runAndKill(CrashScene scene, int milliseconds) throws IOException, InterruptedException {
        List<String> command = ChildJvm.command(List.of("-Xmx256m"), BusyProcess.class);
        command.addAll(scene.arguments(ROUNDS));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(output.readLine()).isEqualTo(BusyProcess.READY);
            process.waitFor(milliseconds, TimeUnit.MILLISECONDS);
        } finally {
            process.destroyForcibly().onExit().join();
        }
    }
}
