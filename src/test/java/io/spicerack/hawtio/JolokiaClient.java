package io.spicerack.hawtio;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Somebody's browser at the management port, as far as Hawtio and Jolokia go. */
public final class JolokiaClient {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final String url;
    private final String cookie;

    private JolokiaClient(String url, String cookie) {
        this.url = url;
        this.cookie = cookie;
    }

    /** Who has logged in; nobody, where what is given opens nothing. */
    public static JolokiaClient login(String url, String name, String secret) throws IOException {
        JolokiaClient stranger = new JolokiaClient(url, "");
        HttpResponse<String> answer = stranger.send(stranger.request("/login")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("name=" + name + "&token=" + URLEncoder.encode(secret, UTF_8))));
        return new JolokiaClient(
                url,
                answer.headers()
                        .firstValue("Set-Cookie")
                        .map(header -> header.split(";", -1)[0])
                        .orElse(""));
    }

    boolean isIn() {
        return !cookie.isEmpty();
    }

    HttpResponse<String> get(String path) throws IOException {
        return send(request(path).GET());
    }

    HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path));
        return cookie.isEmpty() ? request : request.header("Cookie", cookie);
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    HttpResponse<String> post(String body) throws IOException {
        return send(request("/hawtio/jolokia")
                .header("Origin", url)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }

    JsonNode ask(String body) throws IOException {
        return JSON.readTree(post(body).body());
    }

    JsonNode read(String bean, String attribute) throws IOException {
        return ask(question("read", bean).put("attribute", attribute).toString());
    }

    JsonNode call(String bean, String operation, String... arguments) throws IOException {
        ObjectNode question = question("exec", bean).put("operation", operation);
        for (String argument : arguments) {
            question.withArray("arguments").add(argument);
        }
        return ask(question.toString());
    }

    private static ObjectNode question(String type, String bean) {
        return JSON.createObjectNode().put("type", type).put("mbean", bean);
    }

    /** One attribute or operation of a bean that Jolokia lists, and what came of asking for it. */
    record Asked(String bean, String member, boolean operation, String arguments, JsonNode answer) {
        boolean allowed() {
            return answer.path("status").asInt() != 403;
        }
    }

    /** Everything that is listed is read and called, but for what stops routes. */
    public List<String> everything() throws IOException {
        return walk().stream().map(asked -> asked.answer().toString()).toList();
    }

    List<Asked> walk() throws IOException {
        List<Asked> all = new ArrayList<>();
        JsonNode domains =
                ask("{\"type\":\"list\",\"config\":{\"maxDepth\":9}}").path("value");
        for (Iterator<String> names = domains.fieldNames(); names.hasNext(); ) {
            String domain = names.next();
            for (Iterator<String> keys = domains.path(domain).fieldNames(); keys.hasNext(); ) {
                String key = keys.next();
                walk(domain + ":" + key, domains.path(domain).path(key), all);
            }
        }
        return all;
    }

    private void walk(String bean, JsonNode info, List<Asked> all) throws IOException {
        ArrayNode questions = JSON.createArrayNode();
        List<Asked> asked = new ArrayList<>();
        for (Iterator<String> names = info.path("attr").fieldNames(); names.hasNext(); ) {
            String name = names.next();
            questions.add(question("read", bean).put("attribute", name));
            asked.add(new Asked(bean, name, false, "", NullNode.instance));
        }
        for (Iterator<String> names = info.path("op").fieldNames(); names.hasNext(); ) {
            String name = names.next();
            JsonNode overloads = info.path("op").path(name);
            for (JsonNode one : overloads.isArray() ? overloads : List.of(overloads)) {
                List<String> types = new ArrayList<>();
                ObjectNode question = question("exec", bean);
                for (JsonNode argument : one.path("args")) {
                    types.add(argument.path("type").asText());
                    question.withArray("arguments")
                            .add(Map.of("boolean", "true", "int", "1")
                                    .getOrDefault(argument.path("type").asText(), "nosuch"));
                }
                String signature = name + "(" + String.join(",", types) + ")";
                if (!name.equals("stop") && !name.equals("start") && !name.equals("startAllRoutes")) {
                    questions.add(question.put("operation", signature));
                    asked.add(new Asked(bean, name, true, signature, NullNode.instance));
                }
            }
        }
        JsonNode answers = ask(questions.toString());
        for (int i = 0; i < asked.size(); i++) {
            Asked one = asked.get(i);
            all.add(new Asked(one.bean(), one.member(), one.operation(), one.arguments(), answers.path(i)));
        }
    }
}
