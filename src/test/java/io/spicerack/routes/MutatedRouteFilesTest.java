package io.spicerack.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.Mutations;
import io.spicerack.TakesLong;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever somebody commits as a route file, it is understood, or refused with findings that have a place and one line each. */
@TakesLong
class MutatedRouteFilesTest {
    private final Mutations files = new Mutations(
            List.of(
                    bytes(
                            """
                    dataSet: wards
                    dataSource: db
                    group: hospital
                    schedule: {cron: "0 0 2 * * ?", zone: Europe/Zurich, jitter: 10m, without: [2026-12-25], catchUp: once}
                    sql: |
                      SELECT id, name, beds, phone -- comments may stay
                      FROM wards WHERE town = '{{zone}}'
                    dropWhere: "{beds} = 0 AND isNull({closed})"
                    mask: {phone: keep last 4, name: hash}
                    connections: 4
                    drift: adapt-widening
                    """),
                    bytes(
                            """
                    dataSet: visits
                    dataSource: db
                    sqlFile: visits.sql
                    highWaterMark: changed
                    lag: 5m
                    reconcile: values
                    """),
                    bytes(
                            """
                    - route:
                        id: beds-schedule
                        from:
                          uri: quartz:refresh/beds
                          parameters: {cron: "0 0 2 * * ?", stateful: "true", trigger.timeZone: Europe/Zurich}
                          steps:
                            - to: {uri: "spice:ingest", parameters: {dataSet: beds}}
                    - route:
                        id: beds
                        from:
                          uri: spice:ingestions
                          parameters: {dataSet: beds}
                          steps:
                            - setBody: {constant: "SELECT id FROM wards"}
                            - to: {uri: "spice:extract", parameters: {dataSource: db}}
                            - to: {uri: "spice:mask", parameters: {column: phone, with: keep last 4}}
                            - choice:
                                when:
                                  - simple: "${body} > 3 && ${body} != 'x'"
                                    steps: [{log: fixed}, {stop: {}}]
                            - to: {uri: "spice:seal", parameters: {rows: masked}}
                            - to: direct:reconcile
                            - to: spice:publish
                    """)));

    @Property(seed = "1729", tries = 300)
    void aFileIsUnderstoodOrRefusedWithFindings(@ForAll Random random) {
        files.each(random, 10, input -> {
            String text = new String(input, StandardCharsets.UTF_8);
            for (CheckedFile file : RouteChecks.all("direct:reconcile", new RouteText("routes/x.camel.yaml", text))) {
                assertThat(file.findings())
                        .allSatisfy(finding -> assertThat(finding.toString()).doesNotContain("\n", "\r", "\u001b"));
            }
        });
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
