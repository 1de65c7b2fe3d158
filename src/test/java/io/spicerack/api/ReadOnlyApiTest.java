package io.spicerack.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.TakesLong;
import io.spicerack.core.CatalogContents;
import io.spicerack.core.CoreFixture;
import io.spicerack.core.SampleRows;
import io.spicerack.core.WithCore;
import io.spicerack.core.account.NewAccessKey;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;

/** Every operation of the API, called by a principal that may look at everything and change nothing. */
@WithCore
@TakesLong
class ReadOnlyApiTest {
    private static final ApiConfig CONFIG = new ApiConfig("127.0.0.1", 0, CoreFixture.ACCOUNT, Optional.empty());

    private CoreFixture core;
    private QuickSightServer server;

    @BeforeEach
    void start(CoreFixture core) {
        this.core = core;
        server = QuickSightServer.start(CONFIG, core.spice(), Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void eachOperationThatReadsIsServedAndNoneThatChanges() throws Exception {
        core.publish("patients", SampleRows.of(3));
        RawClient auditor = new RawClient(server.url(), auditor());
        List<String> before = CatalogContents.of(core.directory());
        List<Operation> operations = new QuickSightService(CONFIG, core.spice(), Clock.systemUTC()).operations();
        for (Operation operation : operations) {
            String method = operation
                    .methodAndPath()
                    .substring(0, operation.methodAndPath().indexOf(' '));
            String answer =
                    auditor.send(auditor.request(method, target(operation), "{}".getBytes(StandardCharsets.UTF_8)));
            if (operation.changes()) {
                assertThat(answer)
                        .as(operation.name())
                        .startsWith("HTTP/1.1 401")
                        .contains(
                                "AccessDeniedException",
                                "user/default/auditor is not authorized to perform:" + " quicksight:" + operation.name()
                                        + " because its actions do not allow it");
            } else {
                assertThat(answer).as(operation.name()).startsWith("HTTP/1.1 ").doesNotContain("AccessDenied");
            }
        }
        assertThat(operations).anyMatch(Operation::changes).anyMatch(operation -> !operation.changes());
        assertThat(CatalogContents.of(core.directory())).isEqualTo(before);
    }

    @Test
    void itSeesWhatNobodyHasSharedWithIt() throws Exception {
        core.publish("patients", SampleRows.of(3));
        RawClient auditor = new RawClient(server.url(), auditor());
        String listed = auditor.send(auditor.request("GET", path("/data-sets"), new byte[0]));
        assertThat(listed).startsWith("HTTP/1.1 200").contains("dataset/patients");
        assertThat(auditor.send(auditor.request("GET", path("/data-sets/patients"), new byte[0])))
                .startsWith("HTTP/1.1 200")
                .contains("\"DataSetId\" : \"patients\"".replace(" : ", ":"));
    }

    private AwsBasicCredentials auditor() {
        try (NewAccessKey key = core.spice().principals().createReadOnly("auditor")) {
            return AwsBasicCredentials.create(
                    key.principal().accessKeyId(), key.secretAccessKey().reveal(Function.identity()));
        }
    }

    private static String path(String below) {
        return "/accounts/" + CoreFixture.ACCOUNT.id() + below;
    }

    private static String target(Operation operation) {
        String path =
                operation.methodAndPath().substring(operation.methodAndPath().indexOf(' ') + 1);
        String whole = path.startsWith("/resources/") ? path : path(path);
        return whole.replace("{DataSetId}", "patients").replaceAll("\\{\\w+}", "some");
    }
}
