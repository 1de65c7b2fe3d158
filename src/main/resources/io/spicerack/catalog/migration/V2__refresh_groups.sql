-- The ingestions of data sets that are refreshed together: they read one snapshot and are published in one transaction.

CREATE TABLE group_ingestion (
    run_id TEXT NOT NULL,
    group_name TEXT NOT NULL,
    data_set_id TEXT NOT NULL,
    ingestion_id TEXT NOT NULL,
    PRIMARY KEY (data_set_id, ingestion_id),
    FOREIGN KEY (data_set_id, ingestion_id) REFERENCES ingestion (data_set_id, ingestion_id) ON DELETE CASCADE
);
CREATE INDEX group_ingestion_by_run ON group_ingestion (run_id);
