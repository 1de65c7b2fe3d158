package io.spicerack.core.sources;

import io.spicerack.catalog.record.DataSourceRecord;
import io.spicerack.model.Secret;
import io.spicerack.tunnel.SshTunnel;
import io.spicerack.wire.Detour;
import io.spicerack.wire.Reach;
import io.spicerack.wire.RefusedAddressException;
import java.net.InetAddress;
import java.util.Optional;
import java.util.function.Supplier;

/** Where the connections of one data source may go, and through what. Thread-safe. */
record SourceReach(
        DataSourceRecord source,
        Egress egress,
        SourceTrail trail,
        Supplier<Optional<DeclaredTunnel>> tunnel,
        CredentialsStore credentials)
        implements Reach {
    @Override
    public void check(InetAddress address) throws RefusedAddressException {
        check(source.host(), address);
    }

    private void check(String host, InetAddress address) throws RefusedAddressException {
        Optional<Egress.Network> refusing = egress.refusing(address);
        if (refusing.isPresent()) {
            trail.refusedNetwork(source.id());
            throw new RefusedAddressException("data source '" + source.id() + "': host " + host + " is in network "
                    + refusing.get().text() + ", where no data source may be (spicerack.source.refused-networks). Give"
                    + " the database's own address");
        }
    }

    /** The SSH server may be where a data source may; its key is asked for, and is on record, at each connection. */
    @Override
    public Optional<Detour> detour() {
        return tunnel.get()
                .map(declared -> new SshTunnel(
                        declared.server(),
                        source.host(),
                        source.port(),
                        address -> check(declared.server().host(), address),
                        () -> privateKey(declared)));
    }

    private Secret privateKey(DeclaredTunnel declared) {
        Secret key = credentials.privateKey(source.id(), declared);
        try {
            trail.tunnelled(source.id(), declared.server());
            return key;
        } catch (RuntimeException e) {
            key.close();
            throw e;
        }
    }
}
