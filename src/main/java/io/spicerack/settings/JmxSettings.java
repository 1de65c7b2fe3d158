package io.spicerack.settings;

import io.spicerack.hawtio.JmxConfig;
import io.spicerack.http.Listener;
import java.nio.file.Path;
import java.util.Optional;

/** What the settings say of the JMX port. Immutable. */
final class JmxSettings {
    private final SettingValues values;
    private final Path configuration;

    /** @param configuration the folder that files are named from */
    JmxSettings(SettingValues values, Path configuration) {
        this.values = values;
        this.configuration = configuration;
    }

    /** Empty where it is not served. */
    Optional<JmxConfig> config() {
        return isOff()
                ? Optional.empty()
                : Optional.of(new JmxConfig(
                        new Listener(
                                "the JMX port",
                                values.text(Property.JMX_HOST),
                                values.port(Property.JMX_PORT),
                                "spicerack.jmx"),
                        configuration.resolve(values.text(Property.JMX_CERTIFICATE)),
                        configuration.resolve(values.text(Property.JMX_CERTIFICATE_KEY))));
    }

    private boolean isOff() {
        return values.text(Property.JMX_PORT).isEmpty();
    }

    /** Adds what is wrong to the problems: without TLS a secret would pass in the clear. */
    void check() {
        if (!isOff()) {
            values.port(Property.JMX_PORT);
            values.demandFile(Property.JMX_CERTIFICATE, configuration);
            values.demandFile(Property.JMX_CERTIFICATE_KEY, configuration);
        }
    }
}
