package io.spicerack.tls;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import org.jspecify.annotations.Nullable;

/**
 * The hosts that a certificate is for (RFC 6125): its alternative names; its common name only where it has none of them, as
 * those have that MySQL and MariaDB make for themselves. Immutable.
 */
record CertifiedNames(List<String> hosts, List<String> addresses) {
    private static final int DNS = 2;
    private static final int IP = 7;

    static CertifiedNames of(X509Certificate certificate) {
        List<String> hosts = new ArrayList<>();
        List<String> addresses = new ArrayList<>();
        for (List<?> name : alternatives(certificate)) {
            if (name.get(1) instanceof String text) {
                if (Integer.valueOf(DNS).equals(name.get(0))) {
                    hosts.add(text);
                } else if (Integer.valueOf(IP).equals(name.get(0))) {
                    addresses.add(text);
                }
            }
        }
        if (hosts.isEmpty() && addresses.isEmpty()) {
            hosts.addAll(commonName(certificate));
        }
        return new CertifiedNames(hosts, addresses);
    }

    List<String> all() {
        return Stream.concat(hosts.stream(), addresses.stream()).toList();
    }

    /** Whether the certificate is for this host name or address. */
    boolean include(String host) {
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        return address(bare)
                ? addresses.stream().anyMatch(known -> same(known, bare))
                : hosts.stream().anyMatch(known -> matches(known, bare));
    }

    private static boolean address(String host) {
        return host.indexOf(':') >= 0 || host.matches("[0-9.]+");
    }

    /** Neither is looked up: both are addresses. */
    private static boolean same(String known, String host) {
        try {
            return InetAddress.getByName(known).equals(InetAddress.getByName(host));
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** A star stands for one whole label, the first, of at least three. */
    private static boolean matches(String known, String host) {
        String name = lower(known);
        String wanted = lower(host);
        if (!name.startsWith("*.")) {
            return name.equals(wanted);
        }
        String rest = name.substring(1);
        int dot = wanted.indexOf('.');
        return rest.indexOf('.', 1) > 0
                && rest.indexOf('*') < 0
                && dot > 0
                && wanted.substring(dot).equals(rest);
    }

    private static String lower(String name) {
        String text = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        return text.toLowerCase(Locale.ROOT);
    }

    private static Collection<List<?>> alternatives(X509Certificate certificate) {
        try {
            @Nullable Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null ? List.of() : names;
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }

    private static List<String> commonName(X509Certificate certificate) {
        try {
            return new LdapName(certificate.getSubjectX500Principal().getName())
                    .getRdns().stream()
                            .filter(part -> part.getType().equalsIgnoreCase("CN"))
                            .map(part -> String.valueOf(part.getValue()))
                            .toList();
        } catch (InvalidNameException e) {
            return List.of();
        }
    }
}
