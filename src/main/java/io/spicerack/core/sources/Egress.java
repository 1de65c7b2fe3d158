package io.spicerack.core.sources;

import io.spicerack.catalog.record.DataSourceRecord;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where data sources must not be: whoever may create one could else have Spicerack ask a cloud's metadata service, or knock at
 * ports that only this machine reaches. Immutable.
 */
public record Egress(List<Network> refused) {
    /** Link-local addresses, where clouds have their metadata services. */
    public static final String DEFAULT = "169.254.0.0/16,fe80::/10,fd00:ec2::254/128";

    private static final Pattern CIDR = Pattern.compile("([0-9A-Fa-f:.]+)/([0-9]{1,3})");

    /**
     * A network. Immutable.
     *
     * @param text as it was written, such as 10.0.0.0/8
     */
    public record Network(String text, InetAddress first, int bits) {
        static Network parse(String text) {
            Matcher matcher = CIDR.matcher(text);
            if (!matcher.matches()) {
                throw new IllegalArgumentException("'" + text + "' is no network such as 10.0.0.0/8 or fe80::/10");
            }
            try {
                // a literal: no name is looked up
                InetAddress first = InetAddress.getAllByName(matcher.group(1))[0];
                int bits = Integer.parseInt(matcher.group(2));
                if (bits > first.getAddress().length * 8) {
                    throw new IllegalArgumentException("'" + text + "' has more bits than its address");
                }
                return new Network(text, first, bits);
            } catch (UnknownHostException e) {
                throw new IllegalArgumentException("'" + text + "' does not begin with an address", e);
            }
        }

        boolean contains(InetAddress address) {
            byte[] mine = first.getAddress();
            byte[] other = address.getAddress();
            if (mine.length != other.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % 8);
                if (((mine[bit / 8] ^ other[bit / 8]) & mask) != 0) {
                    return false;
                }
            }
            return true;
        }
    }

    public Egress {
        refused = List.copyOf(refused);
    }

    /** Reads networks separated by commas; empty for none. */
    public static Egress parse(String text) {
        return new Egress(Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .map(Network::parse)
                .toList());
    }

    /** Refuses a data source one of whose addresses is in a refused network, before anything is sent there. */
    void check(DataSourceRecord source) {
        for (InetAddress address : addresses(source.host())) {
            refused.stream()
                    .filter(network -> network.contains(address))
                    .findFirst()
                    .ifPresent(network -> {
                        throw new IngestionException(
                                IngestionErrorType.PERMISSION_DENIED,
                                "data source '" + source.id() + "': host " + source.host() + " is in network "
                                        + network.text() + ", where no data source may be"
                                        + " (spicerack.source.refused-networks). Give the database's own address");
                    });
        }
    }

    /** None where there is no such name: connecting tells that in its own words. */
    private static InetAddress[] addresses(String host) {
        try {
            return InetAddress.getAllByName(host);
        } catch (UnknownHostException e) {
            return new InetAddress[0];
        }
    }
}
