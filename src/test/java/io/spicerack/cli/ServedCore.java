package io.spicerack.cli;

import io.spicerack.admin.ManagementConfig;
import io.spicerack.admin.ManagementServer;
import io.spicerack.core.CoreFixture;
import io.spicerack.source.SourceTypes;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/** A core behind its management port, and the commands that people type at it. Used by one test thread. */
final class ServedCore implements AutoCloseable {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Path directory;
    private final CoreFixture core;
    private final ManagementServer server;

    private ServedCore(Path directory, CoreFixture core) {
        this.directory = directory;
        this.core = core;
        server = ManagementServer.start(
                new ManagementConfig("127.0.0.1", 0, directory.resolve("management.token")),
                core.spice(),
                core.clock());
    }

    static ServedCore open(Path directory) {
        return new ServedCore(directory, CoreFixture.open(directory));
    }

    /** With other databases than are served. */
    static ServedCore open(Path directory, SourceTypes databases) {
        return new ServedCore(directory, CoreFixture.open(directory, databases));
    }

    CoreFixture core() {
        return core;
    }

    ManagementServer server() {
        return server;
    }

    /** Standard output of all commands so far. */
    StringWriter out() {
        return out;
    }

    /** Standard error of all commands so far. */
    StringWriter err() {
        return err;
    }

    /** Runs a command with what it needs to find the server. Returns its exit status. */
    int run(ServiceCommand command, String... arguments) {
        return run(command, out, err, arguments);
    }

    /** The same with both outputs in one, as a terminal shows them. */
    int runInTerminal(ServiceCommand command, StringWriter screen, String... arguments) {
        return run(command, screen, screen, arguments);
    }

    private int run(ServiceCommand command, StringWriter to, StringWriter errorsTo, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--keep", directory.toString()));
        return new CommandLine(command)
                .setOut(new PrintWriter(to))
                .setErr(new PrintWriter(errorsTo))
                .execute(all.toArray(String[]::new));
    }

    @Override
    public void close() {
        server.close();
        core.close();
    }
}
