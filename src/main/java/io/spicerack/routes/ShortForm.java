package io.spicerack.routes;

import io.spicerack.core.increment.SourceAnswer;
import io.spicerack.model.DriftPolicy;
import io.spicerack.model.ReconcileMode;
import io.spicerack.prepare.DropCondition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads a file that declares one data set in about ten lines, and makes of it the routes that it stands for: its schedule, and
 * query, extract, mask, drop, seal, reconcile, publish. One thread.
 */
final class ShortForm {
    /** What a member is, for the schema of editors and for the page. */
    record Member(String name, boolean required, String text) {}

    static final List<Member> MEMBERS = List.of(
            new Member("dataSet", true, "The data set's id: 1 to 128 letters, digits, hyphens, underscores."),
            new Member("dataSource", true, "The id of the data source that it is read from (config/catalog/)."),
            new Member(
                    "schedule",
                    false,
                    "When it is refreshed: Quartz's cron, seconds first, in the zone of the JVM; or cron below it, with zone, jitter,"
                            + " without, catchUp, overlap, requestType."),
            new Member("sql", false, "The query. This or sqlFile."),
            new Member("sqlFile", false, "The name of a file beside this one that has the query, such as wards.sql."),
            new Member(
                    "onlyIfChanged",
                    false,
                    "A query such as SELECT max(updated_at), count(*) FROM wards: a scheduled refresh is skipped where its answer is"
                            + " what it was before the current version was read."),
            new Member(
                    "mask",
                    false,
                    "By column: hash, null or keep last N. What is sealed has these in the values' place."),
            new Member("dropWhere", false, "Rows for which this condition is true are left out, as {beds} = 0."),
            new Member("reconcile", false, "auto, counts or values: how a version is compared with its source."),
            new Member(
                    "highWaterMark",
                    false,
                    "A column whose values only grow: a refresh of type INCREMENTAL_REFRESH reads what is above those sealed."),
            new Member("lag", false, "How far below the highWaterMark rows are read again: 1000, or 15m, 6h, 2d."),
            new Member("group", false, "Data sets of one group are refreshed together, from one snapshot."),
            new Member("connections", false, "The most connections that read at a time, 1 to 16."),
            new Member(
                    "partitionColumn", false, "A column of whole numbers by whose ranges connections share the rows."),
            new Member("drift", false, "fail, adapt-widening or adapt: columns that differ from the version before."));

