package io.spicerack.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** One thread runs it. */
@Command(
        name = "refresh",
        description = "Queues full refreshes and shows how far they are until they end. Exit status 1 when one failed.",
        mixinStandardHelpOptions = true)
public final class RefreshCommand extends ServiceCommand {
    private static final long LOOK_EVERY_MILLIS = 250;
    /** Without a terminal: a line every five seconds. */
    private static final int LOOKS_PER_LINE = 20;

    private static final int BAR = 20;

    /** One of the three. */
    static final class Choice {
        @Parameters(
                paramLabel = "DATA_SET",
                arity = "1..*",
                description = "Ids of data sets; * stands for any letters, as in 'hospital-*'.")
        private @Nullable List<String> dataSets;

        @Option(names = "--all", description = "Every data set, a few at a time.")
        private boolean all;

        @Option(
                names = "--drifted",
                description = "Every data set that is not under the key for new data, a few at a time. A run that was"
                        + " killed, or whose service was, is gone on with by calling it again.")
        private boolean drifted;
    }

    @ArgGroup(multiplicity = "1")
    private Choice choice = new Choice();

    @Option(
            names = "--at-a-time",
            paramLabel = "N",
            defaultValue = "2",
            description =
                    "How many refreshes of several are under way at a time; 2 unless set. The service itself runs no"
                            + " more than spicerack.refresh.concurrent.")
    private int atATime;

    private String dataSet = "";

    @Option(
            names = "--drift",
            paramLabel = "POLICY",
            description = "What becomes of columns that differ from the current version's, this once: fail,"
                    + " adapt-widening or adapt. Without it the route and spicerack.source.drift say.")
    private @Nullable String drift;

    private final BooleanSupplier watched;

    RefreshCommand() {
        this(Terminal::present);
    }

    /** @param watched whether somebody sees a line that is written over */
    RefreshCommand(BooleanSupplier watched) {
        this.watched = watched;
    }

    @Override
    protected int run(ManagementClient client) {
        List<String> named = choice.dataSets == null ? List.of() : choice.dataSets;
        if (choice.drifted || choice.all || named.size() > 1 || named.get(0).contains("*")) {
            if (atATime < 1 || drift != null) {
                throw new ServiceException(
                        drift == null
                                ? "--at-a-time is " + atATime + "; it must be at least 1"
                                : "--drift is for one data set; --drifted moves all to another key");
            }
            return choice.drifted
                    ? new DriftedRefreshes(this, client, atATime).run()
                    : several(client, DataSetNames.of(client).matching(choice.all ? List.of("*") : named));
        }
        dataSet = named.get(0);
        String ingestions = "/data-sets/" + UrlPart.dataSet(dataSet) + "/ingestions";
        String asked = drift == null ? ingestions : ingestions + "?drift=" + UrlPart.of("--drift", drift);
        String id = client.post(asked).path("ingestionId").asText();
        boolean terminal = watched.getAsBoolean();
        JsonNode ingestion = client.get(ingestions + "/" + id);
        boolean told = false;
        for (long look = 0;
                !ManyRefreshes.ENDED.contains(ingestion.path("status").asText());
                look++) {
            if (!told && ingestion.has("expected")) {
                told = true;
                err().println((terminal ? "\r" : "") + dataSet + ": " + expected(ingestion));
            }
            if (terminal) {
                // blanks wipe what a longer line before has left
                err().print("\r" + String.format(Locale.ROOT, "%-78s", progress(ingestion)));
            } else if (look % LOOKS_PER_LINE == 0) {
                err().println(progress(ingestion));
            }
            err().flush();
            pause();
            ingestion = client.get(ingestions + "/" + id);
        }
        if (terminal) {
            err().print("\r" + " ".repeat(78) + "\r");
            // before what goes to the other stream, which is the same terminal
            err().flush();
        }
        // the version serves before its source is let go, which is a moment later
        for (int look = 0; look < LOOKS_PER_LINE && ingestion.has("expected") && !ingestion.has("used"); look++) {
            pause();
            ingestion = client.get(ingestions + "/" + id);
        }
        return ended(ingestion);
    }

