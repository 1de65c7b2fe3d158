package io.spicerack.kit.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spicerack.WithServers;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@WithServers
class ServerProcessTest {
    @ParameterizedTest
    @CsvSource({"HUP, 1", "INT, 2", "TERM, 15"})
    void aSignalToTheWholeProcessGroupLeavesTheWatchInPlace(String signal, int number) throws Exception {
        Set<ProcessHandle> before = children();
        Process server = new ProcessBuilder("sleep", "600").start();
        ServerProcess watched = ServerProcess.watch(server.toHandle(), "TERM");
        ProcessHandle watch = children().stream()
                .filter(child -> !before.contains(child) && child.pid() != server.pid())
                .findAny()
                .orElseThrow();
        // the shell has set its traps once it waits for its line
        await().untilAsserted(() -> assertThat(ignores(watch, number)).isTrue());
        new ProcessBuilder("kill", "-" + signal, String.valueOf(watch.pid()))
                .start()
                .waitFor();
        watched.stop();
        assertThat(server.isAlive()).isFalse();
        assertThat(watch.isAlive()).isFalse();
    }

    private static boolean ignores(ProcessHandle process, int signal) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .map(line -> new BigInteger(line.substring(7).strip(), 16))
                .anyMatch(ignored -> ignored.testBit(signal - 1));
    }

    private static Set<ProcessHandle> children() {
        return ProcessHandle.current().children().collect(Collectors.toSet());
    }
}
