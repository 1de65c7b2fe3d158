package io.spicerack.hawtio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.spicerack.HeadlessBrowser;
import io.spicerack.WithServers;
import io.spicerack.admin.ManagementConfig;
import io.spicerack.admin.ManagementServer;
import io.spicerack.camel.PipelineFixture;
import io.spicerack.core.account.NewAccessKey;
import io.spicerack.core.revoke.Dawdler;
import io.spicerack.ops.Observers;
import io.spicerack.ops.OpsBeans;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A person at Hawtio: logs in, sees a route and a data set, and is refused what the role may not. */
@WithServers
class HawtioInBrowserTest {
    @Test
    @SuppressWarnings("try") // the beans are there for Hawtio
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void aViewerSeesARouteAndADataSetAndMayNotRefreshIt(@TempDir Path directory) throws Exception {
        Optional<Path> program = HeadlessBrowser.program();
        assumeTrue(program.isPresent(), "no chromium, chromium-browser or google-chrome is on the PATH");
        try (PipelineFixture fixture = PipelineFixture.open(directory)) {
            fixture.secret("hospital", "unused");
            fixture.routes().shared().real("hospital-patients");
            fixture.property("hospital.schedule", "0 0 0 1 1 ?")
                    .postgres("hospital-postgres", 1)
                    .start();
            String secret;
            try (NewAccessKey key =
                    fixture.spice().principals().create("vera", List.of("spicerack:viewer"), List.of())) {
                secret = key.secretAccessKey().reveal(text -> text);
            }
            try (ManagementServer server = ManagementServer.start(
                            new ManagementConfig("127.0.0.1", 0, directory.resolve("management.token")),
                            fixture.spice(),
                            Clock.systemUTC());
                    OpsBeans beans = OpsBeans.register(
                            fixture.spice(), Clock.systemUTC(), Dawdler.NONE, new Observers().levels());
                    HeadlessBrowser browser =
                            HeadlessBrowser.start(program.orElseThrow(), directory.resolve("profile"))) {
                browser.size(1400, 900);
                browser.open(server.url() + "/hawtio/jmx");
                browser.await("!!document.getElementById('token')");
                browser.evaluate("document.getElementById('name').value = 'vera';"
                        + "document.getElementById('token').value = '" + secret + "';"
                        + "document.forms[0].submit()");
                browser.awaitText("hospital-patients-schedule");
                click(browser, "hospital-patients");
                browser.await("document.querySelectorAll('.react-flow__node').length === 6");
                assertThat(browser.shows("spice:publish")).as("its diagram").isTrue();
                assertThat(browser.evaluate("document.title + document.querySelector('#hawtio-header img').alt")
                                .asText())
                        .isEqualTo("SpicerackSpicerack");
                picture(browser, "hawtio-route");
                browser.open(server.url() + "/hawtio/jmx");
                browser.awaitText("Expand all");
                click(browser, "Expand all");
                browser.awaitText("QuartzScheduler");
                browser.evaluate("[...document.querySelectorAll('button, a, span')]"
                        + ".filter(each => each.innerText === 'hospital-patients')[0].click()");
                browser.awaitText("io.spicerack:type=DataSet,name=hospital-patients");
                browser.awaitText("LastIngestionStatus");
                click(browser, "Operations");
                browser.awaitText("Queues a MANUAL full refresh");
                picture(browser, "hawtio-data-set");
                assertThat(browser.evaluate("fetch('/hawtio/jolokia', {method: 'POST', headers: {'Content-Type':"
                                        + " 'application/json'}, body: JSON.stringify({type: 'exec', operation: 'refresh()',"
                                        + " mbean: 'io.spicerack:type=DataSet,name=hospital-patients'})})"
                                        + ".then(answer => answer.text())")
                                .asText())
                        .contains("refresh() forbidden", "\"status\":403");
                assertThat(fixture.spice().ingestions().queued()).isZero();
                assertThat(browser.asked())
                        .as("no other host is asked")
                        .allMatch(url -> url.startsWith(server.url().toString())
                                || url.startsWith("data:")
                                || url.startsWith("about:"));
                assertThat(browser.complaints())
                        .as("its policy forbids nothing that Hawtio needs")
                        .noneMatch(words -> words.contains("Content Security Policy")
                                || words.contains("Refused to")
                                || words.contains("[hawtio-camel]"));
            }
        }
    }

    /** For docs/images, by hand: -Dpictures=docs/images. */
    private static void picture(HeadlessBrowser browser, String name) throws IOException {
        String images = System.getProperty("pictures");
        if (images != null) {
            browser.picture(Path.of(images, name + ".png"));
        }
    }

    private static void click(HeadlessBrowser browser, String text) {
        browser.await("(each => each ? (each.click(), true) : false)([...document.querySelectorAll('button, a, span')]"
                + ".find(each => each.innerText === '" + text + "'))");
    }
}
