-- A grant that KMS is about to be asked for: a crash between KMS's answer and the catalog's row of the grant leaves this, and
-- the next start asks for the same grant again by its name and keeps or retires it.
CREATE TABLE grant_intent (
    data_set_id TEXT NOT NULL REFERENCES data_set (data_set_id),
    key_arn TEXT NOT NULL,
    created BIGINT NOT NULL,
    PRIMARY KEY (data_set_id, key_arn)
);

-- When the version's data key was last wrapped anew, and under which key it was before; NULL: as it was sealed.
ALTER TABLE data_set_version ADD COLUMN rewrapped BIGINT;
ALTER TABLE data_set_version ADD COLUMN rewrapped_from TEXT;
