package io.spicerack.model;

/** Why a data source could not be created or updated (QuickSight's DataSourceErrorInfo.Type). */
public enum DataSourceErrorType {
    ACCESS_DENIED,
    COPY_SOURCE_NOT_FOUND,
    TIMEOUT,
    ENGINE_VERSION_NOT_SUPPORTED,
    UNKNOWN_HOST,
    GENERIC_SQL_FAILURE,
    CONFLICT,
    UNKNOWN
}
