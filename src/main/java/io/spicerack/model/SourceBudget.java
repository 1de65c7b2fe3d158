package io.spicerack.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The most that reading may ask of a data source. An empty member is left to the defaults, zero means no limit. Immutable.
 *
 * @param longestTransaction from the snapshot until the last connection is closed
 * @param statementTimeout how long the server may work on one query, reading its rows included
 * @param connections open at a time for all data sets that read this data source
 * @param bytesPerSecond of rows, over all connections at a time
 * @param replicaLag how far a replica may be behind; one that is further is not read
 */
public record SourceBudget(
        Optional<Duration> longestTransaction,
        Optional<Duration> statementTimeout,
        Optional<Integer> connections,
        Optional<Long> bytesPerSecond,
        Optional<Duration> replicaLag) {
    /** Says nothing of its own. */
    public static final SourceBudget NONE =
            new SourceBudget(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    private static final Duration LONGEST = Duration.ofDays(7);
    private static final int MOST_CONNECTIONS = 1000;
    private static final long LEAST_RATE = 10_000;

    public SourceBudget {
        List<String> problems = new ArrayList<>();
        check(problems, "LongestTransaction", longestTransaction);
        check(problems, "StatementTimeout", statementTimeout);
        check(problems, "ReplicaLag", replicaLag);
        connections
                .filter(count -> count < 0 || count > MOST_CONNECTIONS)
                .ifPresent(count -> problems.add(
                        "Connections is " + count + "; it must be 1 to " + MOST_CONNECTIONS + ", or 0 for no limit"));
        bytesPerSecond
                .filter(rate -> rate != 0 && rate < LEAST_RATE)
                .ifPresent(rate -> problems.add(
                        "MegabytesPerSecond is " + rate / 1e6 + "; it must be at least 0.01, or 0 for no limit"));
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
    }

    private static void check(List<String> problems, String name, Optional<Duration> value) {
        value.filter(time -> time.isNegative()
                        || time.compareTo(LONGEST) > 0
                        || (!time.isZero() && time.compareTo(Duration.ofSeconds(1)) < 0))
                .ifPresent(time -> problems.add(
                        name + " is " + DurationText.of(time) + "; it must be from 1 s to 7 days, or 0s for no limit"));
    }

    /** What holds where this one is declared over {@code defaults}: each member that is left is a limit. */
    public SourceBudget over(SourceBudget defaults) {
        return new SourceBudget(
                longestTransaction.or(defaults::longestTransaction).filter(time -> !time.isZero()),
                statementTimeout.or(defaults::statementTimeout).filter(time -> !time.isZero()),
                connections.or(defaults::connections).filter(count -> count > 0),
                bytesPerSecond.or(defaults::bytesPerSecond).filter(rate -> rate > 0),
                replicaLag.or(defaults::replicaLag).filter(time -> !time.isZero()));
    }
}