    private static final Pattern SQL_FILE = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]*\\.sql");

    private final Allowance allowance;
    private final Map<String, String> queries;
    private final Placeholders placeholders;
    private final RouteFindings findings;

    ShortForm(Allowance allowance, Map<String, String> queries, Placeholders placeholders, RouteFindings findings) {
        this.allowance = allowance;
        this.queries = queries;
        this.placeholders = placeholders;
        this.findings = findings;
    }

    List<DeclaredRoute> read(YamlNode.Mapping file) {
        List<String> names = MEMBERS.stream().map(Member::name).toList();
        return Members.of(file, "a data set", names, findings).map(this::read).orElse(List.of());
    }

    private List<DeclaredRoute> read(Members members) {
        Place place = members.place();
        Optional<String> dataSet =
                members.requiredText("dataSet").flatMap(text -> value(text, "dataSet", ValueRule.id()));
        Optional<String> dataSource =
                members.requiredText("dataSource").flatMap(text -> value(text, "dataSource", ValueRule.id()));
        Optional<String> query = query(members);
        List<RouteStep> steps = new ArrayList<>(question(members, dataSource));
        steps.add(new RouteStep.Body(place(members, "sql", "sqlFile"), query.orElse("")));
        Map<String, String> extract = new LinkedHashMap<>();
        dataSource.ifPresent(source -> extract.put("dataSource", source));
        put(members, "connections", ValueRule.number(1, 16), extract);
        put(members, "partitionColumn", ValueRule.column(), extract);
        steps.add(verb(place(members, "dataSource"), "extract", extract));
        List<RouteStep> rowSteps = rowSteps(members);
        steps.addAll(rowSteps);
        Map<String, String> seal = new LinkedHashMap<>();
        put(members, "drift", ValueRule.named(DriftPolicy.class), seal);
        if (!rowSteps.isEmpty()) {
            seal.put("rows", members.node("dropWhere").isPresent() ? "FILTERED" : "MASKED");
        }
        steps.add(verb(place, "seal", seal));
        Map<String, String> ingestions = new LinkedHashMap<>();
        dataSet.ifPresent(id -> ingestions.put("dataSet", id));
        put(members, "group", ValueRule.id(), ingestions);
        put(members, "reconcile", ValueRule.named(ReconcileMode.class), ingestions);
        put(members, "highWaterMark", ValueRule.column(), ingestions);
        put(members, "lag", LagText.RULE, ingestions);
        refuseLoneLag(members);
        refuseUnreconciled(members, ingestions);
        steps.add(verb(place, "reconcile", Map.of()));
        steps.add(verb(place, "publish", Map.of()));
        boolean marked = ingestions.containsKey("highWaterMark");
        Optional<ShortSchedule> times =
                members.node("schedule").flatMap(node -> ShortSchedule.read(node, marked, findings));
        if (dataSet.isEmpty()) {
            return List.of();
        }
        List<DeclaredRoute> routes = new ArrayList<>();
        times.ifPresent(schedule -> routes.add(schedule.route(dataSet.get())));
        routes.add(new DeclaredRoute(
                dataSet.get(),
                place,
                new RouteEndpoint(place(members, "dataSet"), "spice", "ingestions", ingestions),
                steps));
        return routes;
    }

    /** Asks the source whether anything has changed; one row more than may be compared, so that too many are noticed. */
    private List<RouteStep> question(Members members, Optional<String> dataSource) {
        Optional<YamlNode.Text> query =
                members.text("onlyIfChanged").filter(text -> plain(text).isPresent());
        if (query.isEmpty() || dataSource.isEmpty()) {
            return List.of();
        }
        Place place = query.get().place();
        Map<String, String> options =
                Map.of("resetAutoCommit", "false", "statement.maxRows", String.valueOf(SourceAnswer.MOST_ROWS + 1));
        return List.of(
                new RouteStep.Body(place, query.get().text()),
                new RouteStep.To(place, new RouteEndpoint(place, "jdbc", dataSource.get(), options)),
                verb(place, "changed", Map.of()));
    }

    private static RouteStep verb(Place place, String verb, Map<String, String> options) {
        return new RouteStep.To(place, new RouteEndpoint(place, "spice", verb, options));
    }

    private static Place place(Members members, String... names) {
        for (String name : names) {
            Optional<YamlNode> node = members.node(name);
            if (node.isPresent()) {
                return node.get().place();
            }
        }
        return members.place();
    }

    private Optional<String> value(YamlNode.Text text, String name, ValueRule rule) {
        return rule.read(text, name, findings);
    }

    private void put(Members members, String name, ValueRule rule, Map<String, String> options) {
        members.text(name).flatMap(text -> value(text, name, rule)).ifPresent(value -> options.put(name, value));
    }

    private void refuseLoneLag(Members members) {
        if (members.node("lag").isPresent() && members.node("highWaterMark").isEmpty()) {
            findings.add(
                    place(members, "lag"),
                    Rule.OPTION,
                    "lag needs a highWaterMark: it is how far below that rows are read again");
        }
    }

    private void refuseUnreconciled(Members members, Map<String, String> ingestions) {
        if ("OFF".equals(ingestions.get("reconcile")) && !allowance.unreconciled()) {
            findings.add(
                    place(members, "reconcile"),
                    Rule.REACH,
                    "reconcile: off publishes versions that nobody compares with their source; allowed: counts, values. The"
                            + " operator may allow it: spicerack.routes.allow=reconcile:off");
        }
    }

    private Optional<String> query(Members members) {
        boolean here = members.node("sql").isPresent();
        if (here == members.node("sqlFile").isPresent()) {
            findings.add(
                    place(members, "sqlFile"),
                    Rule.GRAMMAR,
                    "a data set has one query: "
                            + (here ? "sql or sqlFile, and not both" : "member 'sql' or 'sqlFile' is missing"));
            return Optional.empty();
        }
        if (here) {
            return members.requiredText("sql").flatMap(this::plain);
        }
        return members.requiredText("sqlFile").flatMap(name -> {
            String file = name.text().strip();
            if (!SQL_FILE.matcher(file).matches()) {
                findings.add(
                        name.place(),
                        Rule.REACH,
                        "sqlFile is '" + RouteFindings.shown(file) + "'; it must be the bare name of a"
                                + " file beside this one that ends in .sql");
                return Optional.empty();
            }
            String text = queries.get(file);
            if (text == null) {
                findings.add(
                        name.place(),
                        Rule.REFERENCE,
                        "there is no file '" + file + "' beside this one" + RouteFindings.near(file, queries.keySet()));
                return Optional.empty();
            }
            new SecretScan(findings).scan(name.place(), text);
            return plain(new YamlNode.Text(name.place(), placeholders.resolve(name.place(), text)));
        });
    }

    private Optional<String> plain(YamlNode.Text sql) {
        if (sql.text().isBlank() || sql.text().strip().startsWith("resource:")) {
            findings.add(sql.place(), Rule.REACH, "the query is empty, or names a resource:; write the query itself");
            return Optional.empty();
        }
        return Optional.of(sql.text());
    }

    private List<RouteStep> rowSteps(Members members) {
        List<RouteStep> steps = new ArrayList<>();
        // what is dropped is decided by what the source says, not by what is left of it
        members.text("dropWhere").ifPresent(text -> value(
                        text, "dropWhere", ValueRule.of(Rule.OPTION, where -> DropCondition.parse(where)
                                .toString()))
                .ifPresent(where -> steps.add(verb(text.place(), "drop", Map.of("where", where)))));
        Optional<YamlNode> mask = members.node("mask");
        if (mask.isPresent() && !(mask.get() instanceof YamlNode.Mapping)) {
            findings.add(
                    mask.get().place(),
                    Rule.GRAMMAR,
                    "mask is " + mask.get().kind()
                            + "; it must have members: a column's name, and hash, null or keep last N");
        } else if (mask.isPresent()) {
            for (YamlNode.Member member : ((YamlNode.Mapping) mask.get()).members()) {
                mask(member).ifPresent(steps::add);
            }
        }
        return steps;
    }

    private Optional<RouteStep> mask(YamlNode.Member member) {
        String column = member.name().text();
        if (!(member.value() instanceof YamlNode.Text text)) {
            findings.add(
                    member.value().place(),
                    Rule.GRAMMAR,
                    "mask: column '" + RouteFindings.shown(column) + "' has "
                            + member.value().kind() + "; it must be hash, null or keep last N");
            return Optional.empty();
        }
        Optional<String> name = ValueRule.column().read(member.name(), "mask: a column", findings);
        Optional<String> with = value(text, "mask: column '" + RouteFindings.shown(column) + "'", MaskText.RULE);
        return name.isEmpty() || with.isEmpty()
                ? Optional.empty()
                : Optional.of(verb(member.name().place(), "mask", Map.of("column", name.get(), "with", with.get())));
    }
}
