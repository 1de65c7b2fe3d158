package io.spicerack.page;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.spicerack.HeadlessBrowser;
import io.spicerack.WithServers;
import io.spicerack.admin.ManagementConfig;
import io.spicerack.admin.ManagementServer;
import io.spicerack.core.CoreFixture;
import io.spicerack.core.SampleRows;
import io.spicerack.core.WithCore;
import io.spicerack.core.account.NewAccessKey;
import io.spicerack.core.queue.RouteFiles;
import io.spicerack.core.refresh.Refresh;
import io.spicerack.login.Role;
import io.spicerack.model.DataSetId;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;
import io.spicerack.model.KeyState;
import io.spicerack.model.RequestSource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Takes the pictures of docs/images that show the page: each state as each role sees it, at the width of a desktop and of a
 * phone. By hand, where {@code -Dpictures=docs/images} says where to; HawtioInBrowserTest takes Hawtio's.
 */
@WithServers
@WithCore
class PagePicturesTest {
    private final CoreFixture core;
    private final Map<Role, String> secrets = new EnumMap<>(Role.class);

    PagePicturesTest(CoreFixture core) {
        this.core = core;
    }

    @Test
    void eachStateAsEachRoleSeesIt() throws Exception {
        String images = System.getProperty("pictures");
        assumeTrue(images != null, "-Dpictures names no folder");
        for (Role role : Role.values()) {
            try (NewAccessKey key =
                    core.spice().principals().create(role.word(), List.of("spicerack:" + role.word()), List.of())) {
                secrets.put(role, key.secretAccessKey().reveal(secret -> secret));
            }
        }
        try (ManagementServer server = ManagementServer.start(
                        new ManagementConfig("127.0.0.1", 0, core.directory().resolve("management.token")),
                        core.spice(),
                        core.clock());
                HeadlessBrowser browser = HeadlessBrowser.start(
                        HeadlessBrowser.program().orElseThrow(),
                        core.directory().resolve("profile"))) {
            all(new Camera(browser, server.url() + "/", Path.of(images)));
        }
    }

    private void all(Camera camera) throws IOException {
        camera.take("empty");
        core.createDefaultKey("hospital");
        for (String name : List.of("patients", "visits", "claims", "medications")) {
            core.publish(name, SampleRows.of(300));
            core.clock().advance(Duration.ofMinutes(37));
        }
        fail("claims");
        core.spice().audit().register("s3");
        core.spice().audit().failing().failed("s3", "NoSuchBucketException");
        core.clock().advance(Duration.ofMinutes(3));
        looked();
        RouteFiles files = core.spice().ingestions().routeFiles();
        List.of("patients", "claims", "medications").forEach(name -> files.live(file(name), dataSet(name)));
        files.refused(
                file("visits"),
                dataSet("visits"),
                file("visits")
                        + ":2:1: there is no member 'dataSuorce'; did you mean dataSource? allowed here: dataSet, dataSource, ...",
                true);
        files.differs(
                file("visits"),
                () -> List.of(
                        "- dataSource: hospital-postgres",
                        "+ dataSuorce: hospital-postgres",
                        "-   SELECT id, patient, begun",
                        "+   SELECT id, patient, begun, ended"));
        camera.take("failed");
        camera.take("file", Role.OPERATOR, "file?of=routes/visits.camel.yaml", "What it differs in");
        files.live(file("visits"), dataSet("visits"));
        core.spice().audit().failing().well("s3");
        core.publish("claims", SampleRows.of(310));
        DataSetId patients = new DataSetId("patients");
        core.spice().ingestions().request(patients, RequestSource.MANUAL);
        core.spice().ingestions().request(new DataSetId("visits"), RequestSource.MANUAL);
        try (Refresh refresh = core.next(patients)) {
            core.clock().advance(Duration.ofSeconds(40));
            refresh.begin().seal(SampleRows.of(5_000));
            looked();
            camera.take("busy");
        }
        core.spice().lockdown().lockDown(List.of(CoreFixture.key("hospital")));
        camera.take("locked-down");
    }

    private static String file(String dataSet) {
        return "routes/" + dataSet + ".camel.yaml";
    }

    private static List<DataSetId> dataSet(String name) {
        return List.of(new DataSetId(name));
    }

    /** As the key watch does every few seconds. */
    private void looked() {
        core.spice().keyWatch().observed(CoreFixture.key("hospital"), KeyState.Enabled);
    }

    private void fail(String name) {
        DataSetId dataSet = new DataSetId(name);
        core.spice().ingestions().request(dataSet, RequestSource.MANUAL);
        try (Refresh refresh = core.next(dataSet)) {
            core.clock().advance(Duration.ofMinutes(2));
            refresh.fail(new IngestionException(
                    IngestionErrorType.SQL_TABLE_NOT_FOUND,
                    "The source has no such table (SQLState 42P01 undefined_table, at character 15 of the query)"));
        }
    }

    /** A browser at the page. */
    private final class Camera {
        private final HeadlessBrowser browser;
        private final String url;
        private final Path images;

        Camera(HeadlessBrowser browser, String url, Path images) {
            this.browser = browser;
            this.url = url;
            this.images = images;
        }

        void take(String state) throws IOException {
            for (Role role : Role.values()) {
                take(state, role, "", "Audit of the last day");
            }
        }

        /** @param awaited a text that is there once all is */
        void take(String state, Role role, String path, String awaited) throws IOException {
            login(role);
            for (int width : new int[] {1200, 390}) {
                browser.size(width, 800);
                browser.open(url + path);
                browser.awaitText(awaited);
                String name = "page-" + state + "-" + role.word() + (width < 700 ? "-phone" : "");
                browser.picture(images.resolve(name + ".png"));
            }
            browser.open(url);
            browser.evaluate("[...document.forms].find(form => form.action.endsWith('/logout')).submit()");
            browser.await("!!document.getElementById('token')");
        }

        private void login(Role role) {
            browser.open(url);
            browser.await("!!document.getElementById('token')");
            browser.evaluate("document.getElementById('name').value = '" + role.word() + "';"
                    + "document.getElementById('token').value = '" + secrets.get(role)
                    + "';document.forms[0].submit()");
            browser.awaitText("as " + role.word());
        }
    }
}