    private int several(ManagementClient client, List<String> dataSets) {
        ManyRefreshes.Result result = new ManyRefreshes(this, client, atATime).run(dataSets);
        out().println(result.refreshed() + " of " + dataSets.size() + " refreshed"
                + (result.failed().isEmpty() ? "" : "; not refreshed: " + HumanText.some(result.failed())));
        return result.failed().isEmpty() ? 0 : 1;
    }

    private int ended(JsonNode ingestion) {
        String status = ingestion.path("status").asText();
        if (status.equals("COMPLETED")) {
            out().println(dataSet + ": COMPLETED, "
                    + HumanText.count(ingestion.path("rows").asLong()) + " rows, "
                    + HumanText.bytes(ingestion.path("bytes").asLong()) + " sealed");
            if (ingestion.has("used")) {
                err().println(dataSet + ": " + expected(ingestion) + "; came " + used(ingestion.path("used")));
            }
            return 0;
        }
        JsonNode error = ingestion.path("error");
        err().println(dataSet + ": " + status + ", "
                + error.path("type").asText("no reason given") + ": "
                + error.path("message").asText("see the service's log"));
        return 1;
    }

    private String progress(JsonNode ingestion) {
        String status = ingestion.path("status").asText();
        if (!status.equals("RUNNING")) {
            return dataSet + ": " + status;
        }
        JsonNode progress = ingestion.path("progress");
        if (ingestion.path("rows").asLong() == 0) {
            return dataSet + ": RUNNING, no row yet after "
                    + HumanText.duration(progress.path("elapsedSeconds").asLong())
                    + (progress.has("waitingSeconds") ? "" : eta(progress))
                    + waiting(progress);
        }
        StringBuilder line = new StringBuilder(dataSet + ": ");
        if (progress.has("share")) {
            line.append(bar(progress.path("share").asDouble())).append(' ');
        }
        line.append(HumanText.count(ingestion.path("rows").asLong())).append(" rows, ");
        line.append(HumanText.count(Math.round(progress.path("rowsPerSecond").asDouble())))
                .append(" rows/s");
        if (progress.has("share")) {
            line.append(String.format(
                    Locale.ROOT, ", %.0f %%", progress.path("share").asDouble() * 100));
        }
        return line.append(eta(progress)).append(waiting(progress)).toString();
    }

    private static String eta(JsonNode progress) {
        return progress.has("etaSeconds")
                ? ", ETA " + HumanText.duration(progress.path("etaSeconds").asLong())
                : "";
    }

    static String waiting(JsonNode progress) {
        return progress.has("waitingSeconds")
                ? ", waiting for the source for "
                        + HumanText.duration(progress.path("waitingSeconds").asLong())
                : "";
    }

    private static String bar(double share) {
        int full = (int) Math.round(share * BAR);
        return "[" + "#".repeat(full) + "-".repeat(BAR - full) + "]";
    }

    /** What the source's statistics and the refreshes before say. */
    private static String expected(JsonNode ingestion) {
        JsonNode expected = ingestion.path("expected");
        return "expected " + (expected.isEmpty() ? "is unknown" : figures(expected));
    }

    private static String used(JsonNode used) {
        return figures(used) + ", the snapshot open for " + seconds(used.path("transactionSeconds"))
                + " over " + connections(used.path("connections").asLong()) + " at "
                + String.format(
                        Locale.ROOT,
                        "%.1f MB/s",
                        used.path("megabytesPerSecond").asDouble());
    }

    private static String connections(long count) {
        return count == 1 ? "1 connection" : HumanText.count(count) + " connections";
    }

    private static String figures(JsonNode figures) {
        List<String> known = new ArrayList<>();
        if (figures.has("rows")) {
            known.add(HumanText.count(figures.path("rows").asLong()) + " rows");
        }
        if (figures.has("bytes")) {
            known.add(HumanText.bytes(figures.path("bytes").asLong()) + " from the source");
        }
        if (figures.has("seconds")) {
            known.add(seconds(figures.path("seconds")));
        }
        return String.join(", ", known);
    }

    private static String seconds(JsonNode seconds) {
        return String.format(Locale.ROOT, "%.1f s", seconds.asDouble());
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServiceException("interrupted; the refresh goes on in the service");
        }
    }
}
