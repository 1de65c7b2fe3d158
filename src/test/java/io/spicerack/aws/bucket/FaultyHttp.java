package io.spicerack.aws.bucket;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;

/** An HTTP client between us and S3 that fails as it is told to, and counts what comes. Thread-safe. */
public final class FaultyHttp implements SdkHttpClient {
    /** What becomes of a call. */
    public enum Fault {
        NONE,
        /** S3 asks to slow down, and does nothing. */
        THROTTLED,
        /** S3 fails, and does nothing. */
        FAILED,
        /** S3 does what it is asked, and the answer never comes. */
        LOST,
        /** S3 does what it is asked, and the answer's body ends half-way. */
        BROKEN
    }

    private final SdkHttpClient network;
    private final AtomicLong received = new AtomicLong();
    private final Set<String> failedOnce = ConcurrentHashMap.newKeySet();
    private volatile Fault first = Fault.NONE;
    private volatile Fault always = Fault.NONE;

    public FaultyHttp(SdkHttpClient network) {
        this.network = network;
    }

    /** From now on the first try of each call ends so. */
    public void failFirst(Fault fault) {
        failedOnce.clear();
        first = fault;
    }

    /** From now on each try ends so. */
    public void failAll(Fault fault) {
        always = fault;
    }

    /** Bytes of answers' bodies so far. */
    public long received() {
        return received.get();
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() throws IOException {
                return answer(request, always == Fault.NONE ? next(request.httpRequest()) : always);
            }

            @Override
            public void abort() {}
        };
    }

    private Fault next(SdkHttpRequest request) {
        String call = request.method() + " " + request.encodedPath() + request.rawQueryParameters()
                + request.firstMatchingHeader("Range").orElse("");
        return first != Fault.NONE && failedOnce.add(call) ? first : Fault.NONE;
    }

    private HttpExecuteResponse answer(HttpExecuteRequest request, Fault fault) throws IOException {
        switch (fault) {
            case THROTTLED -> {
                return error(503, "SlowDown");
            }
            case FAILED -> {
                return error(500, "InternalError");
            }
            case LOST -> {
                try (InputStream body = body(network.prepareRequest(request).call())) {
                    body.readAllBytes();
                }
                throw new SocketException("Connection reset");
            }
            case BROKEN -> {
                HttpExecuteResponse answer = network.prepareRequest(request).call();
                byte[] body;
                try (InputStream whole = body(answer)) {
                    body = whole.readAllBytes();
                }
                InputStream half = new FilterInputStream(new ByteArrayInputStream(body, 0, body.length / 2)) {
                    @Override
                    public int read(byte[] target, int offset, int length) throws IOException {
                        int count = super.read(target, offset, length);
                        if (count < 0) {
                            throw new SocketException("Connection reset");
                        }
                        return count;
                    }
                };
                return body.length == 0 ? withBody(answer, new ByteArrayInputStream(body)) : withBody(answer, half);
            }
            case NONE -> {
                HttpExecuteResponse answer = network.prepareRequest(request).call();
                return answer.responseBody().isPresent() ? withBody(answer, counted(body(answer))) : answer;
            }
        }
        throw new IllegalStateException("no fault " + fault);
    }

    private InputStream counted(InputStream body) {
        return new FilterInputStream(body) {
            @Override
            public int read() throws IOException {
                int one = super.read();
                received.addAndGet(one < 0 ? 0 : 1);
                return one;
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                int count = super.read(target, offset, length);
                received.addAndGet(Math.max(0, count));
                return count;
            }
        };
    }

    private static InputStream body(HttpExecuteResponse answer) {
        return answer.responseBody().<InputStream>map(body -> body).orElse(InputStream.nullInputStream());
    }

    private static HttpExecuteResponse withBody(HttpExecuteResponse answer, InputStream body) {
        return HttpExecuteResponse.builder()
                .response(answer.httpResponse())
                .responseBody(AbortableInputStream.create(body))
                .build();
    }

    private static HttpExecuteResponse error(int status, String code) {
        String xml = "<Error><Code>" + code + "</Code><Message>try again</Message></Error>";
        byte[] body = xml.getBytes(StandardCharsets.UTF_8);
        return HttpExecuteResponse.builder()
                .response(SdkHttpResponse.builder()
                        .statusCode(status)
                        .putHeader("Content-Type", "application/xml")
                        .putHeader("Content-Length", String.valueOf(body.length))
                        .build())
                .responseBody(AbortableInputStream.create(new ByteArrayInputStream(body)))
                .build();
    }

    @Override
    public void close() {
        network.close();
    }
}
