package io.spicerack.http;

/** What this room refuses of its own; a service gives it the error type that its callers know. */
public final class RequestRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why, with the status that HTTP has for it. */
    public enum Reason {
        NOT_HTTP(400),
        BAD_INPUT(400),
        BAD_PAGE_TOKEN(400),
        NOT_IN_TIME(408),
        TOO_LARGE(413),
        TOO_MANY(429);

        private final int status;

        Reason(int status) {
            this.status = status;
        }

        public int status() {
            return status;
        }
    }

    private final Reason reason;

    RequestRefusedException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public static RequestRefusedException badInput(String message) {
        return new RequestRefusedException(Reason.BAD_INPUT, message);
    }

    public Reason reason() {
        return reason;
    }

    /** Fit for the caller: quotes no value of a body. */
    public String words() {
        return String.valueOf(getMessage());
    }
}
