package io.spicerack.aws;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * Takes for an answer only what AWS, or a stand-in for it, would say. A gateway or a captive portal in between may say 200 to
 * everything: a call that gives nothing, such as RetireGrant or DisableKey, would count as done. Nor is more taken in than any
 * answer has. Thread-safe.
 */
final class GenuineAnswers implements ExecutionInterceptor {
    /** Above all that is asked of KMS and its like; the largest secret has 64 KB. */
    private static final int MOST_BYTES = 1 << 20;

    private static final List<String> REQUEST_IDS = List.of("x-amzn-RequestId", "x-amz-request-id");

    private final long most;

    private GenuineAnswers(long most) {
        this.most = most;
    }

    static GenuineAnswers ofQuestions() {
        return new GenuineAnswers(MOST_BYTES);
    }

    /** @param most bytes that are asked for at once */
    static GenuineAnswers ofObjects(long most) {
        return new GenuineAnswers(most + MOST_BYTES);
    }

    @Override
    public Optional<InputStream> modifyHttpResponseContent(
            Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
        return context.responseBody().map(body -> new Bounded(body, most));
    }

    @Override
    public void beforeUnmarshalling(Context.BeforeUnmarshalling context, ExecutionAttributes attributes) {
        SdkHttpResponse answer = context.httpResponse();
        // the type of what is said is no sign: stand-ins for AWS call their JSON HTML
        if (answer.isSuccessful() && answer.firstMatchingHeader(REQUEST_IDS).isEmpty()) {
            boolean page = answer.firstMatchingHeader("Content-Type")
                    .filter(type -> type.startsWith("text/html"))
                    .isPresent();
            throw SdkClientException.create("what answered with HTTP status " + answer.statusCode()
                    + " is not AWS: it gave " + (page ? "an HTML page" : "no request id")
                    + ". Look for a proxy or a gateway in between");
        }
    }

    private static final class Bounded extends FilterInputStream {
        private final long most;
        private long left;

        Bounded(InputStream body, long most) {
            super(body);
            this.most = most;
            this.left = most;
        }

        @Override
        public int read() throws IOException {
            int next = super.read();
            count(next < 0 ? 0 : 1);
            return next;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = super.read(buffer, offset, length);
            count(read);
            return read;
        }

        private void count(int read) throws IOException {
            left -= Math.max(0, read);
            if (left < 0) {
                throw new IOException("the answer has more than " + most + " bytes, which none of AWS has");
            }
        }
    }
}
