package io.spicerack.routes;

import io.spicerack.core.queue.Overlap;
import io.spicerack.core.refresh.RowStep;
import io.spicerack.model.DriftPolicy;
import io.spicerack.model.ReconcileMode;
import io.spicerack.model.RequestSource;
import io.spicerack.prepare.DropCondition;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The endpoints that files of routes/ have without the operator's leave, with their options. */
enum EndpointKind {
    INGEST(
            "spice:ingest",
            false,
            RouteOption.required("dataSet", ValueRule.id()),
            RouteOption.optional("overlap", ValueRule.named(Overlap.class)),
            RouteOption.optional("requestSource", ValueRule.named(RequestSource.class)),
            RouteOption.optional("requestType", ValueRule.oneOf("FULL_REFRESH", "INCREMENTAL_REFRESH"))),
    INGESTIONS(
            DeclaredRoute.INGESTIONS,
            true,
            RouteOption.required("dataSet", ValueRule.id()),
            RouteOption.optional("group", ValueRule.id()),
            RouteOption.optional("highWaterMark", ValueRule.column()),
            RouteOption.optional("lag", LagText.RULE),
            RouteOption.optional("reconcile", ValueRule.named(ReconcileMode.class))),
    CHANGED("spice:changed", false),
    EXTRACT(
            "spice:extract",
            false,
            RouteOption.required("dataSource", ValueRule.id()),
            RouteOption.optional("connections", ValueRule.number(1, 16)),
            RouteOption.optional("partitionColumn", ValueRule.column())),
    MASK(
            "spice:mask",
            false,
            RouteOption.required("column", ValueRule.column()),
            RouteOption.required("with", MaskText.RULE)),
    DROP("spice:drop", false, RouteOption.required("where", ValueRule.of(Rule.OPTION, text -> DropCondition.parse(text)
            .toString()))),
    SEAL(
            "spice:seal",
            false,
            RouteOption.optional("drift", ValueRule.named(DriftPolicy.class)),
            RouteOption.optional("rows", ValueRule.named(RowStep.class))),
    RECONCILE("spice:reconcile", false),
    PUBLISH("spice:publish", false),
    /** Group and name of a trigger: of those that the service makes for the API's schedules none can be named. */
    QUARTZ(
            "quartz:",
            true,
            RouteOption.required("cron", ValueRule.cron()),
            RouteOption.optional("stateful", ValueRule.bool()),
            RouteOption.optional("trigger.timeZone", ValueRule.zone())),
    JDBC(
            "jdbc:",
            false,
            RouteOption.optional("outputType", ValueRule.oneOf("SelectList", "SelectOne", "StreamList")),
            RouteOption.optional("resetAutoCommit", ValueRule.bool()),
            RouteOption.optional("readSize", ValueRule.number(0, 999_999_999)),
            RouteOption.optional("statement.fetchSize", ValueRule.number(0, 999_999_999)),
            RouteOption.optional("statement.maxRows", ValueRule.number(0, 999_999_999))),
    DIRECT("direct:", false);

    private static final Pattern TRIGGER = Pattern.compile("[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)?");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,128}");

    private final String start;
    private final boolean starts;

    @SuppressWarnings("ImmutableEnumChecker") // from List.of
    private final List<RouteOption> options;

    /** Named by {@code start}: the whole name, or all but the name of a thing where it ends with a colon. */
    EndpointKind(String start, boolean starts, RouteOption... options) {
        this.start = start;
        this.starts = starts;
        this.options = List.of(options);
    }

    /** As {@code spice:extract}, or {@code jdbc:} where the name of a thing follows. */
    String start() {
        return start;
    }

    /** Whether it starts a route; else it is a step. */
    boolean starts() {
        return starts;
    }

    List<RouteOption> options() {
        return options;
    }

    static Optional<EndpointKind> of(String scheme, String path) {
        return Arrays.stream(values())
                .filter(kind -> kind.open()
                        ? kind.start.equals(scheme + ":")
                                && (kind == QUARTZ ? TRIGGER : NAME)
                                        .matcher(path)
                                        .matches()
                        : kind.start.equals(scheme + ":" + path))
                .findFirst();
    }

    /** The names of those that start a route, or of those that are steps. */
    static List<String> names(boolean starting) {
        return Stream.of(values())
                .filter(kind -> kind.starts == starting)
                .map(kind -> kind.start + (kind.open() ? "NAME" : ""))
                .toList();
    }

    private boolean open() {
        return start.endsWith(":");
    }
}
