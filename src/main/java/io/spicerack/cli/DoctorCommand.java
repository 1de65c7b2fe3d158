package io.spicerack.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.spicerack.ops.Finding;
import io.spicerack.ops.Finding.Level;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
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
    /** What a service that runs has from its own command line. */
    private static final Set<String> STARTS_BY = Set.of("settings", "reachable", "config/catalog");

    private final Path home;
    private final StartChecks start;

    @Option(names = "--all", description = "Show what is well, too.")
    private boolean all;

    /** One for an installation. */
    public DoctorCommand(Path home, StartChecks start) {
        this.home = home;
        this.start = start;
    }

    @Override
    protected int run(ManagementClient client) {
        List<Finding> ofService = ofService(client);
        boolean runs = ofService.stream().noneMatch(finding -> finding.check().equals("service") && fails(finding));
        List<Finding> findings = new ArrayList<>();
        new LocalDoctor(home, System.getenv(), directory(), runs ? start : start.ofNextStart(), Clock.systemUTC())
                .look()
                .forEach(finding -> findings.add(runs && fails(finding) ? asRunning(finding) : finding));
        findings.addAll(ofService);
        long failed = count(findings, Level.FAIL);
        long warned = count(findings, Level.WARN);
        for (Level level : List.of(Level.FAIL, Level.WARN, Level.OK)) {
            findings.stream()
                    .filter(finding -> finding.level() == level && (all || level != Level.OK))
                    .forEach(this::tell);
        }
        out().println(findings.size() + " checks: " + failed + " fail, " + warned + " warn, "
                + count(findings, Level.OK) + " are well");
        return failed == 0 ? 0 : 1;
    }

    private void tell(Finding finding) {
        out().println(String.format(
                Locale.ROOT,
                "%-5s %s: %s",
                finding.level(),
                finding.check(),
                finding.found().replaceAll("\\s+", " ")));
        if (!finding.wayOut().isEmpty()) {
            out().println("      -> " + finding.wayOut());
        }
    }

    private @Nullable Path directory() {
        return service().keep();
    }

    private static boolean fails(Finding finding) {
        return finding.level() == Level.FAIL;
    }

    /** What keeps the next start from going well keeps nothing from running now: it was started with other settings. */
    private static Finding asRunning(Finding finding) {
        return STARTS_BY.contains(finding.check())
                ? Finding.warn(
                        finding.check(),
                        finding.found(),
                        finding.wayOut() + "; the running service has other settings (-D)")
                : finding;
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
