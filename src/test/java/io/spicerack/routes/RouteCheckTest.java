package io.spicerack.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a route file may say, and how its faults are told. */
class RouteCheckTest {
    private static final String LONG =
            """
            - route:
                id: wards-schedule
                from:
                  uri: quartz:refresh/wards
                  parameters: {cron: "%s", stateful: "true", trigger.timeZone: "%s"}
                  steps:
                    - to: {uri: "spice:ingest", parameters: {dataSet: %s}}
            - route:
                id: wards
                from:
                  uri: spice:ingestions
                  parameters: {dataSet: wards}
                  steps:
                    - setBody: {constant: "SELECT 1 AS id"}
                    - to: {uri: "spice:extract", parameters: {%s}}
                    - to: spice:seal
                    - to: direct:reconcile
                    - to: spice:publish
            """;
    private static final String SHORT =
            """
            dataSet: wards
            dataSource: db
            schedule: {cron: "0 0 2 * * ?", zone: Europe/Zurich}
            sql: |
              SELECT id, name, ssn, note FROM wards
            dropWhere: "{id} = 0"
            mask: {ssn: keep last 4, name: hash, note: null}
            reconcile: values
            """;

    @Test
    void theShippedFilesAreGood() {
        List<RouteText> files = RouteFolder.engineers(Path.of("routes"));
        Surroundings around = new Surroundings(
                Map.of("hospital.schedule", Optional.of("0 0/15 * * * ?")),
                Optional.of(Set.of("hospital-postgres", "hospital-mysql")),
                Set.of(),
                SystemRoutes.read(RouteFolder.system(Path.of("routes"))),
                Set.of(),
                true);
        List<CheckedFile> checked = new RouteCheck(Allowance.parse(Allowance.DEFAULT), around).check(files);
        assertThat(checked).hasSize(4).allSatisfy(file -> assertThat(file.findings())
                .isEmpty());
        assertThat(checked).flatExtracting(CheckedFile::dataSets).hasSize(4);
    }

    @Test
    void theShortFormStandsForTheStepsOfARefresh() {
        CheckedFile checked = RouteChecks.check(SHORT);
        assertThat(checked.findings()).isEmpty();
        assertThat(checked.routes()).extracting(DeclaredRoute::id).containsExactly("wards-schedule", "wards");
        DeclaredRoute schedule = checked.routes().get(0);
        assertThat(schedule.from().uri())
                .isEqualTo("quartz:refresh/wards?cron=0+0+2+*+*+%3F&stateful=true&trigger.timeZone=Europe%2FZurich");
        assertThat(checked.routes().get(1).from().options()).containsEntry("reconcile", "VALUES");
        assertThat(checked.routes().get(1).steps())
                .extracting(
                        step -> step instanceof RouteStep.To to ? to.endpoint().uri() : "query")
                .containsExactly(
                        "query",
                        "spice:extract?dataSource=db",
                        "spice:drop?where=%7Bid%7D+%3D+0",
                        "spice:mask?column=ssn&with=keep+last+4",
                        "spice:mask?column=name&with=hash",
                        "spice:mask?column=note&with=null",
                        "spice:seal?rows=FILTERED",
                        "spice:reconcile",
                        "spice:publish");
    }

    @Test
    void whatAScheduleMayHaveBelowItsCron() {
        CheckedFile good = RouteChecks.check(
                """
                dataSet: wards
                dataSource: db
                sql: SELECT 1 AS id
                highWaterMark: id
                lag: 1000
                reconcile: auto
                schedule:
                  cron: 0 0 2 * * ?
                  jitter: 10m
                  without: [2026-12-25, 2026-12-24]
                  catchUp: once
                  overlap: queue
                  requestType: INCREMENTAL_REFRESH
                """);
        assertThat(good.findings()).isEmpty();
        assertThat(good.routes().get(0).from().options())
                .containsEntry("jitter", "600")
                .containsEntry("without", "2026-12-24,2026-12-25")
                .containsEntry("catchUp", "once");
        assertThat(RouteMeaning.of(good.routes().get(0))).contains("overlap=QUEUE", "requestType=INCREMENTAL_REFRESH");
        assertThat(good.routes().get(1).from().options())
                .containsEntry("highWaterMark", "id")
                .containsEntry("lag", "1000")
                .containsEntry("reconcile", "AUTO");
        CheckedFile bad = RouteChecks.check(
                """
                dataSet: wards
                dataSource: db
                sql: SELECT 1 AS id
                lag: soon
                schedule:
                  cron: 0 0 2 * * ?
                  jitter: 61m
                  without: [Christmas]
                  catchUp: twice
                  requestType: INCREMENTAL_REFRESH
                  jiter: 1m
                """);
        assertThat(bad.why())
                .contains(
                        "x.camel.yaml:4:6: lag is 'soon'; ",
                        "x.camel.yaml:4:6: lag needs a highWaterMark",
                        ":7:11: schedule: jitter is '61m'; it is at most 60m",
                        ":8:13: schedule: without has 'Christmas'; it must be a date such as 2026-12-25",
                        ":9:12: schedule: catchUp is 'twice'; it must be one of none, once, all",
                        ":10:16: schedule: requestType is INCREMENTAL_REFRESH, which needs a highWaterMark",
                        ":11:3: schedule: member 'jiter' is unknown");
    }

