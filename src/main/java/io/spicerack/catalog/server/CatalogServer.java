package io.spicerack.catalog.server;

import io.spicerack.model.Credentials;
import io.spicerack.tls.ServerTrust;
import java.util.function.Supplier;

/**
 * A PostgreSQL server that has a catalog.
 *
 * @param trust whom each host must prove to be, by its own name
 * @param login who logs in, asked for at each connection; who asks closes it
 */
public record CatalogServer(CatalogAddress address, ServerTrust trust, Supplier<Credentials> login) {
    public CatalogServer {
        if (!trust.encrypted() && !address.onThisMachine()) {
            throw new IllegalArgumentException("the catalog at " + address
                    + " is not on this machine, and wrapped keys and audit records do not pass a network without TLS");
        }
    }
}
