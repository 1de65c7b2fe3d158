package io.spicerack.catalog.record;

import io.spicerack.model.DataSourceErrorType;

/** Why a data source could not be created or updated (QuickSight's DataSourceErrorInfo); no secret in the message. */
public record DataSourceError(DataSourceErrorType type, String message) {}