    @Test
    void kaotosFormIsTheSame() {
        String kaoto =
                """
                - route:
                    id: wards
                    description: as Kaoto writes it
                    from:
                      id: from-1
                      uri: spice
                      parameters: {verb: ingestions, dataSet: wards}
                      steps:
                        - setBody:
                            id: setBody-1
                            expression: {constant: {expression: SELECT 1 AS id}}
                        - to: {id: to-1, uri: spice, parameters: {verb: extract, dataSource: db}}
                        - to: {id: to-2, uri: spice, parameters: {verb: seal}}
                        - to: {id: to-3, uri: direct, parameters: {name: reconcile}}
                        - to: {id: to-4, uri: spice, parameters: {verb: publish}}
                """;
        CheckedFile checked = RouteChecks.check(kaoto);
        assertThat(checked.findings()).isEmpty();
        CheckedFile camels = RouteChecks.check(file("0 0 2 * * ?", "UTC", "wards", "dataSource: db"));
        assertThat(uris(checked)).isEqualTo(uris(camels));
        DeclaredRoute route = checked.routes().get(0);
        assertThat(RouteMeaning.of(route))
                .as("what is run, and what an edit is compared by")
                .isEqualTo(RouteMeaning.of(camels.routes().get(1)));
        assertThat(RouteFacts.of(List.of(route)))
                .as("what routes diff compares")
                .isEqualTo(RouteFacts.of(List.of(camels.routes().get(1))));
        assertThat(RouteChecks.check(kaoto.replace("verb: extract, dataSource: db", "verb: extract, dataSuorce: db"))
                        .why())
                .contains(":12:78: spice:extract: option 'dataSuorce' is unknown; allowed: connections, dataSource,")
                .contains("spice:extract: option 'dataSource' is missing");
        assertThat(RouteChecks.check(kaoto.replace("verb: seal", "verb: sael")).why())
                .contains("'spice:sael'", "did you mean 'spice:seal'?");
    }

