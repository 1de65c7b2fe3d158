package io.spicerack.catalog.record;

import io.spicerack.model.Arn;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A secret that data sources may use, and where it may be sent. Immutable.
 *
 * @param destinations none for any
 */
public record AllowedSecret(Arn secret, List<Destination> destinations) {
    private static final Pattern DESTINATION =
            Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+]):([0-9]{1,5})(/plain)?");

    private static final String SHAPE =
            "; the shape is SECRET-ARN, or SECRET-ARN to HOST:PORT HOST:PORT/plain, where /plain lets it go without TLS";

    /**
     * A server. Immutable.
     *
     * @param plain whether the secret may be sent without TLS
     */
    public record Destination(String host, int port, boolean plain) {
        static Destination parse(String text) {
            Matcher matcher = DESTINATION.matcher(text);
            if (!matcher.matches()) {
                throw new IllegalArgumentException("'" + text + "' is no destination of a secret" + SHAPE);
            }
            return new Destination(
                    bare(matcher.group(1)), Integer.parseInt(matcher.group(2)), matcher.group(3) != null);
        }

        /** Whether a connection to that place is one that this allows. */
        public boolean covers(String toHost, int toPort, boolean ssl) {
            return host.equalsIgnoreCase(bare(toHost)) && port == toPort && (ssl || plain);
        }

        private static String bare(String host) {
            return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        }

        @Override
        public String toString() {
            return (host.contains(":") ? "[" + host + "]" : host) + ":" + port + (plain ? "/plain" : "");
        }
    }

    public AllowedSecret {
        destinations = List.copyOf(destinations);
    }

    /** Reads {@code SECRET-ARN} or {@code SECRET-ARN to HOST:PORT ...}. */
    public static AllowedSecret parse(String text) {
        List<String> words = Arrays.stream(text.strip().split("\\s+", -1)).toList();
        boolean anywhere = words.size() == 1;
        if (!anywhere && (words.size() < 3 || !words.get(1).equals("to"))) {
            throw new IllegalArgumentException("'" + text + "' is no allowed secret" + SHAPE);
        }
        return of(Arn.parse(words.get(0)), anywhere ? List.of() : words.subList(2, words.size()));
    }

    /** For these servers, or for any where there are none: each as {@code HOST:PORT} or {@code HOST:PORT/plain}. */
    public static AllowedSecret of(Arn secret, List<String> destinations) {
        return new AllowedSecret(
                secret, destinations.stream().map(Destination::parse).toList());
    }

    /** The destinations as text, separated by spaces. */
    public String places() {
        return destinations.stream().map(Destination::toString).collect(Collectors.joining(" "));
    }

    @Override
    public String toString() {
        return destinations.isEmpty() ? secret.toString() : secret + " to " + places();
    }
}
