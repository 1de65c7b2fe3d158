package io.spicerack.sigv4;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.signer.internal.BaseAws4Signer;
import software.amazon.awssdk.auth.signer.params.Aws4SignerParams;
import software.amazon.awssdk.core.checksums.SdkChecksum;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.regions.Region;

/**
 * Signs again what came, with the AWS SDK's own older signer, to see whether the same signature results. Thread-safe.
 *
 * <p>The successor of that signer always signs x-amz-content-sha256 too, which the aws command line and Terraform leave out.
 * The older one takes the digest of the body for the payload; S3 signs what x-amz-content-sha256 says instead, which may be
 * that the payload is unsigned or signed in chunks, so that this class takes the header where S3 is called.
 */
@SuppressWarnings("deprecation")
final class RepeatedSignature extends BaseAws4Signer {
    private static final String S3 = "s3";

    private final boolean s3;

    private RepeatedSignature(boolean s3) {
        this.s3 = s3;
    }

    static String of(SdkHttpFullRequest request, SignedScope scope, AwsBasicCredentials credentials, Instant signedAt) {
        boolean s3 = scope.service().equals(S3);
        Aws4SignerParams parameters = Aws4SignerParams.builder()
                .awsCredentials(credentials)
                .signingName(scope.service())
                .signingRegion(Region.of(scope.region()))
                .signingClockOverride(Clock.fixed(signedAt, ZoneOffset.UTC))
                // S3 alone signs a path as it was sent
                .doubleUrlEncode(!s3)
                .normalizePath(!s3)
                .build();
        String authorization = new RepeatedSignature(s3)
                .sign(request, parameters)
                .firstMatchingHeader("Authorization")
                .orElseThrow();
        return SignedScope.parse(authorization).signature();
    }

    static byte[] signingKey(SignedScope scope, AwsBasicCredentials credentials, Instant signedAt) {
        return new RepeatedSignature(true).deriveSigningKey(credentials, signedAt, scope.region(), scope.service());
    }

    @Override
    protected String calculateContentHash(
            SdkHttpFullRequest.Builder request, Aws4SignerParams parameters, SdkChecksum checksum) {
        return s3
                ? request.firstMatchingHeader(SignedRequest.CONTENT_SHA256).orElse("")
                : super.calculateContentHash(request, parameters, checksum);
    }
}
