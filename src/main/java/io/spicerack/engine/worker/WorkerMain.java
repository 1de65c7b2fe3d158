package io.spicerack.engine.worker;

import io.spicerack.engine.pipe.PipeKind;
import io.spicerack.engine.pipe.PipeReader;
import io.spicerack.engine.pipe.PipeWriter;
import io.spicerack.envelope.AesWarmUp;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;

/**
 * The process: it works for who started it, over its own input and output, and ends with it. Its arguments are the threads and
 * the bytes of memory of one statement, and a directory of its own for the libraries that drivers unpack.
 */
public final class WorkerMain {
    private static final int BROKEN = 3;
    private static final String LIBRARY = "lib";

    private WorkerMain() {}

    /** Runs until the input ends. */
    public static void main(String[] arguments) {
        int status = BROKEN;
        try {
            // whatever a library prints would break what is said here
            System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
            PipeReader in = new PipeReader(new FileInputStream(FileDescriptor.in));
            PipeWriter out = new PipeWriter(new FileOutputStream(FileDescriptor.out));
            Thread warmUp = new Thread(new AesWarmUp(), "aes-warm-up");
            warmUp.setDaemon(true);
            warmUp.start();
            Instance shared =
                    Instance.open(new EngineShare(Integer.parseInt(arguments[0]), Long.parseLong(arguments[1])));
            clear(Path.of(arguments[2]));
            out.write(PipeKind.READY, 0);
            new Workbench(in, out, shared).serve();
        } catch (IOException e) {
            // the service has closed the pipe, or is gone
            status = 0;
        } catch (SQLException | RuntimeException e) {
            status = BROKEN;
        } finally {
            leave(Path.of(arguments[2]));
            // whatever computes on is ended with it
            Runtime.getRuntime().halt(status);
        }
    }

    /** The drivers' libraries are in memory by now; their files would be left behind when this process is killed. */
    private static void clear(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : List.copyOf(files.toList())) {
                if (file.getFileName().toString().startsWith(LIBRARY)) {
                    Files.delete(file);
                }
            }
        }
    }

    private static void leave(Path directory) {
        try {
            clear(directory);
            Files.deleteIfExists(directory);
        } catch (IOException e) {
            // the service removes it, where it is there still
            return;
        }
    }
}
