package io.spicerack.settings;

import io.spicerack.http.Listener;
import io.spicerack.pgwire.ServerCertificate;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A port on which passwords and rows pass: off unless it is set, of this machine alone unless it has a certificate.
 *
 * @param name in a sentence, such as {@code the SQL port}
 * @param prefix of its properties
 */
record CertifiedPort(SettingValues values, Path configuration, String name, String prefix, Properties properties) {
    record Properties(Property host, Property port, Property certificate, Property key) {}

    /** Where it listens; empty where it does not. */
    Optional<Listener> listener() {
        return values.text(properties.port()).isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Listener(name, values.text(properties.host()), values.port(properties.port()), prefix));
    }

    /** What it proves itself with; empty where it speaks without TLS. */
    Optional<ServerCertificate> certificate() {
        return values.text(properties.certificate()).isEmpty()
                ? Optional.empty()
                : Optional.of(new ServerCertificate(file(properties.certificate()), file(properties.key())));
    }

    /** Adds what is wrong to the problems. */
    void check() {
        listener();
        boolean certified = certificate().isPresent();
        if (certified) {
            values.demandFile(properties.certificate(), configuration);
            values.demandFile(properties.key(), configuration);
        }
        String host = values.text(properties.host());
        InetSocketAddress address = new InetSocketAddress(host, 0);
        boolean own = !address.isUnresolved() && address.getAddress().isLoopbackAddress();
        if (!own && !certified && !values.text(properties.port()).isEmpty()) {
            values.problem(properties.host().key() + " is " + host
                    + ", where others see what passes; it must be an address of"
                    + " this machine alone, such as 127.0.0.1, as long as "
                    + properties.certificate().key() + " names no certificate");
        }
    }

    private Path file(Property property) {
        return configuration.resolve(values.text(property));
    }
}
