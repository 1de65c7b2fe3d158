-- The name that the steps have for bytes.
CREATE DOMAIN BLOB AS BYTEA;