    @Test
    void onlyIfChangedAsksThroughJdbcBeforeAnythingIsRead() {
        String text = "dataSet: wards\ndataSource: db\nonlyIfChanged: SELECT max(at) FROM wards\nsql: SELECT 1 AS id\n";
        CheckedFile checked = RouteChecks.check(text);
        assertThat(checked.findings()).isEmpty();
        assertThat(uris(checked))
                .containsExactly(
                        "Body",
                        "jdbc:db?resetAutoCommit=false&statement.maxRows=1001",
                        "spice:changed",
                        "Body",
                        "spice:extract?dataSource=db",
                        "spice:seal",
                        "spice:reconcile",
                        "spice:publish");
        assertThat(RouteFacts.of(checked.routes()))
                .containsEntry("wards: query", "SELECT 1 AS id")
                .containsEntry("wards: onlyIfChanged", "SELECT max(at) FROM wards");
        assertThat(SourceQuery.of(checked))
                .as("what routes check --connect has described")
                .extracting(SourceQuery::sql)
                .containsExactly("SELECT max(at) FROM wards", "SELECT 1 AS id");
        assertThat(RouteChecks.check(text + "group: hospital\n").why())
                .contains(":3:16: the data set is of a group, whose members are published all or none");
        assertThat(RouteChecks.check(text.replace("SELECT max(at) FROM wards", "'resource:file:/etc/passwd'"))
                        .why())
                .contains(":3:16: the query is empty, or names a resource:");
        assertThat(RouteChecks.check(text.replace("SELECT max(at) FROM wards", "[a, b]"))
                        .why())
                .contains("member 'onlyIfChanged' is a list; it must be a text");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            - to: spice:changed                                                             | needs the rows of jdbc: in the body
            - setBody: {constant: SELECT 1}; - to: spice:changed                            | needs the rows of jdbc: in the body
            - setBody: {constant: SELECT 1}; - to: {uri: "jdbc:db", parameters: {outputType: SelectOne}}; - to: spice:changed | without outputType: SelectOne
            - setBody: {constant: SELECT 1}; - to: jdbc:db; - to: spice:changed; - setBody: {constant: SELECT 2}; - to: jdbc:db; - to: spice:changed | a second spice:changed
            - setBody: {constant: SELECT 1}; - to: jdbc:db; - to: {uri: "spice:changed", parameters: {definition: mine}} | option 'definition' is unknown
            - setBody: {constant: SELECT 1}; - to: {uri: "spice:extract", parameters: {dataSource: db}}; - to: spice:changed | it belongs before spice:extract
            - setBody: {constant: SELECT 1}; - to: jdbc:db; - choice: {when: [{simple: "${body} == 0", steps: [{to: spice:changed}]}]} | stands in a branch
            """)
    void aQuestionThatCannotBeComparedIsTold(String steps, String words) {
        String route = file("0 0 2 * * ?", "UTC", "wards", "dataSource: db")
                .replace("        - setBody:", steps.replace("; - ", "\n- ").indent(8) + "        - setBody:");
        assertThat(RouteChecks.check(route).why()).contains(words);
    }

    private static List<String> uris(CheckedFile checked) {
        DeclaredRoute route = checked.routes().get(checked.routes().size() - 1);
        return route.steps().stream()
                .map(step -> step instanceof RouteStep.To to
                        ? to.endpoint().uri()
                        : step.getClass().getSimpleName())
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            0 0 2 * *         | UTC           | wards  | dataSource: db                  | 5:25 | six or seven fields
            0 0 99 * * ?      | UTC           | wards  | dataSource: db                  | 5:25 | its hours go from 0 to 23, and '99' has 99
            0 0 0 30 2 ?      | UTC           | wards  | dataSource: db                  | 5:25 | no such time ever comes again
            0 0 0 1 1 ? 2020  | UTC           | wards  | dataSource: db                  | 5:25 | no such time ever comes again
            0 0 2 25 * * ? x  | UTC           | wards  | dataSource: db                  | 5:25 | six or seven fields
            0 0 2 * * *       | UTC           | wards  | dataSource: db                  | 5:25 | Quartz refuses it
            0 0/0 2 * * ?     | UTC           | wards  | dataSource: db                  | 5:25 | a step /0; it must be from 1 to 59
            0 0 2 * * ?       | Europe/Zurch  | wards  | dataSource: db                  | 5:77 | did you mean 'Europe/Zurich'?
            0 0 2 * * ?       | UTC           | ward   | dataSource: db                  | 7:17 | did you mean 'wards'?
            0 0 2 * * ?       | UTC           | wards  | dataSource: db2                 | 15:17 | there is no data source 'db2'; allowed: db, hospital-mysql, hospital-postgres; did you mean 'db'?
            0 0 2 * * ?       | UTC           | wards  | datasource: db                  | 15:64 | option 'datasource' is unknown; allowed: connections, dataSource, partitionColumn; did you mean 'dataSource'?
            0 0 2 * * ?       | UTC           | wards  | connections: 3                  | 15:17 | spice:extract: option 'dataSource' is missing
            0 0 2 * * ?       | UTC           | wards  | dataSource: db, connections: abc| 15:79 | option 'connections' is 'abc'; it must be a whole number from 1 to 16
            0 0 2 * * ?       | UTC           | wards  | dataSource: db, connections: 99 | 15:79 | it must be a whole number from 1 to 16
            """)
    void aFaultIsToldWithItsPlaceAndWhatIsAllowed(
            String cron, String zone, String target, String extract, String place, String words) {
        CheckedFile checked = RouteChecks.check(file(cron, zone, target, extract));
        assertThat(checked.findings()).anySatisfy(finding -> {
            assertThat(finding.message()).contains(words);
            assertThat(finding.place().line()).isEqualTo(Integer.parseInt(place.split(":", -1)[0]));
        });
    }

