-- What a person has pinned of the server behind a data source: its certificate, or the key that it takes passwords under.
-- DER in base64; pinned in milliseconds since 1970.
CREATE TABLE source_pin (
    data_source_id TEXT NOT NULL REFERENCES data_source (data_source_id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    encoded TEXT NOT NULL,
    pinned INTEGER NOT NULL,
    PRIMARY KEY (data_source_id, kind)
);
