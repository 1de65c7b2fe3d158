package io.spicerack.app;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** {@code spicerack version}. */
@Command(
        name = "version",
        mixinStandardHelpOptions = true,
        description = "Print the versions of Spicerack, Camel and Java.")
final class VersionCommand implements Callable<Integer> {
    /** The same for --version. */
    static final class Provider implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return lines();
        }
    }

    @Override
    public Integer call() {
        for (String line : lines()) {
            System.out.println(line);
        }
        return 0;
    }

    private static String[] lines() {
        return new String[] {
            "spicerack " + version(VersionCommand.class),
            "camel " + version(org.apache.camel.main.Main.class),
            "java " + System.getProperty("java.version")
        };
    }

    private static String version(Class<?> type) {
        String version = type.getPackage().getImplementationVersion();
        return version == null ? "(not packaged)" : version;
    }
}
