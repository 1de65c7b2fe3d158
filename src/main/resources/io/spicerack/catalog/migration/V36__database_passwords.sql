-- Who may log in to the SQL port: what tells a password of ours when it is shown (SCRAM-SHA-256), not the password.
CREATE TABLE database_password (
    principal TEXT NOT NULL PRIMARY KEY,
    verifier TEXT NOT NULL,
    created BIGINT NOT NULL
);
