package io.spicerack.page;

import io.spicerack.HeadlessBrowser;
import io.spicerack.admin.ManagementConfig;
import io.spicerack.admin.ManagementServer;
import io.spicerack.core.CoreFixture;
import io.spicerack.core.SampleRows;
import io.spicerack.core.account.NewAccessKey;
import io.spicerack.core.refresh.Refresh;
import io.spicerack.model.DataSetId;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;
import io.spicerack.model.KeyState;
import io.spicerack.model.RequestSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Takes the pictures of docs/images that show the page in its states, at the width of a desktop and of a phone: its {@code main},
 * called by hand.
 */
final class PagePictures {
    private final CoreFixture core;
    private final ManagementServer server;
    private final HeadlessBrowser browser;
    private final Path images;

    private PagePictures(CoreFixture core, ManagementServer server, HeadlessBrowser browser, Path images) {
        this.core = core;
        this.server = server;
        this.browser = browser;
        this.images = images;
    }

    public static void main(String[] arguments) throws Exception {
        Path directory = Files.createTempDirectory("pictures");
        try (CoreFixture core = CoreFixture.open(directory);
                ManagementServer server = ManagementServer.start(
                        new ManagementConfig("127.0.0.1", 0, directory.resolve("management.token")),
                        core.spice(),
                        core.clock());
                HeadlessBrowser browser =
                        HeadlessBrowser.start(HeadlessBrowser.program().orElseThrow(), directory.resolve("profile"))) {
            new PagePictures(core, server, browser, Path.of(arguments[0])).all();
        }
    }

    private void all() throws Exception {
        login("alice", Files.readString(core.directory().resolve("management.token")));
        take("empty");
        core.createDefaultKey("hospital");
        for (String name : List.of("patients", "visits", "claims", "medications")) {
            core.publish(name, SampleRows.of(300));
            core.clock().advance(Duration.ofMinutes(37));
        }
        fail("claims");
        looked();
        take("failed");
        core.publish("claims", SampleRows.of(310));
        DataSetId patients = new DataSetId("patients");
        core.spice().ingestions().request(patients, RequestSource.MANUAL);
        core.spice().ingestions().request(new DataSetId("visits"), RequestSource.MANUAL);
        try (Refresh refresh = core.next(patients)) {
            core.clock().advance(Duration.ofSeconds(40));
            refresh.begin().seal(SampleRows.of(5_000));
            looked();
            take("busy");
        }
        try (NewAccessKey key = core.spice().principals().create("vera", List.of("spicerack:viewer"), List.of())) {
            browser.evaluate("document.forms[0].submit()");
            browser.await("!!document.getElementById('token')");
            login("vera", key.secretAccessKey().reveal(secret -> secret));
            take("viewer");
        }
        core.spice().lockdown().lockDown(List.of(CoreFixture.key("hospital")));
        take("locked-down");
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

    private void login(String name, String secret) {
        browser.open(server.url() + "/");
        browser.await("!!document.getElementById('token')");
        browser.evaluate("document.getElementById('name').value = '" + name + "';"
                + "document.getElementById('token').value = '" + secret + "';document.forms[0].submit()");
        browser.awaitText("as " + name);
    }

    private void take(String state) throws IOException {
        for (int width : new int[] {1200, 390}) {
            browser.size(width, 800);
            browser.open(server.url() + "/");
            browser.awaitText("Audit of the last day");
            browser.picture(images.resolve("page-" + state + (width < 700 ? "-phone" : "") + ".png"));
        }
    }
}
