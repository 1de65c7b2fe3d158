package io.spicerack.refresh;

import io.spicerack.model.DataSetId;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A second process with the core over KMS: it refreshes or rewraps the visits, or drills, and is killed on the way. */
final class KeyProcess {
    private KeyProcess() {}

    /** Runs it to its end; the exit status is 137 where it was killed. */
    static int run(Path directory, URI aws, String verb, String killPoint) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m", "-XX:+UseSerialGC"));
        String logging = System.getProperty("log4j2.configurationFile");
        if (logging != null) {
            command.add("-Dlog4j2.configurationFile=" + Path.of(logging).toAbsolutePath());
        }
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                KeyProcess.class.getName(),
                directory.toString(),
                aws.toString(),
                verb,
                killPoint));
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    public static void main(String[] arguments) throws Exception {
        KillAtCall point = KillAtCall.parse(arguments[3]);
        try (KmsCore core = KmsCore.open(Path.of(arguments[0]), URI.create(arguments[1]), point)) {
            point.arm();
            switch (arguments[2]) {
                case "refresh" -> core.publish("visits", SampleRows.of(7));
                case "rewrap" -> core.spice().rewraps().rewrap(new DataSetId("visits"));
                case "drill" -> core.spice().drill().run();
                default -> throw new IllegalArgumentException(arguments[2]);
            }
        }
    }
}
