package io.spicerack.tls;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Hands a trust to code that a JDBC driver makes by the name of its class, and to which it gives texts alone. Static, since
 * nothing else reaches there; as many are kept as differ. Thread-safe.
 */
public final class HandedTrust {
    private static final Map<String, ServerTrust> HANDED = new ConcurrentHashMap<>();

    private HandedTrust() {}

    /** The text under which {@link #taken} finds it, also for a connection that the driver makes by itself later. */
    public static String hand(ServerTrust trust) {
        String id = trust.id().text();
        HANDED.put(id, trust);
        return id;
    }

    /** Nobody is trusted under a text that was not handed out. */
    public static ServerTrust taken(String id) {
        return HANDED.getOrDefault(id, ServerTrust.NOBODY);
    }
}
