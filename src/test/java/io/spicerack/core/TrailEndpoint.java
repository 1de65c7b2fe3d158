package io.spicerack.core;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.spicerack.audit.file.DigestKeys;
import io.spicerack.audit.file.LogBucket;
import io.spicerack.audit.file.TrailName;
import io.spicerack.audit.file.TrailObjects;
import io.spicerack.core.trail.AuditFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The calls of S3 and CloudTrail that {@code aws cloudtrail validate-logs} makes, over a bucket in a directory. It checks no
 * signatures. Calls come one at a time.
 */
final class TrailEndpoint implements AutoCloseable {
    private final TrailName trail;
    private final LogBucket bucket;
    private final AuditFiles files;
    private final HttpServer server;

    private TrailEndpoint(LogBucket bucket, AuditFiles files) throws IOException {
        this.trail = files.trailName();
        this.bucket = bucket;
        this.files = files;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    static TrailEndpoint start(LogBucket bucket, AuditFiles files) throws IOException {
        return new TrailEndpoint(bucket, files);
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
            String path = exchange.getRequestURI().getPath();
            String query =
                    Optional.ofNullable(exchange.getRequestURI().getQuery()).orElse("");
            if (target != null) {
                exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
                send(exchange, 200, target.endsWith("DescribeTrails") ? trails() : DigestKeys.json(files.publicKeys()));
            } else if (query.startsWith("location")) {
                send(exchange, 200, "<LocationConstraint>" + trail.account().region() + "</LocationConstraint>");
            } else if (path.equals("/" + trail.bucket()) || path.equals("/" + trail.bucket() + "/")) {
                send(exchange, 200, listing());
            } else {
                object(exchange, path.substring(trail.bucket().length() + 2));
            }
        }
    }

    private void object(HttpExchange exchange, String key) throws IOException {
        Optional<TrailObjects.Content> content = bucket.find(key);
        if (content.isEmpty()) {
            send(exchange, 404, "<Error><Code>NoSuchKey</Code><Message>no such key</Message></Error>");
            return;
        }
        content.get().metadata().forEach((name, value) -> exchange.getResponseHeaders()
                .set("x-amz-meta-" + name, value));
        send(exchange, 200, content.get().bytes());
    }

    private String listing() {
        return bucket.keys("").stream()
                .filter(key -> key.contains("CloudTrail-Digest"))
                .map(key -> "<Contents><Key>" + key + "</Key></Contents>")
                .collect(Collectors.joining(
                        "", "<ListBucketResult><IsTruncated>false</IsTruncated>", "</ListBucketResult>"));
    }

    private String trails() {
        return "{\"trailList\":[{\"Name\":\"" + trail.name() + "\",\"TrailARN\":\"" + trail.arn()
                + "\",\"S3BucketName\":\"" + trail.bucket() + "\"}]}";
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        send(exchange, status, body.getBytes(StandardCharsets.UTF_8));
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
