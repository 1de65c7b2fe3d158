package io.spicerack.routes;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** How findings are written: for people, or for a program that reads them. */
public enum FindingFormat {
    /** A line each, {@code file:line:column: message}. */
    TEXT {
        @Override
        public String write(List<CheckedFile> files) {
            List<RouteFinding> findings = findings(files);
            long faulty = files.stream().filter(file -> !file.good()).count();
            long dataSets =
                    files.stream().mapToLong(file -> file.dataSets().size()).sum();
            String end = findings.isEmpty()
                    ? files.size() + " files with " + dataSets + " data sets: good"
                    : findings.size() + " faults in " + faulty + " of " + files.size() + " files";
            return lines(findings, RouteFinding::toString) + end;
        }
    },
    JSON {
        @Override
        public String write(List<CheckedFile> files) {
            ObjectNode root = NODES.objectNode().put("files", files.size());
            ArrayNode list = root.putArray("findings");
            for (RouteFinding finding : findings(files)) {
                list.addObject()
                        .put("file", finding.place().file())
                        .put("line", finding.place().line())
                        .put("column", finding.place().column())
                        .put("rule", finding.rule().id())
                        .put("message", finding.message());
            }
            return root.toPrettyString();
        }
    },
    /** SARIF 2.1.0. */
    SARIF {
        @Override
        public String write(List<CheckedFile> files) {
            ObjectNode root = NODES.objectNode()
                    .put("$schema", "https://json.schemastore.org/sarif-2.1.0.json")
                    .put("version", "2.1.0");
            ObjectNode run = root.putArray("runs").addObject();
            ObjectNode driver = run.putObject("tool").putObject("driver").put("name", "spicerack routes check");
            ArrayNode rules = driver.putArray("rules");
            Arrays.stream(Rule.values()).forEach(rule -> rules.addObject()
                    .put("id", rule.id())
                    .putObject("shortDescription")
                    .put("text", rule.text()));
            ArrayNode results = run.putArray("results");
            for (RouteFinding finding : findings(files)) {
                ObjectNode result =
                        results.addObject().put("ruleId", finding.rule().id()).put("level", "error");
                result.putObject("message").put("text", finding.message());
                ObjectNode at = result.putArray("locations").addObject().putObject("physicalLocation");
                at.putObject("artifactLocation").put("uri", finding.place().file());
                at.putObject("region")
                        .put("startLine", finding.place().line())
                        .put("startColumn", finding.place().column());
            }
            return root.toPrettyString();
        }
    },
    /** The commands that GitHub's runners turn into annotations. */
    GITHUB {
        @Override
        public String write(List<CheckedFile> files) {
            return lines(
                            findings(files),
                            finding ->
                                    "::error file=" + property(finding.place().file()) + ",line="
                                            + finding.place().line() + ",col="
                                            + finding.place().column() + ",title="
                                            + finding.rule().id() + "::" + data(finding.message()))
                    .stripTrailing();
        }
    };

    private static final JsonNodeFactory NODES = new ObjectMapper().getNodeFactory();

    /** All findings of these files, with what the format puts around them. */
    public abstract String write(List<CheckedFile> files);

    private static List<RouteFinding> findings(List<CheckedFile> files) {
        return files.stream().flatMap(file -> file.findings().stream()).sorted().toList();
    }

    private static String lines(List<RouteFinding> findings, Function<RouteFinding, String> line) {
        return findings.stream().map(finding -> line.apply(finding) + "\n").collect(Collectors.joining());
    }

    private static String data(String text) {
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    }

    private static String property(String text) {
        return data(text).replace(":", "%3A").replace(",", "%2C");
    }
}
