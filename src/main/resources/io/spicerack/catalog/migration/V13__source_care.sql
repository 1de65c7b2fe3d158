-- What a data source's own file says about the most that reading may ask of it; NULL: the settings say, 0: no limit.
CREATE TABLE source_budget (
    data_source_id TEXT PRIMARY KEY REFERENCES data_source (data_source_id) ON DELETE CASCADE,
    transaction_ms INTEGER,
    statement_ms INTEGER,
    connections INTEGER,
    bytes_per_second INTEGER,
    replica_lag_ms INTEGER
);

-- What an ingestion read: the snapshot, what was expected before (planned_rows by the source's planner alone), what came
-- of it, and the budget that held (NULL: no limit). Times in milliseconds, snapshot_time since 1970.
CREATE TABLE ingestion_source (
    data_set_id TEXT NOT NULL,
    ingestion_id TEXT NOT NULL,
    data_source_id TEXT NOT NULL,
    server TEXT NOT NULL,
    snapshot_time INTEGER NOT NULL,
    snapshot_position TEXT,
    replica_lag_ms INTEGER,
    planned_rows INTEGER,
    expected_rows INTEGER,
    expected_bytes INTEGER,
    expected_ms INTEGER,
    used_connections INTEGER NOT NULL,
    used_waited_ms INTEGER NOT NULL,
    used_transaction_ms INTEGER,
    used_rows INTEGER,
    used_bytes INTEGER,
    used_ms INTEGER,
    budget_transaction_ms INTEGER,
    budget_statement_ms INTEGER,
    budget_connections INTEGER,
    budget_bytes_per_second INTEGER,
    budget_replica_lag_ms INTEGER,
    PRIMARY KEY (data_set_id, ingestion_id),
    FOREIGN KEY (data_set_id, ingestion_id) REFERENCES ingestion (data_set_id, ingestion_id) ON DELETE CASCADE
);
