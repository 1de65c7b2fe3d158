package io.spicerack.app;

import io.spicerack.cli.ServiceOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** Stands where the kit's demo would be, and says how to get it, whatever the options after it. */
@Command(name = "demo", hidden = true, description = "Needs the kit, which this installation does not have.")
final class DemoWithoutKit implements Callable<Integer> {
    @Unmatched
    @SuppressWarnings("UnusedVariable") // picocli puts them there, so that none of them is an error first
    private List<String> options = new ArrayList<>();

    @Override
    public Integer call() {
        throw KitException.absent("demo", ServiceOptions.home());
    }
}
