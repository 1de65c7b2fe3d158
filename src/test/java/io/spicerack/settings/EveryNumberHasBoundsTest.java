package io.spicerack.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.app.ServedKeys;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A number that no machine can serve is refused at the start, whichever property has it. */
class EveryNumberHasBoundsTest {
    private static final Pattern NUMBER = Pattern.compile("[0-9]+");
    private static final Pattern DURATION = Pattern.compile("[0-9]+(ms|s|m|h)");
    private static final Map<String, String> ENOUGH = Map.of(
            "spicerack.service-owned-key", "arn:aws:kms:eu-west-1:111122223333:key/1",
            "spicerack.service-role", "arn:aws:iam::111122223333:role/spicerack");

    @Test
    void whatIsFarTooLargeOrNegativeIsRefusedByItsName() {
        List<Property> numbers = Arrays.stream(Property.values())
                .filter(property -> property != Property.ACCOUNT_ID)
                .filter(property -> NUMBER.matcher(property.fallback()).matches()
                        || DURATION.matcher(property.fallback()).matches())
                .toList();
        assertThat(numbers).hasSizeGreaterThan(20).allSatisfy(property -> {
            boolean duration = DURATION.matcher(property.fallback()).matches();
            refused(property, duration ? "999999999h" : "999999999");
            refused(property, "-1");
        });
    }

    @Test
    void whatIsAtTheBoundsIsTaken() {
        for (Property property : Property.values()) {
            property.bounds().ifPresent(bounds -> {
                settings(property, bounds.most()).with(ENOUGH).spiceConfig(ServedKeys.ALL.providers());
                settings(property, bounds.least()).with(ENOUGH).spiceConfig(ServedKeys.ALL.providers());
            });
        }
    }

    private static void refused(Property property, String value) {
        assertThatThrownBy(() -> settings(property, value).with(ENOUGH).spiceConfig(ServedKeys.ALL.providers()))
                .as(property.key() + "=" + value)
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(property.key() + " is ");
    }

    private static Settings settings(Property property, String value) {
        return Settings.read(Path.of("config/application.properties"), Map.of(), Map.of(property.key(), value));
    }
}
