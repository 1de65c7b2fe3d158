package io.spicerack.core.sources;

import io.spicerack.catalog.record.DataSourceRecord;
import io.spicerack.model.Secret;
import io.spicerack.tunnel.SshTunnel;
import io.spicerack.wire.Detour;
import io.spicerack.wire.Reach;
import io.spicerack.wire.RefusedAddressException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Where the connections of one data source may go, and through what. Thread-safe. */
record SourceReach(
        DataSourceRecord source,
        Egress egress,
        SourceTrail trail,
        Supplier<Optional<DeclaredTunnel>> tunnel,
        CredentialsStore credentials)
        implements Reach {
    /** What resolvers take for an IPv4 address: its last part is a number, in any base. */
    private static final Pattern NUMBER = Pattern.compile("(?:.*\\.)?(?:[0-9]+|0[xX][0-9a-fA-F]*)\\.?");

    private static final Pattern PLAIN_ADDRESS =
            Pattern.compile("(?:(?:0|[1-9][0-9]{0,2})\\.){3}(?:0|[1-9][0-9]{0,2})");

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
                        address -> {
                            check(declared.server().host(), address);
                            checkBehind();
                        },
                        () -> privateKey(declared)));
    }

    /**
     * The SSH server finds the database, and would find its own cloud's metadata as well: an address is the same there, in
     * whichever form it is written, and so is a name that is known here.
     */
    private void checkBehind() throws RefusedAddressException {
        String host = source.host();
        if (NUMBER.matcher(host).matches() && !PLAIN_ADDRESS.matcher(host).matches()) {
            trail.refusedNetwork(source.id());
            throw new RefusedAddressException("data source '" + source.id() + "': host " + host
                    + " is an address in an odd form, which is not given to an SSH server. Write it as four numbers, such"
                    + " as 10.0.0.7");
        }
        InetAddress[] addresses;
        try {
            addresses = InetAddress.getAllByName(host);
        } catch (UnknownHostException e) {
            // a name of the other network alone
            return;
        }
        for (InetAddress address : addresses) {
            check(host, address);
        }
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
