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
        List<String> all = new ArrayList<>(options);
        all.addAll(SharedClasses.options());
        return commandWith(all, main, arguments);
    }

    /** All that stands between {@code java} and the name of the class. */
    public static List<String> options(List<String> further) {
        List<String> all = new ArrayList<>(further);
        all.addAll(SharedClasses.options());
        return optionsWith(all);
    }

    /** @param options those of the class path among them */
    static List<String> commandWith(List<String> options, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(optionsWith(options));
        command.add(main.getName());
        command.addAll(Arrays.asList(arguments));
        return command;
    }

    private static List<String> optionsWith(List<String> further) {
        List<String> options = new ArrayList<>(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        options.addAll(further);
        String logging = System.getProperty("log4j2.configurationFile");
        if (logging != null) {
            options.add("-Dlog4j2.configurationFile=" + Path.of(logging).toAbsolutePath());
        }
        return options;
    }
}
