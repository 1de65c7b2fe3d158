package io.spicerack.kit.protocol;

import io.spicerack.http.HttpRequest;
import io.spicerack.sigv4.SignatureCheck;
import io.spicerack.sigv4.SignatureRefusedException;
import io.spicerack.sigv4.SignedRequest;

/** Tells from its signature who sent a request. Thread-safe. */
public final class CallerCheck {
    private final AwsCaller caller;
    private final SignatureCheck signatures;

    public CallerCheck(LocalAwsConfig config) {
        LocalAwsConfig.AccessKey key = config.accessKey();
        this.caller = AwsCaller.of(config.account(), key.id());
        this.signatures = new SignatureCheck(key.id(), key.secret(), config.account(), config.clock());
    }

    /** What the holder of the access key sends to S3, out of its chunks, or AWS's error. */
    public byte[] verifyS3(HttpRequest request) {
        try {
            return signatures.verifyS3(signed(request));
        } catch (SignatureRefusedException e) {
            throw new AwsError(e.code(), e.getMessage());
        }
    }

    /** Who signed the request for {@code service}, or AWS's error. */
    public AwsCaller verify(HttpRequest request, String service) {
        try {
            signatures.verify(signed(request), service);
            return caller;
        } catch (SignatureRefusedException e) {
            throw new AwsError(e.code(), e.getMessage());
        }
    }

    private static SignedRequest signed(HttpRequest request) {
        return new SignedRequest(request.method(), request.line().target(), request.headers(), request.body());
    }
}
