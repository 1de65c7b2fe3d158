-- Calls of AWS that were begun and whose end is not on record yet, as the records that they become where nobody learns it.
CREATE TABLE audit_intent (
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
