package io.spicerack.sigv4;

import io.spicerack.model.Sha256;
import java.util.function.Supplier;

/**
 * The payload of a request to S3, in the forms that x-amz-content-sha256 tells apart ("Signature calculations for the
 * authorization header" in S3's API reference).
 */
final class Payload {
    private static final String UNSIGNED = "UNSIGNED-PAYLOAD";
    private static final String UNSIGNED_CHUNKS = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";
    private static final String SIGNED_CHUNKS = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD";
    private static final String SIGNED_CHUNKS_TRAILER = SIGNED_CHUNKS + "-TRAILER";

    private Payload() {}

    static byte[] of(SignedRequest request, SignedScope scope, Supplier<byte[]> signingKey) {
        String form = request.header(SignedRequest.CONTENT_SHA256);
        if (form == null) {
            throw new SignatureRefusedException(
                    "InvalidRequest", "Missing required header for this request: x-amz-content-sha256");
        }
        return switch (form) {
            case UNSIGNED -> request.body();
            case UNSIGNED_CHUNKS -> new Chunks(request.body(), null).payload();
            case SIGNED_CHUNKS, SIGNED_CHUNKS_TRAILER ->
                new Chunks(
                                request.body(),
                                new ChunkSignatures(
                                        signingKey.get(), String.valueOf(request.header("x-amz-date")), scope))
                        .payload();
            default -> whole(request.body(), form);
        };
    }

    private static byte[] whole(byte[] body, String expected) {
        if (!expected.equals(Sha256.hex(body))) {
            throw new SignatureRefusedException(
                    "XAmzContentSHA256Mismatch",
                    "The provided 'x-amz-content-sha256' header does not match what was computed.");
        }
        return body;
    }
}
