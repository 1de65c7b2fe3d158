package io.spicerack;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A real browser with one page, told what to do over its own protocol. It remembers what it asked for and complained of. */
public final class HeadlessBrowser implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LONGEST = Duration.ofSeconds(120);

    private final Process process;
    private final WebSocket socket;
    private final AtomicInteger numbers = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();

    private HeadlessBrowser(Process process, WebSocket.Builder connection, URI page) {
        this.process = process;
        this.socket = connection.buildAsync(page, new Told()).join();
        for (String domain : List.of("Page", "Runtime", "Network", "Log")) {
            send(domain + ".enable", JSON.createObjectNode());
        }
    }

    /** Where one is installed; empty where there is none. */
    public static Optional<Path> program() {
        return Stream.of("chromium", "chromium-browser", "google-chrome")
                .flatMap(name -> Arrays.stream(
                                System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                        .map(directory -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** @param profile a directory of its own */
    public static HeadlessBrowser start(Path program, Path profile) throws Exception {
        Process process = new ProcessBuilder(
                        program.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        "about:blank")
                .redirectErrorStream(true)
                .start();
        BufferedReader said = process.inputReader(UTF_8);
        String line = "";
        while (!line.startsWith("DevTools listening on ")) {
            line = said.readLine();
            if (line == null) {
                throw new IOException(program + " did not start");
            }
        }
        Thread rest = new Thread(() -> said.lines().forEach(unused -> {}), "browser-output");
        rest.setDaemon(true);
        rest.start();
        URI browser = URI.create(line.substring("DevTools listening on ".length()));
        HttpClient http = HttpClient.newHttpClient();
        JsonNode page = JSON.readTree(http.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + browser.getPort() + "/json/new"))
                                .PUT(BodyPublishers.noBody())
                                .build(),
                        BodyHandlers.ofString())
                .body());
        return new HeadlessBrowser(
                process,
                http.newWebSocketBuilder(),
                URI.create(page.path("webSocketDebuggerUrl").asText()));
    }

    public void size(int width, int height) {
        send(
                "Emulation.setDeviceMetricsOverride",
                JSON.createObjectNode()
                        .put("width", width)
                        .put("height", height)
                        .put("deviceScaleFactor", 1)
                        .put("mobile", width < 700));
    }

    public void open(String url) {
        send("Page.navigate", JSON.createObjectNode().put("url", url));
        await("document.readyState === 'complete' && location.href !== 'about:blank'");
    }

    /** The value of an expression in the page. */
    public JsonNode evaluate(String expression) {
        return send(
                        "Runtime.evaluate",
                        JSON.createObjectNode()
                                .put("expression", expression)
                                .put("returnByValue", true)
                                .put("awaitPromise", true))
                .path("result")
                .path("value");
    }

    /** Waits until an expression is true. */
    public void await(String expression) {
        Awaitility.await(expression)
                .atMost(LONGEST)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> evaluate(expression).asBoolean());
    }

    public boolean shows(String text) {
        return evaluate("document.body.innerText").asText().contains(text);
    }

    public void awaitText(String text) {
        await("document.body.innerText.includes(" + JSON.valueToTree(text) + ")");
    }

    /** The whole page, however long. */
    public void picture(Path file) throws IOException {
        JsonNode size = send("Page.getLayoutMetrics", JSON.createObjectNode()).path("cssContentSize");
        ObjectNode wanted = JSON.createObjectNode().put("format", "png").put("captureBeyondViewport", true);
        wanted.putObject("clip")
                .put("x", 0)
                .put("y", 0)
                .put("width", size.path("width").asDouble())
                .put("height", size.path("height").asDouble())
                .put("scale", 1);
        Files.write(
                file,
                Base64.getDecoder()
                        .decode(send("Page.captureScreenshot", wanted)
                                .path("data")
                                .asText()));
    }

    /** The URLs that its page asked for. */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    /** What it logged of its own, such as what a policy forbade, and what scripts threw. */
    public List<String> complaints() {
        return List.copyOf(complaints);
    }

    private JsonNode send(String method, ObjectNode parameters) {
        int number = numbers.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        waiting.put(number, answer);
        ObjectNode message = JSON.createObjectNode().put("id", number).put("method", method);
        message.set("params", parameters);
        synchronized (this) {
            socket.sendText(message.toString(), true).join();
        }
        return answer.orTimeout(LONGEST.toSeconds(), TimeUnit.SECONDS).join();
    }

    private final class Told implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                told(text.toString());
                text.setLength(0);
            }
            from.request(1);
            return CompletableFuture.completedFuture(null);
        }
    }

    private void told(String text) {
        JsonNode message;
        try {
            message = JSON.readTree(text);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        CompletableFuture<JsonNode> answer = waiting.remove(message.path("id").asInt());
        if (answer != null) {
            answer.complete(message.path("result"));
        }
        switch (message.path("method").asText()) {
            case "Network.requestWillBeSent" ->
                asked.add(message.at("/params/request/url").asText());
            case "Log.entryAdded" ->
                complaints.add(message.at("/params/entry/text").asText() + " "
                        + message.at("/params/entry/url").asText());
            case "Runtime.consoleAPICalled" -> {
                if (message.at("/params/type").asText().equals("error")) {
                    complaints.add(message.at("/params/args").toString());
                }
            }
            case "Runtime.exceptionThrown" ->
                complaints.add(message.at("/params/exceptionDetails").toString());
            default -> {}
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.onExit().get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            process.destroyForcibly();
        }
    }
}
