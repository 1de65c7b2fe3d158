package io.spicerack.pgwire;

import org.jspecify.annotations.Nullable;

/** The place that a connection has among those of its principal, from its log-in on. Of one thread at a time. */
final class PrincipalPlace {
    private final Connections connections;
    private @Nullable String principal;
    private int process;

    PrincipalPlace(Connections connections) {
        this.connections = connections;
    }

    /** Takes it, and gives the numbers that cancel what the connection runs; refuses where its principal has too many. */
    int[] take(String name, OpenClient connection) throws FatalException {
        connections.enter(name);
        int[] key = connections.key(connection);
        principal = name;
        process = key[0];
        return key;
    }

    /** Idempotent. */
    void giveBack() {
        String name = principal;
        principal = null;
        if (name != null) {
            connections.leave(name);
            connections.forget(process);
        }
    }
}
