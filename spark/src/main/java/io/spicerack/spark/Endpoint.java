package io.spicerack.spark;

import java.io.Serializable;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * Where the Flight port is, and whom it must prove to be. Immutable.
 *
 * @param fingerprint SHA-256 of its certificate in small hexadecimal digits; empty where authorities vouch for it
 * @param authorities PEM; empty for those of Java
 */
record Endpoint(String host, int port, boolean isSecure, String fingerprint, String authorities)
        implements Serializable {
    private static final String PLAIN = "grpc+tcp";
    private static final String TLS = "grpc+tls";

    static Endpoint of(String url, String fingerprint, String authorities) {
        URI uri = uri(url);
        String scheme = uri == null || uri.getScheme() == null ? "" : uri.getScheme();
        if (uri == null || uri.getHost() == null || uri.getPort() < 1 || !(scheme.equals(PLAIN) || scheme.equals(TLS))) {
            throw new IllegalArgumentException("option url is '" + url + "'; it says where the Flight port is, as in " + TLS
                    + "://spice.example.org:8078, or " + PLAIN + "://127.0.0.1:8078 where it has no certificate");
        }
        String digits = fingerprint.replace(":", "").toLowerCase(Locale.ROOT);
        if (!digits.isEmpty() && !digits.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("option fingerprint is not the SHA-256 of a certificate: 64 hexadecimal digits,"
                    + " with or without colons");
        }
        if (!digits.isEmpty() && !authorities.isEmpty()) {
            throw new IllegalArgumentException("spicerack takes the option fingerprint or caFile, not both");
        }
        boolean secure = scheme.equals(TLS);
        if (!secure && !(digits.isEmpty() && authorities.isEmpty())) {
            throw new IllegalArgumentException("options fingerprint and caFile are for " + TLS + "://, and url is " + url);
        }
        return new Endpoint(uri.getHost(), uri.getPort(), secure, digits, authorities);
    }

    private static URI uri(String url) {
        try {
            URI uri = new URI(url);
            boolean more = uri.getUserInfo() != null
                    || uri.getQuery() != null
                    || (uri.getPath() != null && !uri.getPath().matches("/?"));
            return more ? null : uri;
        } catch (URISyntaxException e) {
            return null;
        }
    }

    @Override
    public String toString() {
        return (isSecure ? TLS : PLAIN) + "://" + host + ":" + port;
    }
}
