-- from when on an incremental refresh read its source; NULL for all rows
ALTER TABLE ingestion_source ADD COLUMN rows_since INTEGER;
