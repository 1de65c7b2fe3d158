package io.spicerack.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.GeneratedSection;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ConfigurationDocTest {
    @Test
    void thePageHasEveryPropertyWithItsDefault() throws IOException {
        String rows = Arrays.stream(Property.values())
                .map(property ->
                        "| `" + property.key() + "` | " + fallback(property) + " | " + property.text() + " |\n")
                .collect(Collectors.joining());
        new GeneratedSection("docs/configuration.md", "settings.Property", ConfigurationDocTest.class)
                .mustSay("| property | default | what it is |\n|---|---|---|\n" + rows);
    }

    /** A bar or a line break would end the cell. */
    @Test
    void everyTextFitsIntoACell() {
        assertThat(Property.values())
                .allSatisfy(property -> assertThat(property.text()).isNotBlank().doesNotContain("|", "\n"));
    }

    private static String fallback(Property property) {
        return property.fallback().isEmpty() ? "" : "`" + property.fallback() + "`";
    }
}
