package io.spicerack.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.spicerack.ops.Finding;
import io.spicerack.ops.Finding.Level;
import io.spicerack.settings.Settings;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** One thread runs it. */
@Command(
        name = "doctor",
        description =
                "Looks at settings, files, the clock, and through the running service at keys, secrets, sources and"
                        + " sinks: what is wrong, and what to do. It changes nothing; what it asks AWS is on record as any other"
                        + " call. Exit status 1 where something fails.",
        mixinStandardHelpOptions = true)
public final class DoctorCommand extends ServiceCommand {
    private final Path home;
    private final Consumer<Settings> start;
    private final Consumer<Settings> catalogFiles;

    @Option(names = "--all", description = "Show what is well, too.")
    private boolean all;

    /**
     * One for an installation.
     *
     * @param start checks the settings as a start does; its exception says what is wrong with them
     * @param catalogFiles reads config/catalog/, in the same way
     */
    public DoctorCommand(Path home, Consumer<Settings> start, Consumer<Settings> catalogFiles) {
        this.home = home;
        this.start = start;
        this.catalogFiles = catalogFiles;
    }

    @Override
    int run(ManagementClient client) {
        List<Finding> findings = new ArrayList<>(
                new LocalDoctor(home, System.getenv(), directory(), start, catalogFiles, Clock.systemUTC()).look());
        findings.addAll(ofService(client));
        long failed = count(findings, Level.FAIL);
        long warned = count(findings, Level.WARN);
        TextTable table = new TextTable("", "CHECK", "FOUND", "DO");
        for (Level level : List.of(Level.FAIL, Level.WARN, Level.OK)) {
            findings.stream()
                    .filter(finding -> finding.level() == level && (all || level != Level.OK))
                    .forEach(finding -> table.row(
                            level.name(), finding.check(), finding.found().replaceAll("\\s+", " "), finding.wayOut()));
        }
        if (all || failed + warned > 0) {
            out().println(table);
        }
        out().println(findings.size() + " checks: " + failed + " fail, " + warned + " warn, "
                + count(findings, Level.OK) + " are well");
        return failed == 0 ? 0 : 1;
    }

    private @Nullable Path directory() {
        return service().keep();
    }

    private static long count(List<Finding> findings, Level level) {
        return findings.stream().filter(finding -> finding.level() == level).count();
    }

    private static List<Finding> ofService(ManagementClient client) {
        List<Finding> findings = new ArrayList<>();
        try {
            for (JsonNode finding : client.get("/doctor", SwitchedKeys.PATIENCE).path("findings")) {
                findings.add(new Finding(
                        finding.path("check").asText(),
                        Level.valueOf(finding.path("level").asText()),
                        finding.path("found").asText(),
                        finding.path("do").asText()));
            }
            findings.add(Finding.ok("service", client.toString() + " answers"));
        } catch (ServiceException e) {
            findings.add(Finding.fail(
                    "service", String.valueOf(e.getMessage()), "keys, secrets and sources are looked at through it"));
        }
        return findings;
    }
}
