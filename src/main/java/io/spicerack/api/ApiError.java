package io.spicerack.api;

import io.spicerack.catalog.RefusedChangeException;
import io.spicerack.core.account.DeclaredElsewhereException;
import io.spicerack.envelope.KeyUnavailableException;
import io.spicerack.http.RequestRefusedException;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;
import io.spicerack.model.LimitExceededException;
import io.spicerack.model.PreconditionNotMetException;
import io.spicerack.model.ResourceExistsException;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A call that is not served, in QuickSight's types. The one place that maps failures to HTTP. */
final class ApiError extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int status;
    private final String type;
    private final @Nullable String resourceType;

    ApiError(int status, String type, String message) {
        this(status, type, message, null, null);
    }

    private ApiError(
            int status, String type, String message, @Nullable String resourceType, @Nullable Throwable cause) {
        super(message, cause);
        this.status = status;
        this.type = type;
        this.resourceType = resourceType;
    }

    static ApiError badParameter(String message) {
        return new ApiError(400, "InvalidParameterValueException", message);
    }

    static ApiError notFound(String resourceType, String message) {
        return new ApiError(404, "ResourceNotFoundException", message, resourceType, null);
    }

    static ApiError limitExceeded(String resourceType, String message) {
        return new ApiError(409, "LimitExceededException", message, resourceType, null);
    }

    static ApiError conflict(String message) {
        return new ApiError(409, "ConflictException", message);
    }

    /** Runs a change in the core, whose refusals become QuickSight's errors about {@code resourceType}. */
    static <T> T translated(String resourceType, Supplier<T> change) {
        try {
            return change.get();
        } catch (ResourceExistsException e) {
            throw new ApiError(409, "ResourceExistsException", words(e), resourceType, e);
        } catch (LimitExceededException e) {
            throw new ApiError(409, "LimitExceededException", words(e), resourceType, e);
        } catch (PreconditionNotMetException e) {
            throw new ApiError(400, "PreconditionNotMetException", words(e), null, e);
        } catch (KeyUnavailableException e) {
            throw new ApiError(400, "CustomerManagedKeyUnavailableException", words(e), null, e);
        } catch (IngestionException e) {
            boolean missing = e.type() == IngestionErrorType.DATA_SOURCE_NOT_FOUND;
            throw missing ? notFound(resourceType, words(e)) : badParameter(words(e));
        } catch (RefusedChangeException | DeclaredElsewhereException e) {
            throw conflict(words(e));
        } catch (IllegalArgumentException e) {
            // the core's way to refuse what a caller asked for
            throw badParameter(words(e));
        }
    }

    /** What a failure means to the caller. The words of an unexpected one are kept back, since they may quote data. */
    static ApiError of(Throwable failure) {
        if (failure instanceof RequestRefusedException refused) {
            return of(refused);
        }
        return failure instanceof ApiError known
                ? known
                : new ApiError(
                        500,
                        "InternalFailureException",
                        "An internal failure occurred; the service's log has it under this request id",
                        null,
                        failure);
    }

    private static ApiError of(RequestRefusedException refused) {
        int status = refused.reason().status();
        return switch (refused.reason()) {
            case NOT_HTTP -> new ApiError(status, "BadRequestException", refused.words());
            case BAD_INPUT -> new ApiError(status, "InvalidParameterValueException", refused.words());
            case BAD_PAGE_TOKEN -> new ApiError(status, "InvalidNextTokenException", refused.words());
            case NOT_IN_TIME -> new ApiError(status, "RequestTimeoutException", refused.words());
            case TOO_LARGE -> new ApiError(status, "RequestEntityTooLargeException", refused.words());
            case TOO_MANY ->
                new ApiError(status, "ThrottlingException", "Rate exceeded: " + refused.words() + "; try again");
        };
    }

    int status() {
        return status;
    }

    String type() {
        return type;
    }

    String words() {
        return words(this);
    }

    Optional<String> resourceType() {
        return Optional.ofNullable(resourceType);
    }

    private static String words(Throwable failure) {
        return String.valueOf(failure.getMessage());
    }
}
