package io.spicerack.core;

import io.spicerack.ChildJvm;
import io.spicerack.model.RequestSource;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A second process with the core in it: it refreshes the data set so many times, then says how much memory it took. Its
 * catalog, store and keys are the test's, which has them to itself again once this process is gone.
 */
final class CoreProcess implements AutoCloseable {
    private static final String READY = "ready";

    private final Process process;
    private final BufferedReader output;

    private CoreProcess(Process process) {
        this.process = process;
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** @param heap such as {@code 64m} */
    static CoreProcess start(Path directory, URI aws, String sql, int refreshes, String heap) throws IOException {
        List<String> command = ChildJvm.command(
                List.of("-Xmx" + heap),
                CoreProcess.class,
                directory.toString(),
                aws.toString(),
                sql,
                String.valueOf(refreshes));
        return new CoreProcess(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** Waits until the core is open. */
    void awaitReady() throws IOException {
        String line = output.readLine();
        if (!READY.equals(line)) {
            throw new IllegalStateException("the process said " + line);
        }
    }

    /** SIGKILL, unless it ends by itself before. */
    void killAfter(long milliseconds) throws InterruptedException {
        process.waitFor(milliseconds, TimeUnit.MILLISECONDS);
        close();
    }

    @Nullable
    String nextLine() throws IOException {
        return output.readLine();
    }

    int awaitEnd() throws InterruptedException {
        return process.waitFor();
    }

    /** SIGKILL. */
    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    public static void main(String[] arguments) throws Exception {
        try (AwsCore core = AwsCore.open(Path.of(arguments[0]), URI.create(arguments[1]))) {
            System.out.println(READY);
            for (int i = 0; i < Integer.parseInt(arguments[3]); i++) {
                core.spice().ingestions().request(AwsCore.VISITS, RequestSource.MANUAL);
                core.run(arguments[2]);
            }
        }
        System.out.println(peakMemory());
    }

    /** The most resident memory that this process had, in Linux's words; empty elsewhere. */
    private static String peakMemory() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return "";
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmHWM"))
                .findFirst()
                .orElse("");
    }
}
