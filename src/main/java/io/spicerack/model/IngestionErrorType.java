package io.spicerack.model;

/** Why an ingestion failed: those of QuickSight's IngestionErrorType that can happen here, and one of Spicerack's own. */
public enum IngestionErrorType {
    INGESTION_SUPERSEDED,
    INGESTION_CANCELED,
    DATA_SET_DELETED,
    DATA_TOLERANCE_EXCEPTION,
    ROW_SIZE_LIMIT_EXCEEDED,
    ACCOUNT_CAPACITY_LIMIT_EXCEEDED,
    CUSTOMER_ERROR,
    DATA_SOURCE_NOT_FOUND,
    CONNECTION_FAILURE,
    SQL_TABLE_NOT_FOUND,
    PERMISSION_DENIED,
    SSL_CERTIFICATE_VALIDATION_FAILURE,
    PASSWORD_AUTHENTICATION_FAILURE,
    SQL_SCHEMA_MISMATCH_ERROR,
    INVALID_DATAPREP_SYNTAX,
    SOURCE_RESOURCE_LIMIT_EXCEEDED,
    SQL_INVALID_PARAMETER_VALUE,
    QUERY_TIMEOUT,
    SQL_NUMERIC_OVERFLOW,
    UNRESOLVABLE_HOST,
    UNROUTABLE_HOST,
    SQL_EXCEPTION,
    INVALID_DATA_SOURCE_CONFIG,
    DATA_SOURCE_AUTH_FAILED,
    DATA_SOURCE_CONNECTION_FAILED,
    INTERNAL_SERVICE_ERROR,
    REFRESH_SUPPRESSED_BY_EDIT,
    DUPLICATE_COLUMN_NAMES_FOUND,
    /** Who has the keys does not answer, or asks to slow down: nothing is wrong with Spicerack, the source or the query. */
    KEY_SERVICE_UNAVAILABLE;

    /** The word for it that clients of QuickSight know. */
    public IngestionErrorType inQuickSight() {
        return this == KEY_SERVICE_UNAVAILABLE ? INTERNAL_SERVICE_ERROR : this;
    }
}
