package io.spicerack.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;

/** One thread runs it. */
@Command(
        name = "keys",
        description = "Shows which KMS key each version is under, and which data sets are not under the default key.",
        mixinStandardHelpOptions = true,
        subcommands = {KeysListCommand.class, KeysRegisterCommand.class})
public final class KeysCommand extends ServiceCommand {
    @Override
    protected int run(ManagementClient client) {
        JsonNode report = client.get("/keys");
        JsonNode forNewData = report.path("keyForNewData");
        out().println("key for new data: " + forNewData.path("keyArn").asText()
                + (forNewData.path("serviceOwned").asBoolean()
                        ? " (service-owned: no default key is registered)"
                        : ""));
        JsonNode versions = report.path("versions");
        if (versions.isEmpty()) {
            out().println("no data set has a version yet; refresh one with: spicerack refresh DATA_SET");
            return 0;
        }
        TextTable table = new TextTable("DATA SET", "VERSION", "KEY", "STATE", "GRANT", "SEALED", "BY", "");
        for (JsonNode version : versions) {
            table.row(
                    version.path("dataSetId").asText(),
                    version.path("versionId").asText()
                            + (version.path("current").asBoolean() ? "" : " (superseded)"),
                    version.path("keyArn").asText()
                            + (version.path("serviceOwnedKey").asBoolean() ? " (service-owned)" : ""),
                    version.path("keyState").asText(),
                    version.path("grantId").isTextual()
                            ? version.path("grantId").asText().substring(0, 8)
                            : "-",
                    version.path("sealed").asText(),
                    by(version),
                    version.path("drifted").asBoolean() ? "DRIFTED" : "");
        }
        out().println();
        out().println(table);
        out().println();
        credentials(report.path("credentials"));
        out().print(DriftedRefreshes.withoutVersion(report));
        int drifted = report.path("drifted").asInt();
        out().println(
                        drifted == 0
                                ? "No data set has drifted: all are under the key for new data."
                                : drifted + (drifted == 1 ? " data set has" : " data sets have")
                                        + " drifted from the key for new data. Move with: spicerack refresh --drifted");
        return 0;
    }

    /** A full refresh has encrypted the data anew; a rewrap only the data key. */
    private static String by(JsonNode version) {
        String sealed = "ingestion " + version.path("ingestionId").asText();
        return version.path("rewrapped").isTextual()
                ? sealed + ", rewrapped " + version.path("rewrapped").asText() + " from "
                        + version.path("rewrappedFrom").asText()
                : sealed;
    }

    private void credentials(JsonNode lines) {
        if (!lines.isEmpty()) {
            TextTable table = new TextTable("CREDENTIALS OF", "KEY", "STATE", "");
            for (JsonNode line : lines) {
                table.row(
                        line.path("dataSourceId").asText(),
                        line.path("keyArn").asText(),
                        line.path("keyState").asText(),
                        line.path("drifted").asBoolean() ? "DRIFTED" : "");
            }
            out().println(table);
            out().println();
        }
    }
}
