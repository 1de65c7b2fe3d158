package io.spicerack.core.sources;

import io.spicerack.catalog.database.CatalogException;
import io.spicerack.catalog.record.DataSourceError;
import io.spicerack.envelope.KeyUnavailableException;
import io.spicerack.envelope.TamperedException;
import io.spicerack.model.DataSourceErrorType;
import io.spicerack.model.ErrorInfo;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;
import io.spicerack.table.DuplicateColumnException;
import io.spicerack.table.parquet.DamagedFileException;
import org.jspecify.annotations.Nullable;

/** The one place that turns exceptions into QuickSight's error types. */
public final class QuickSightErrors {
    private QuickSightErrors() {}

    /** Why an ingestion failed, from the most telling exception in the chain. */
    public static ErrorInfo ofIngestion(Throwable failure) {
        for (Throwable link = failure; link != null; link = next(link)) {
            if (link instanceof IngestionException known) {
                return new ErrorInfo(known.type(), message(known));
            }
            if (link instanceof KeyUnavailableException key) {
                return new ErrorInfo(
                        key.passing()
                                ? IngestionErrorType.KEY_SERVICE_UNAVAILABLE
                                : IngestionErrorType.PERMISSION_DENIED,
                        message(key));
            }
            if (link instanceof DuplicateColumnException duplicate) {
                return new ErrorInfo(IngestionErrorType.DUPLICATE_COLUMN_NAMES_FOUND, message(duplicate));
            }
            if (link instanceof DamagedFileException damaged) {
                return new ErrorInfo(IngestionErrorType.INTERNAL_SERVICE_ERROR, message(damaged));
            }
            if (link instanceof TamperedException tampered) {
                return new ErrorInfo(IngestionErrorType.INTERNAL_SERVICE_ERROR, message(tampered));
            }
            if (link instanceof CatalogException catalog) {
                return new ErrorInfo(IngestionErrorType.INTERNAL_SERVICE_ERROR, message(catalog));
            }
        }
        if (worded(failure)) {
            return new ErrorInfo(IngestionErrorType.CUSTOMER_ERROR, message(failure));
        }
        return new ErrorInfo(
                IngestionErrorType.INTERNAL_SERVICE_ERROR,
                "unexpected " + failure.getClass().getName()
                        + "; the log has its place (no message is kept, since it may" + " quote data)");
    }

    /** Whether it may be gone when the same is tried again. */
    public static boolean passing(Throwable failure) {
        for (Throwable link = failure; link != null; link = next(link)) {
            if (link instanceof IngestionException known) {
                return known.passing();
            }
        }
        return false;
    }

    /** Why a data source cannot be used. */
    public static DataSourceError ofDataSource(Throwable failure) {
        ErrorInfo error = ofIngestion(failure);
        return new DataSourceError(type(error.type()), error.message());
    }

    private static DataSourceErrorType type(IngestionErrorType type) {
        return switch (type) {
            case PASSWORD_AUTHENTICATION_FAILURE, PERMISSION_DENIED, DATA_SOURCE_AUTH_FAILED ->
                DataSourceErrorType.ACCESS_DENIED;
            case UNRESOLVABLE_HOST -> DataSourceErrorType.UNKNOWN_HOST;
            case UNROUTABLE_HOST, QUERY_TIMEOUT, DATA_SOURCE_CONNECTION_FAILED -> DataSourceErrorType.TIMEOUT;
            // QuickSight has no type for a server that refuses, of which nobody had to wait for an answer
            case CONNECTION_FAILURE,
                    SSL_CERTIFICATE_VALIDATION_FAILURE,
                    INVALID_DATA_SOURCE_CONFIG,
                    SOURCE_RESOURCE_LIMIT_EXCEEDED,
                    SQL_EXCEPTION,
                    ROW_SIZE_LIMIT_EXCEEDED,
                    SQL_TABLE_NOT_FOUND -> DataSourceErrorType.GENERIC_SQL_FAILURE;
            default -> DataSourceErrorType.UNKNOWN;
        };
    }

    /** Whether we wrote its message: one that another library throws may quote a value, as NumberFormatException does. */
    private static boolean worded(Throwable failure) {
        boolean kind = failure instanceof IllegalArgumentException || failure instanceof IllegalStateException;
        StackTraceElement[] trace = failure.getStackTrace();
        return kind && trace.length > 0 && trace[0].getClassName().startsWith("io.spicerack.");
    }

    private static String message(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }

    private static @Nullable Throwable next(Throwable link) {
        Throwable cause = link.getCause();
        return cause == link ? null : cause;
    }
}
