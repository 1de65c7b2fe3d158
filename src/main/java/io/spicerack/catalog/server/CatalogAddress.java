package io.spicerack.catalog.server;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Where the PostgreSQL database of a catalog is. It holds a place alone, so that neither a password nor a weaker TLS can stand
 * in it. Immutable.
 *
 * @param hosts of which the one that takes changes is used: a primary and its replicas
 */
public record CatalogAddress(List<Host> hosts, String database) {
    private static final String START = "jdbc:postgresql://";
    private static final int USUAL_PORT = 5432;
    private static final Pattern HOST =
            Pattern.compile("([A-Za-z0-9._-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}])(?::([0-9]{1,5}))?");
    private static final Pattern DATABASE = Pattern.compile("[^\\p{Cntrl}/?&#%;@\\\\]{1,63}");
    private static final Pattern THIS_MACHINE = Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[::1]");
    private static final String SHAPE =
            "it must be jdbc:postgresql://HOST:PORT/DATABASE (several HOST:PORT with commas between them for a primary and its"
                    + " replicas)";

    /** One server; an IPv6 address stands in brackets. */
    public record Host(String name, int port) {
        @Override
        public String toString() {
            return name + ":" + port;
        }
    }

    public CatalogAddress {
        hosts = List.copyOf(hosts);
    }

    /** {@code IllegalArgumentException} never quotes the text, since somebody may have put a password into it. */
    public static CatalogAddress parse(String url) {
        if (url.contains("@") || url.contains("?") || url.contains("&")) {
            throw new IllegalArgumentException(
                    "it has more than a place in it, and is not shown here since that may be a password: " + SHAPE
                            + ", without a user, a password or parameters. Who logs in is in the secret that"
                            + " spicerack.catalog.secret names");
        }
        int slash = url.indexOf('/', START.length());
        if (!url.startsWith(START) || slash < 0) {
            throw new IllegalArgumentException(SHAPE);
        }
        String database = url.substring(slash + 1);
        if (!DATABASE.matcher(database).matches()) {
            throw new IllegalArgumentException(
                    SHAPE + ", where DATABASE has 1 to 63 characters, and none of / ? & # % ; @ \\");
        }
        List<Host> hosts = new ArrayList<>();
        for (String each : url.substring(START.length(), slash).split(",", -1)) {
            hosts.add(host(each));
        }
        return new CatalogAddress(hosts, database);
    }

    private static Host host(String text) {
        Matcher host = HOST.matcher(text);
        if (!host.matches()) {
            throw new IllegalArgumentException(SHAPE);
        }
        int port = host.group(2) == null ? USUAL_PORT : Integer.parseInt(host.group(2));
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("its port " + port + " is not within 1 to 65535");
        }
        return new Host(host.group(1), port);
    }

    /** Whether what is said to it does not leave this machine. */
    public boolean onThisMachine() {
        return hosts.stream().allMatch(host -> THIS_MACHINE.matcher(host.name()).matches());
    }

    /** As messages call it. */
    @Override
    public String toString() {
        return hosts.stream().map(Host::toString).collect(Collectors.joining(",", "postgresql://", "/" + database));
    }
}
