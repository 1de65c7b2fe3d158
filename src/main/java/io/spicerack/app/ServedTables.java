package io.spicerack.app;

import com.fasterxml.jackson.databind.JsonNode;
import io.spicerack.cli.ManagementClient;
import io.spicerack.cli.ServiceException;
import io.spicerack.core.sources.Databases;
import io.spicerack.model.DataSourceType;
import io.spicerack.source.Dialect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The tables of a data source, as a running service finds them. One thread. */
final class ServedTables {
    /** A table by its names; the schema is empty where the connection's own is meant. */
    record Table(String schema, String name) {
        /** What its data set is called where nobody says otherwise. */
        String dataSetId() {
            String own = schema.isEmpty() || schema.equals("public") ? name : schema + "-" + name;
            return own.replaceAll("[^A-Za-z0-9_-]", "-");
        }
    }

    private static final Pattern SIMPLE = Pattern.compile("[a-z_][a-z0-9_]*");
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int WIDTH = 100;

    private final ManagementClient client;
    private final String dataSource;

    ServedTables(ManagementClient client, String dataSource) {
        this.client = client;
        this.dataSource = dataSource;
    }

    /** Whether the service has the data source. */
    boolean exists() {
        return source().isPresent();
    }

    List<String> known() {
        List<String> ids = new ArrayList<>();
        client.get("/data-sources")
                .path("dataSources")
                .forEach(each -> ids.add(each.path("dataSourceId").asText()));
        return ids;
    }

    private Optional<JsonNode> source() {
        for (JsonNode each : client.get("/data-sources").path("dataSources")) {
            if (each.path("dataSourceId").asText().equals(dataSource)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    /** The ARN of an allowed secret by its name. */
    String secret(String name) {
        if (name.startsWith("arn:")) {
            return name;
        }
        List<String> arns = new ArrayList<>();
        client.get("/allowed-secrets").forEach(each -> arns.add(each.asText().replaceFirst(" .*", "")));
        Pattern named = Pattern.compile(".*:secret:" + Pattern.quote(name) + "-[A-Za-z0-9]{6}");
        List<String> found =
                arns.stream().filter(arn -> named.matcher(arn).matches()).toList();
        if (found.size() != 1) {
            throw new ServiceException("of the allowed secrets " + arns + ", " + found.size() + " are named '" + name
                    + "'; give the ARN, or put it first: spicerack secret put " + name);
        }
        return found.get(0);
    }

    /** Waits until the service has taken up the data source's file, and has tested the connection. */
    void awaitUsable() throws InterruptedException {
        String status = "not there";
        for (long waited = 0; waited < PATIENCE.toMillis(); waited += 250) {
            Optional<JsonNode> source = source();
            status = source.map(each -> each.path("status").asText()).orElse("not there");
            if (status.endsWith("_SUCCESSFUL")) {
                return;
            }
            if (status.endsWith("_FAILED")) {
                throw new ServiceException("data source '" + dataSource + "' cannot be used: "
                        + source.orElseThrow().path("error").path("message").asText()
                        + " Where it was the password, put the right one into its secret with spicerack secret put; else"
                        + " correct the file of the data source. Then go on with routes new --data-source " + dataSource
                        + " and --table alone");
            }
            TimeUnit.MILLISECONDS.sleep(250);
        }
        throw new ServiceException("data source '" + dataSource + "' is " + status + " after " + PATIENCE.toSeconds()
                + " s; spicerack routes list says how its file is");
    }

    /** Those that the user sees. */
    List<Table> all() {
        List<Table> tables = new ArrayList<>();
        client.get("/data-sources/" + dataSource + "/tables")
                .path("tables")
                .forEach(each -> tables.add(new Table(
                        each.path("schema").asText(), each.path("table").asText())));
        return tables;
    }

    Table named(@Nullable String text) {
        String name = String.valueOf(text);
        int dot = name.indexOf('.');
        return dot < 0 ? new Table("", name) : new Table(name.substring(0, dot), name.substring(dot + 1));
    }

    /** A query for all its columns: names as people write them where the source takes them for the same, else in quotes. */
    String query(Table table) {
        Dialect dialect = dialect();
        List<String> columns = columns("SELECT * FROM " + place(table, dialect::identifier));
        if (columns.stream().anyMatch(name -> name.chars().anyMatch(Character::isISOControl))) {
            throw new ServiceException(
                    "a column of " + table + " has a name over several lines; write its query by hand");
        }
        String plain = select(columns, table, name -> SIMPLE.matcher(name).matches() ? name : dialect.identifier(name));
        try {
            if (columns(plain).equals(columns)) {
                return plain;
            }
        } catch (ServiceException e) {
            // a word of SQL as a name, as in "order"
        }
        return select(columns, table, dialect::identifier);
    }

    private Dialect dialect() {
        String type = source().map(each -> each.path("type").asText()).orElse("");
        return Databases.SERVED.of(DataSourceType.valueOf(type)).dialect();
    }

    private List<String> columns(String sql) {
        List<String> names = new ArrayList<>();
        client.post("/data-sources/" + dataSource + "/columns", sql)
                .path("columns")
                .forEach(column -> names.add(column.path("name").asText()));
        return names;
    }

    private static String place(Table table, UnaryOperator<String> name) {
        return (table.schema().isEmpty() ? "" : name.apply(table.schema()) + ".") + name.apply(table.name());
    }

    private static String select(List<String> columns, Table table, UnaryOperator<String> name) {
        StringBuilder sql = new StringBuilder("SELECT ");
        int line = sql.length();
        for (int i = 0; i < columns.size(); i++) {
            String column = name.apply(columns.get(i)) + (i + 1 < columns.size() ? "," : "");
            if (i > 0 && line + column.length() + 1 > WIDTH) {
                sql.append("\n       ");
                line = 7;
            } else if (i > 0) {
                sql.append(' ');
                line++;
            }
            sql.append(column);
            line += column.length();
        }
        return sql.append("\nFROM ").append(place(table, name)).append('\n').toString();
    }

    /** How the files are, once the service has taken them up. */
    List<String> states(List<String> files) throws InterruptedException {
        List<String> states = new ArrayList<>();
        for (long waited = 0; waited < PATIENCE.toMillis() / 2; waited += 250) {
            states.clear();
            for (JsonNode file : client.get("/route-files").path("routeFiles")) {
                if (files.contains(file.path("file").asText())) {
                    states.add(file.path("file").asText() + " is "
                            + file.path("state").asText());
                }
            }
            if (states.size() == files.size()) {
                return states;
            }
            TimeUnit.MILLISECONDS.sleep(250);
        }
        states.add(
                "not all are taken up yet: spicerack routes list says how they are; with spicerack.file-watch.period=0s the"
                        + " next start takes them up");
        return states;
    }
}
