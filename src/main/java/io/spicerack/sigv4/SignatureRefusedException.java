package io.spicerack.sigv4;

/** A request is not signed as it must be; it carries AWS's error code and AWS's words. */
public final class SignatureRefusedException extends RuntimeException {
    private final String code;

    SignatureRefusedException(String code, String message) {
        super(message);
        this.code = code;
    }

    public String code() {
        return code;
    }

    static SignatureRefusedException invalid(String message) {
        return new SignatureRefusedException("InvalidSignatureException", message);
    }
}
