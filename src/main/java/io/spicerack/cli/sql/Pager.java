package io.spicerack.cli.sql;

import io.spicerack.cli.Terminal;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A terminal that shows page after page: PAGER, or less, where somebody watches. One thread. */
final class Pager implements AutoCloseable {
    /** Short answers stay on the screen, long lines are not folded. */
    private static final String USUAL = "less -SFX";

    private final OutputStream out;
    private final @Nullable Process process;

    private Pager(OutputStream out, @Nullable Process process) {
        this.out = out;
        this.process = process;
    }

    static Pager open(OutputStream plain, boolean wanted) {
        if (!wanted || !Terminal.present()) {
            return new Pager(plain, null);
        }
        String command = System.getenv().getOrDefault("PAGER", USUAL);
        try {
            Process process = new ProcessBuilder(List.of("/bin/sh", "-c", command))
                    .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            return new Pager(process.getOutputStream(), process);
        } catch (IOException e) {
            return new Pager(plain, null);
        }
    }

    OutputStream out() {
        return out;
    }

    /** Waits until it was read. */
    @Override
    public void close() throws IOException {
        out.flush();
        Process shown = process;
        if (shown != null) {
            out.close();
            try {
                shown.waitFor();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
