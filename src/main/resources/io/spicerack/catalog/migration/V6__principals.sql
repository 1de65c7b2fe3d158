-- Who may call the QuickSight API, and what resources are shared with them and tagged with. Actions and secrets are one a
-- line; a secret access key is kept only as KMS encrypted it.

CREATE TABLE principal (
    name TEXT NOT NULL PRIMARY KEY,
    access_key_id TEXT NOT NULL UNIQUE,
    secret_key_arn TEXT NOT NULL,
    secret_ciphertext TEXT NOT NULL,
    actions TEXT NOT NULL,
    secrets TEXT NOT NULL,
    created BIGINT NOT NULL,
    rotated BIGINT NOT NULL
);

CREATE TABLE resource_permission (
    resource_arn TEXT NOT NULL,
    principal_arn TEXT NOT NULL,
    action TEXT NOT NULL,
    PRIMARY KEY (resource_arn, principal_arn, action)
);

CREATE TABLE resource_tag (
    resource_arn TEXT NOT NULL,
    tag_key TEXT NOT NULL,
    tag_value TEXT NOT NULL,
    PRIMARY KEY (resource_arn, tag_key)
);
