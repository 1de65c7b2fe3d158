-- What a source answered, before a version was read, to the question whether anything has changed: a seal, and no cell.
CREATE TABLE version_answer (
    data_set_id TEXT NOT NULL,
    version_id TEXT NOT NULL,
    seal TEXT NOT NULL,
    PRIMARY KEY (data_set_id, version_id),
    FOREIGN KEY (data_set_id, version_id) REFERENCES data_set_version (data_set_id, version_id) ON DELETE CASCADE
);

-- Why an ingestion, CANCELLED then, ended before it read anything.
CREATE TABLE ingestion_skip (
    data_set_id TEXT NOT NULL,
    ingestion_id TEXT NOT NULL,
    why TEXT NOT NULL,
    PRIMARY KEY (data_set_id, ingestion_id),
    FOREIGN KEY (data_set_id, ingestion_id) REFERENCES ingestion (data_set_id, ingestion_id) ON DELETE CASCADE
);
