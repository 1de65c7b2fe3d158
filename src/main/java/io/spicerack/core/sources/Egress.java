package io.spicerack.core.sources;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where data sources must not be: whoever may create one could else have Spicerack ask a cloud's metadata service, or knock at
 * ports that only this machine reaches. Immutable.
 */
public record Egress(List<Network> refused) {
    /** Link-local addresses, where clouds have their metadata services. */
    public static final String DEFAULT = "169.254.0.0/16,fe80::/10,fd00:ec2::254/128";

    private static final Pattern CIDR = Pattern.compile("([0-9A-Fa-f:.]+)/([0-9]{1,3})");
    private static final Network TRANSLATED = Network.parse("64:ff9b::/96");
    private static final Network COMPATIBLE = Network.parse("::/96");
    private static final Network SIX_TO_FOUR = Network.parse("2002::/16");

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

    /** The network that an address is in, or leads into; empty where a data source may be there. */
    Optional<Network> refusing(InetAddress address) {
        return Stream.concat(Stream.of(address), within(address).stream())
                .flatMap(each -> refused.stream().filter(network -> network.contains(each)))
                .findFirst();
    }

    /** The IPv4 address that gateways send an IPv6 one on to: NAT64 (RFC 6052), 6to4 (RFC 3056), and the form without any. */
    private static Optional<InetAddress> within(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length != 16) {
            return Optional.empty();
        }
        int at = TRANSLATED.contains(address) || COMPATIBLE.contains(address)
                ? 12
                : SIX_TO_FOUR.contains(address) ? 2 : 0;
        try {
            return at == 0
                    ? Optional.empty()
                    : Optional.of(InetAddress.getByAddress(Arrays.copyOfRange(bytes, at, at + 4)));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }
}
