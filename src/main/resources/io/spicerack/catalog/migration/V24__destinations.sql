-- What decides where a secret goes, authenticated: a seal over each data source's type, place, TLS and credentials, under a data
-- key of the installation (setting 'destination-seal-key', as KMS wrapped it). A row without its seal is not served.
CREATE TABLE destination_seal (
    data_source_id TEXT NOT NULL PRIMARY KEY REFERENCES data_source (data_source_id) ON DELETE CASCADE,
    seal TEXT NOT NULL
);

-- From here on only what was allowed through the management port: what the settings allow is not in the catalog. Destinations
-- as spicerack.secrets.allowed has them, empty for any; the seal covers both columns.
ALTER TABLE allowed_secret ADD COLUMN destinations TEXT NOT NULL DEFAULT '';
ALTER TABLE allowed_secret ADD COLUMN seal TEXT;
