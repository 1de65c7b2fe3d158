-- What was asked for with an ingestion about columns that differ from the current version's; no row: the route and the
-- settings say.
CREATE TABLE ingestion_drift (
    data_set_id TEXT NOT NULL,
    ingestion_id TEXT NOT NULL,
    policy TEXT NOT NULL,
    PRIMARY KEY (data_set_id, ingestion_id),
    FOREIGN KEY (data_set_id, ingestion_id) REFERENCES ingestion (data_set_id, ingestion_id) ON DELETE CASCADE
);
