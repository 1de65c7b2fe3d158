package io.spicerack;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How a test starts a class in a JVM of its own, with the class path and the logging of the test's. Such a JVM ends long before
 * the second compiler and a concurrent collector would pay: without them it takes half of the processors' time.
 */
public final class ChildJvm {
    private ChildJvm() {}

    /**
     * The command line of a class with its arguments.
     *
     * @param options further ones of the JVM, such as {@code -Xmx64m}
     */
    public static List<String> command(List<String> options, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options(options));
        command.add(main.getName());
        command.addAll(Arrays.asList(arguments));
        return command;
    }

    /** All that stands between {@code java} and the name of the class. */
    public static List<String> options(List<String> further) {
        List<String> options = new ArrayList<>(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"));
        options.addAll(further);
        String logging = System.getProperty("log4j2.configurationFile");
        if (logging != null) {
            options.add("-Dlog4j2.configurationFile=" + Path.of(logging).toAbsolutePath());
        }
        options.addAll(List.of("-cp", System.getProperty("java.class.path")));
        return options;
    }
}
