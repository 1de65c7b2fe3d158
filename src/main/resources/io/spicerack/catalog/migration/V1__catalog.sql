-- One schema for SQLite and PostgreSQL. Times are milliseconds since 1970 (UTC), ARNs and enums are text.

CREATE TABLE setting (
    name TEXT NOT NULL PRIMARY KEY,
    content TEXT NOT NULL
);

CREATE TABLE allowed_secret (
    secret_arn TEXT NOT NULL PRIMARY KEY
);

CREATE TABLE data_source (
    data_source_id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    type TEXT NOT NULL,
    host TEXT NOT NULL,
    port INTEGER NOT NULL,
    database_name TEXT NOT NULL,
    ssl BOOLEAN NOT NULL,
    secret_arn TEXT,
    pair_key_arn TEXT,
    pair_ciphertext TEXT,
    status TEXT NOT NULL,
    error_type TEXT,
    error_message TEXT,
    vpc_connection_arn TEXT,
    declared_in TEXT,
    created BIGINT NOT NULL,
    updated BIGINT NOT NULL,
    CHECK ((secret_arn IS NULL) <> (pair_key_arn IS NULL)),
    CHECK ((pair_key_arn IS NULL) = (pair_ciphertext IS NULL))
);

CREATE TABLE data_set (
    data_set_id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    declared_in TEXT,
    created BIGINT NOT NULL,
    updated BIGINT NOT NULL
);

CREATE TABLE key_registration (
    key_arn TEXT NOT NULL PRIMARY KEY,
    is_default BOOLEAN NOT NULL
);
CREATE UNIQUE INDEX one_default_key ON key_registration (is_default) WHERE is_default;

CREATE TABLE ingestion (
    place ${identity},
    data_set_id TEXT NOT NULL REFERENCES data_set (data_set_id) ON DELETE CASCADE,
    ingestion_id TEXT NOT NULL,
    status TEXT NOT NULL,
    request_type TEXT NOT NULL,
    request_source TEXT NOT NULL,
    created BIGINT NOT NULL,
    started BIGINT,
    ended BIGINT,
    rows_ingested BIGINT NOT NULL DEFAULT 0,
    rows_dropped BIGINT NOT NULL DEFAULT 0,
    total_rows BIGINT NOT NULL DEFAULT 0,
    sealed_bytes BIGINT NOT NULL DEFAULT 0,
    error_type TEXT,
    error_message TEXT,
    version_id TEXT,
    UNIQUE (data_set_id, ingestion_id)
);
CREATE INDEX ingestion_by_status ON ingestion (data_set_id, status, place);
CREATE UNIQUE INDEX one_running_ingestion ON ingestion (data_set_id) WHERE status = 'RUNNING';

-- A data set cannot be deleted while it has versions or grants: their files and KMS's grants go first.
CREATE TABLE data_set_version (
    data_set_id TEXT NOT NULL REFERENCES data_set (data_set_id),
    version_id TEXT NOT NULL,
    ingestion_id TEXT NOT NULL,
    state TEXT NOT NULL,
    key_arn TEXT NOT NULL,
    wrapped_key TEXT NOT NULL,
    service_owned_key BOOLEAN NOT NULL,
    manifest_sha256 TEXT NOT NULL,
    schema_json TEXT NOT NULL,
    row_count BIGINT NOT NULL,
    sealed_bytes BIGINT NOT NULL,
    file_count INTEGER NOT NULL,
    staged BIGINT NOT NULL,
    published BIGINT,
    PRIMARY KEY (data_set_id, version_id)
);
CREATE UNIQUE INDEX one_current_version ON data_set_version (data_set_id) WHERE state = 'CURRENT';

CREATE TABLE key_grant (
    data_set_id TEXT NOT NULL REFERENCES data_set (data_set_id),
    key_arn TEXT NOT NULL,
    grant_id TEXT NOT NULL,
    created BIGINT NOT NULL,
    PRIMARY KEY (data_set_id, key_arn)
);

CREATE TABLE audit_event (
    place ${identity},
    event_id TEXT NOT NULL UNIQUE,
    event_time BIGINT NOT NULL,
    event_source TEXT NOT NULL,
    event_name TEXT NOT NULL,
    key_arn TEXT,
    resource_arn TEXT,
    error_code TEXT,
    record_json TEXT NOT NULL
);
CREATE INDEX audit_event_by_name ON audit_event (event_name, place);
CREATE INDEX audit_event_by_key ON audit_event (key_arn, place);
CREATE INDEX audit_event_by_resource ON audit_event (resource_arn, place);
CREATE INDEX audit_event_by_time ON audit_event (event_time);

-- delivered: last place that the sink has got; taken: last place of the batch that it is writing
CREATE TABLE audit_sink (
    name TEXT NOT NULL PRIMARY KEY,
    delivered BIGINT NOT NULL,
    taken BIGINT NOT NULL
);
