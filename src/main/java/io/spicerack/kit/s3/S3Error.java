package io.spicerack.kit.s3;

import io.spicerack.kit.protocol.AwsError;
import io.spicerack.kit.protocol.Xml;

/** An error in S3's own codes and XML. Immutable. */
record S3Error(String code, String message, int status) {
    /** S3 has names and statuses of its own for the errors of a signature. */
    static S3Error of(AwsError error) {
        String message = String.valueOf(error.getMessage());
        return switch (error.code()) {
            case "MissingAuthenticationTokenException" -> new S3Error("AccessDenied", "Access Denied", 403);
            case "UnrecognizedClientException" -> new S3Error("InvalidAccessKeyId", message, 403);
            case "InvalidSignatureException" -> new S3Error("SignatureDoesNotMatch", message, 403);
            case "IncompleteSignatureException" -> new S3Error("AuthorizationHeaderMalformed", message, 400);
            default -> new S3Error(error.code(), message, error.status());
        };
    }

    String xml(String resource, String requestId) {
        return new Xml()
                .open("Error")
                .put("Code", code)
                .put("Message", message)
                .put("Resource", resource)
                .put("RequestId", requestId)
                .close("Error")
                .toString();
    }
}
