package io.spicerack.wire;

import java.net.InetAddress;
import java.util.Optional;

/** Where a connection may go. It is asked for the very address that is connected to, whatever the name was at first. */
@FunctionalInterface
public interface Reach {
    Reach ANYWHERE = address -> {};

    /** Refuses an address in words. */
    void check(InetAddress address) throws RefusedAddressException;

    /** The way round that connections take; empty where they go straight. */
    default Optional<Detour> detour() {
        return Optional.empty();
    }
}
