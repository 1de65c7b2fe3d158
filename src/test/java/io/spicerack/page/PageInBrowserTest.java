package io.spicerack.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.spicerack.HeadlessBrowser;
import io.spicerack.WithServers;
import io.spicerack.admin.ManagementConfig;
import io.spicerack.admin.ManagementServer;
import io.spicerack.core.CoreFixture;
import io.spicerack.core.WithCore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A real browser shows the page and finds nothing in it that its policy forbids. Skipped where there is no Chromium. */
@WithServers
@WithCore
class PageInBrowserTest {
    private final CoreFixture core;

    PageInBrowserTest(CoreFixture core) {
        this.core = core;
    }

    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void aBrowserTakesTheStyleAndRefusesNothing() throws Exception {
        Optional<Path> browser = HeadlessBrowser.program();
        assumeTrue(browser.isPresent(), "no chromium, chromium-browser or google-chrome is on the PATH");
        Path errors = core.directory().resolve("browser.err");
        try (ManagementServer server = ManagementServer.start(
                new ManagementConfig("127.0.0.1", 0, core.directory().resolve("management.token")),
                core.spice(),
                core.clock())) {
            Process process = new ProcessBuilder(
                            browser.orElseThrow().toString(),
                            "--headless",
                            "--no-sandbox",
                            "--disable-gpu",
                            "--enable-logging=stderr",
                            "--user-data-dir=" + core.directory().resolve("profile"),
                            "--dump-dom",
                            server.url() + "/")
                    .redirectError(errors.toFile())
                    .start();
            String shown = new String(process.getInputStream().readAllBytes(), UTF_8);
            process.waitFor();
            assertThat(shown).contains("<h1>Spicerack</h1>", "<form", "name=\"token\"");
            assertThat(Files.readString(errors)).doesNotContain("Content Security Policy", "Refused to");
        }
    }
}
