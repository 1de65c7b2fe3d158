package io.spicerack.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.spicerack.TakesLong;
import io.spicerack.aws.AuditClients;
import io.spicerack.aws.AwsConfig;
import io.spicerack.model.KeyReference;
import io.spicerack.model.KeyState;
import io.spicerack.model.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real routes of alerts, to what takes SNS's calls, a webhook that fails at first, and a mail server. */
@TakesLong
class AlertPushTest {
    private static final String TOPIC = "arn:aws:sns:eu-west-1:111122223333:spicerack";
    private static final String PUBLISHED =
            "<PublishResponse xmlns=\"http://sns.amazonaws.com/doc/2010-03-31/\"><PublishResult><MessageId>1</MessageId>"
                    + "</PublishResult><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></PublishResponse>";

    private final List<String> topic = new CopyOnWriteArrayList<>();
    private final List<String> hook = new CopyOnWriteArrayList<>();
    private final List<String> elsewhere = new CopyOnWriteArrayList<>();

    @Test
    void anAlertGoesEachWayAndOneThatFailsComesAgain(@TempDir Path directory) throws Exception {
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/", this::sns);
        http.createContext("/hook", this::hook);
        http.createContext("/elsewhere", asked -> {
            elsewhere.add(asked.getRequestMethod());
            answer(asked, 204, "");
        });
        http.start();
        String url = "http://127.0.0.1:" + http.getAddress().getPort();
        AwsConfig stand = new AwsConfig(
                "eu-west-1",
                Optional.of(URI.create(url)),
                Optional.of(new AwsConfig.AccessKey("AKIATEST", Secret.of("secret"))),
                Duration.ofSeconds(10));
        try (SmtpServer mail = SmtpServer.start();
                AuditClients clients = new AuditClients(stand);
                PipelineFixture fixture = PipelineFixture.open(directory)
                        .property("spicerack.alerts.sns.enabled", "true")
                        .property("spicerack.alerts.sns.topic-arn", TOPIC)
                        .property("spicerack.alerts.webhook.enabled", "true")
                        .property("spicerack.alerts.webhook.url", url + "/hook?token=t")
                        .property("spicerack.alerts.mail.enabled", "true")
                        .property("spicerack.alerts.mail.server", "smtp:127.0.0.1:" + mail.port())
                        .property("spicerack.alerts.mail.from", "spicerack@example.com")
                        .property("spicerack.alerts.mail.to", "night@example.com")
                        .bean("amazonSNSClient", clients.sns())) {
            fixture.routes().shared();
            fixture.start();
            fixture.stopKeyWatch();
            KeyReference key = fixture.serviceOwnedKey();
            fixture.spice().keyWatch().observed(key, KeyState.Disabled);

            await().atMost(Duration.ofSeconds(60)).until(() -> !topic.isEmpty() && hook.size() >= 3);
            await().atMost(Duration.ofSeconds(60)).until(() -> !mail.messages().isEmpty());
            assertThat(topic.get(0))
                    .contains(
                            "Action=Publish",
                            "TopicArn=" + TOPIC,
                            "Subject=Spicerack: key ",
                            "\"alert\":\"KEY_STATE\"");
            assertThat(hook.get(1))
                    .isEqualTo(hook.get(0))
                    .contains("POST /hook?token=t application/json ", key.toString());
            assertThat(elsewhere).as("where the hook sent it on").isEmpty();
            assertThat(mail.messages().get(0))
                    .contains("Subject: Spicerack: key ", "To: night@example.com", "KEY_STATE");
        } finally {
            http.stop(0);
        }
    }

    private void sns(HttpExchange exchange) throws IOException {
        topic.add(URLDecoder.decode(body(exchange), StandardCharsets.UTF_8));
        exchange.getResponseHeaders().add("Content-Type", "text/xml");
        exchange.getResponseHeaders().add("x-amzn-RequestId", "r");
        answer(exchange, 200, PUBLISHED);
    }

    private void hook(HttpExchange exchange) throws IOException {
        hook.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                + exchange.getRequestHeaders().getFirst("Content-Type") + " " + body(exchange));
        exchange.getResponseHeaders().add("Location", "/elsewhere");
        answer(exchange, hook.size() == 1 ? 500 : hook.size() == 2 ? 307 : 204, "");
    }

    private static String body(HttpExchange exchange) {
        try {
            return new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
