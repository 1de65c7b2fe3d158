package io.spicerack.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceAddressTest {
    private Path directory;

    @BeforeEach
    void empty(@TempDir Path temporary) {
        directory = temporary;
    }

    @Test
    void theDataDirectorySaysWhereTheServiceIsAndWhatOpensIt() throws IOException {
        Files.writeString(directory.resolve("management.url"), "http://127.0.0.1:9");
        Files.writeString(directory.resolve("management.token"), "secret\n");
        ServiceAddress address = ServiceAddress.resolve(null, directory, Map.of(), directory);
        assertThat(address.url()).hasToString("http://127.0.0.1:9");
        assertThat(address.token()).isEqualTo("secret");
        assertThat(address.toString()).contains("management.url").doesNotContain("secret");
    }

    @Test
    void theEnvironmentNamesUrlTokenAndDirectory() {
        ServiceAddress address = ServiceAddress.resolve(
                null,
                null,
                Map.of(
                        "SPICERACK_MANAGEMENT_URL", "http://host:1",
                        "SPICERACK_MANAGEMENT_TOKEN", "given"),
                directory);
        assertThat(address.url()).hasToString("http://host:1");
        assertThat(address.token()).isEqualTo("given");
    }

    @Test
    void aDirectoryOnTheCommandLineWinsOverTheEnvironment() throws IOException {
        Files.writeString(directory.resolve("management.url"), "http://127.0.0.1:9");
        Files.writeString(directory.resolve("management.token"), "its own");
        ServiceAddress address = ServiceAddress.resolve(
                null,
                directory,
                Map.of("SPICERACK_MANAGEMENT_URL", "http://host:1", "SPICERACK_MANAGEMENT_TOKEN", "another's"),
                Path.of("elsewhere"));
        assertThat(address.url()).hasToString("http://127.0.0.1:9");
        assertThat(address.token()).as("the token is that service's too").isEqualTo("its own");
    }

    @Test
    void withNothingAtHandTheDefaultPortIsTried() {
        ServiceAddress address = ServiceAddress.resolve(null, directory, Map.of(), directory);
        assertThat(address.url()).hasToString("http://127.0.0.1:8077");
        assertThat(address.toString()).contains("there is no " + directory.resolve("management.url"));
    }

    @Test
    void whatIsNoUrlIsRefusedWithItsOrigin() {
        assertThatThrownBy(() -> ServiceAddress.resolve("localhost:8077", directory, Map.of(), directory))
                .hasMessage("'localhost:8077' from --url is no URL such as http://127.0.0.1:8077");
    }
}
