package io.spicerack.core;

import io.spicerack.ChildJvm;
import io.spicerack.core.revoke.Dawdler;
import io.spicerack.model.DataSetId;
import io.spicerack.model.KeyReference;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** A second process with the core over KMS: it refreshes or rewraps the visits, drills, or signs, and is killed on the way. */
final class KeyProcess {
    private KeyProcess() {}

    /** Runs it to its end; the exit status is 137 where it was killed. To sign, it also takes the ARN of the key. */
    static int run(Path directory, URI aws, String verb, String... killPoint) throws Exception {
        List<String> command =
                ChildJvm.command(List.of("-Xmx256m"), KeyProcess.class, directory.toString(), aws.toString(), verb);
        command.addAll(List.of(killPoint));
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    public static void main(String[] arguments) throws Exception {
        KillAtCall point = KillAtCall.parse(arguments[3]);
        Path directory = Path.of(arguments[0]);
        URI aws = URI.create(arguments[1]);
        if (arguments[2].equals("sign")) {
            // a signing key is asked for its public half by the start already
            point.arm();
            try (KmsCore core = KmsCore.signing(directory, aws, new KeyReference(arguments[4]), point::around)) {
                core.spice().auditFiles().closeNow();
            }
            return;
        }
        try (KmsCore core = KmsCore.open(directory, aws, point)) {
            point.arm();
            switch (arguments[2]) {
                case "refresh" -> core.publish("visits", SampleRows.of(7));
                case "rewrap" -> core.spice().rewraps().rewrap(new DataSetId("visits"));
                case "drill" -> core.spice().drill().run(Dawdler.NONE);
                default -> throw new IllegalArgumentException(arguments[2]);
            }
        }
    }
}
