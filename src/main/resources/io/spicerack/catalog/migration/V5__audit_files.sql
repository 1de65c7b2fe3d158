-- The trail as it is delivered. cut: last place of audit_event that is in a log file; digested: end of the last digest file,
-- before the first one the time at which digest files began.
CREATE TABLE audit_trail (
    cut BIGINT NOT NULL,
    digested BIGINT
);
INSERT INTO audit_trail (cut) SELECT coalesce(min(delivered), 0) FROM audit_sink;

-- Log files and digest files in the order in which they were closed. A log file's content is its records.
CREATE TABLE audit_file (
    place ${identity},
    object_key TEXT NOT NULL UNIQUE,
    closed BIGINT NOT NULL,
    sha256 TEXT NOT NULL,
    -- a log file's: its records' places and times, and the end of the digest file that lists it
    first_event BIGINT,
    last_event BIGINT,
    oldest_event BIGINT,
    newest_event BIGINT,
    listed BIGINT,
    -- a digest file's
    digest_json TEXT,
    digest_end BIGINT,
    signature TEXT,
    CHECK ((first_event IS NULL) <> (digest_json IS NULL))
);
CREATE INDEX audit_file_unlisted ON audit_file (place) WHERE listed IS NULL AND digest_json IS NULL;
CREATE INDEX audit_file_digest ON audit_file (digest_end) WHERE digest_json IS NOT NULL;

-- files: last place of audit_file that the sink has got; NULL for one that takes records
ALTER TABLE audit_sink ADD COLUMN files BIGINT;

-- for searches: one data set's or key's events of one name
DROP INDEX audit_event_by_key;
DROP INDEX audit_event_by_resource;
CREATE INDEX audit_event_by_key ON audit_event (key_arn, event_name, place);
CREATE INDEX audit_event_by_resource ON audit_event (resource_arn, event_name, place);
