package io.spicerack.admin;

import io.spicerack.catalog.database.CatalogException;
import io.spicerack.envelope.KeyUnavailableException;
import io.spicerack.envelope.TamperedException;
import io.spicerack.http.RequestRefusedException;
import io.spicerack.model.IngestionException;
import io.spicerack.table.parquet.DamagedFileException;
import java.util.List;

/** A call that is not served: the HTTP status, the type in AWS's spelling and the words. The one place that maps to HTTP. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int status;
    private final String type;

    private Refusal(int status, String type, String message) {
        super(message);
        this.status = status;
        this.type = type;
    }

    static Refusal unauthorized() {
        return new Refusal(
                401,
                "UnauthorizedException",
                "this needs the header Authorization: Bearer TOKEN with the token of this run of the service, which is"
                        + " in management.token in its data directory");
    }

    static Refusal readOnly(String principal, String call) {
        return new Refusal(
                403,
                "AccessDeniedException",
                principal + " may look at everything and change nothing; " + call + " is not for it");
    }

    static Refusal notFound(String message) {
        return new Refusal(404, "ResourceNotFoundException", message);
    }

    static Refusal wrongMethod(List<String> allowed) {
        int last = allowed.size() - 1;
        String all =
                last == 0 ? allowed.get(0) : String.join(", ", allowed.subList(0, last)) + " or " + allowed.get(last);
        return new Refusal(405, "MethodNotAllowedException", "here only " + all + " is allowed");
    }

    static Refusal nothingToRead(String message) {
        return new Refusal(409, "ConflictException", message);
    }

    static Refusal busy(String message) {
        return new Refusal(503, "ResourceUnavailableException", message);
    }

    static Refusal badParameter(String message) {
        return new Refusal(400, "InvalidParameterValueException", message);
    }

    /** What a failure means to the caller. The words of an unexpected one are kept back, since they may quote data. */
    static Refusal of(Throwable failure) {
        if (failure instanceof Refusal refusal) {
            return refusal;
        }
        String message = String.valueOf(failure.getMessage());
        if (failure instanceof RequestRefusedException refused) {
            return new Refusal(refused.reason().status(), type(refused.reason()), message);
        }
        if (failure instanceof KeyUnavailableException key) {
            return key.passing()
                    ? new Refusal(503, "ResourceUnavailableException", message)
                    : new Refusal(403, "AccessDeniedException", message);
        }
        if (failure instanceof TamperedException) {
            return new Refusal(500, "TamperedException", message);
        }
        if (failure instanceof DamagedFileException) {
            return new Refusal(500, "DamagedFileException", message);
        }
        if (failure instanceof IngestionException ingestion) {
            // of the store, whose disk may be full, or of a source: its words are those that an ingestion shows
            return new Refusal(503, "ResourceUnavailableException", ingestion.type() + ": " + message);
        }
        if (failure instanceof CatalogException) {
            return new Refusal(503, "ResourceUnavailableException", message);
        }
        return new Refusal(
                500,
                "InternalFailureException",
                "unexpected " + failure.getClass().getName() + "; the service's log has its place");
    }

    private static String type(RequestRefusedException.Reason reason) {
        return switch (reason) {
            case NOT_HTTP -> "BadRequestException";
            case BAD_INPUT -> "InvalidParameterValueException";
            case BAD_PAGE_TOKEN -> "InvalidNextTokenException";
            case NOT_IN_TIME -> "RequestTimeoutException";
            case TOO_LARGE -> "RequestEntityTooLargeException";
            case TOO_MANY -> "ThrottlingException";
        };
    }

    int status() {
        return status;
    }

    String type() {
        return type;
    }

    String words() {
        return String.valueOf(getMessage());
    }
}
