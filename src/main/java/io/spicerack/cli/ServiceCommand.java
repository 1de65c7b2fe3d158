package io.spicerack.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that asks a running service. Its result goes to standard output, all else to standard error. */
public abstract class ServiceCommand implements Callable<Integer> {
    @Mixin
    private ClientOptions service = new ClientOptions();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public final Integer call() {
        try {
            return run(service.client());
        } catch (ServiceException e) {
            err().println("spicerack: " + e.getMessage());
            return 1;
        } finally {
            out().flush();
            err().flush();
        }
    }

    /** Returns the exit status. */
    protected abstract int run(ManagementClient client);

    protected final ClientOptions service() {
        return service;
    }

    protected final PrintWriter out() {
        return spec().commandLine().getOut();
    }

    protected final PrintWriter err() {
        return spec().commandLine().getErr();
    }

    private CommandSpec spec() {
        CommandSpec known = spec;
        if (known == null) {
            throw new IllegalStateException("the command was not started through picocli");
        }
        return known;
    }
}
