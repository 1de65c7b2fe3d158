package io.spicerack.kit.protocol;

import org.jspecify.annotations.Nullable;

/** What a caller gets instead of a result: AWS's error code, AWS's words and the HTTP status. */
public final class AwsError extends RuntimeException {
    private final String code;
    private final int status;

    /** An error of the caller's, HTTP 400; {@code message} is null where AWS says nothing but the code. */
    public AwsError(String code, @Nullable String message) {
        this(code, message, 400);
    }

    public AwsError(String code, @Nullable String message, int status) {
        super(message);
        this.code = code;
        this.status = status;
    }

    public static AwsError validation(String message) {
        return new AwsError("ValidationException", message);
    }

    public String code() {
        return code;
    }

    public int status() {
        return status;
    }
}
