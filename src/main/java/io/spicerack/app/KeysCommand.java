package io.spicerack.app;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;

/** One thread runs it. */
@Command(
        name = "keys",
        description = "Shows which KMS key each version is under, and which data sets are not under the default key.",
        mixinStandardHelpOptions = true)
final class KeysCommand extends ServiceCommand {
    @Override
    int run(ManagementClient client) {
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
        TextTable table = new TextTable("DATA SET", "VERSION", "KEY", "STATE", "GRANT", "");
        for (JsonNode version : versions) {
            table.row(
                    version.path("dataSetId").asText(),
                    version.path("versionId").asText()
                            + (version.path("current").asBoolean() ? "" : " (superseded)"),
                    version.path("keyArn").asText()
                            + (version.path("serviceOwnedKey").asBoolean() ? " (service-owned)" : ""),
                    version.path("keyState").asText(),
                    version.path("grantId").isTextual() ? "yes" : "-",
                    version.path("drifted").asBoolean() ? "DRIFTED" : "");
        }
        out().println();
        out().println(table);
        out().println();
        int drifted = report.path("drifted").asInt();
        out().println(
                        drifted == 0
                                ? "No data set has drifted: all are under the key for new data."
                                : drifted + (drifted == 1 ? " data set has" : " data sets have")
                                        + " drifted from the key for new data. Move each with: spicerack refresh DATA_SET");
        return 0;
    }
}
