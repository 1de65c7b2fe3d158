package io.spicerack.source;

import java.util.Optional;

/**
 * How a query may be read over several connections at a time. Immutable.
 *
 * @param connections the most connections, 1 to 16
 * @param column of the query's result, a whole number by whose ranges to split; without one, PostgreSQL's tables are split
 *     by their blocks
 */
public record SplitOptions(int connections, Optional<String> column) {
    public static final SplitOptions ONE = new SplitOptions(1, Optional.empty());

    private static final int MOST = 16;

    public SplitOptions {
        if (connections < 1 || connections > MOST) {
            throw new IllegalArgumentException(
                    "connections is " + connections + "; one data set is read over 1 to " + MOST + " connections");
        }
    }
}