    @Test
    void allFaultsAreToldAtOnce() {
        CheckedFile checked = RouteChecks.check(
                """
                dataSet: "wards & beds"
                dataSorce: db
                schedule: "0 0 25 * * ?"
                mask: {ssn: hide}
                connections: 99
                """);
        assertThat(checked.findings())
                .extracting(
                        finding -> finding.place().line() + " " + finding.rule().id())
                .contains("1 option", "2 grammar", "3 schedule", "4 option", "5 option", "1 grammar");
        assertThat(checked.why())
                .contains(
                        "did you mean 'dataSource'?",
                        "hash, null or keep last N",
                        "member 'sql' or 'sqlFile' is missing");
    }

    @Test
    void aNameOfTwoIsOfNeitherUnlessOneHadItBefore() {
        RouteText one = new RouteText("routes/a.camel.yaml", SHORT);
        RouteText other = new RouteText("routes/b.camel.yaml", SHORT);
        assertThat(RouteChecks.all(Allowance.DEFAULT, one, other)).allSatisfy(file -> assertThat(file.why())
                .contains(
                        "data set 'wards' stands at",
                        "route 'wards' stands at",
                        "trigger quartz:refresh/wards stands at"));
        Surroundings around = RouteChecks.around();
        Surroundings before = new Surroundings(
                around.placeholders(),
                around.dataSources(),
                around.apiDataSets(),
                around.system(),
                Set.of("routes/b.camel.yaml"),
                true);
        assertThat(new RouteCheck(Allowance.parse(Allowance.DEFAULT), before).check(List.of(one, other)))
                .extracting(CheckedFile::good)
                .containsExactly(false, true);
    }

    @Test
    void whatTheOperatorAllowsIsGoodAndSaid() {
        String routes = file("0 0 2 * * ?", "UTC", "wards", "dataSource: db")
                .replace(
                        "        - to: spice:seal",
                        """
                                - bean: {ref: people, method: mask}
                                - to: {uri: "file:out?fileName=x"}
                                - to: {uri: "spice:seal", parameters: {rows: masked}}"""
                                .indent(8)
                                .stripTrailing());
        assertThat(RouteChecks.check(routes).why()).contains("row step 'people'", "no step 'file:out'");
        assertThat(RouteChecks.check("direct:reconcile, bean:people, file", routes)
                        .why())
                .isEmpty();
        assertThat(Allowance.parse("direct:reconcile, bean:people, file").added())
                .containsExactly(
                        "bean:people opens that object's methods as row steps, which see and change the rows",
                        "file opens every file that the service's user may read or write");
        assertThat(RouteChecks.check("file", routes.replace("fileName=x", "fileName=${body}"))
                        .why())
                .contains("it must be a plain text");
    }

    @Test
    void aQueryMayStandInAFileBesideIt() {
        String text = "dataSet: wards\ndataSource: db\nsqlFile: wards.sql\n";
        RouteText there = new RouteText("routes/w.yml", text, Map.of("wards.sql", "SELECT 1 AS id"), null);
        assertThat(RouteChecks.all(Allowance.DEFAULT, there).get(0).findings()).isEmpty();
        RouteText near = new RouteText("routes/w.yml", text, Map.of("ward.sql", "SELECT 1 AS id"), null);
        assertThat(RouteChecks.all(Allowance.DEFAULT, near).get(0).why())
                .contains("routes/w.yml:3:10: there is no file 'wards.sql' beside this one; allowed: ward.sql;"
                        + " did you mean 'ward.sql'?");
    }

    @Test
    void aSharedRouteThatIsAllowedAndNotThereIsTold() {
        assertThat(RouteChecks.check(
                                "direct:reconcil",
                                file("0 0 2 * * ?", "UTC", "wards", "dataSource: db")
                                        .replace("direct:reconcile", "direct:reconcil"))
                        .why())
                .contains("there is no route that starts from direct:reconcil; allowed: lockdown, reconcile, unlock;"
                        + " did you mean 'reconcile'?");
    }

    private static String file(String cron, String zone, String target, String extract) {
        return LONG.formatted(cron, zone, target, extract);
    }
}
