-- An ingestion that was skipped is told from one that somebody cancelled wherever it is listed, without a look for each.
ALTER TABLE ingestion ADD COLUMN skipped TEXT;

UPDATE ingestion SET status = 'SKIPPED', skipped = (
        SELECT why FROM ingestion_skip
        WHERE ingestion_skip.data_set_id = ingestion.data_set_id AND ingestion_skip.ingestion_id = ingestion.ingestion_id)
    WHERE EXISTS (
        SELECT 1 FROM ingestion_skip
        WHERE ingestion_skip.data_set_id = ingestion.data_set_id AND ingestion_skip.ingestion_id = ingestion.ingestion_id);

DROP TABLE ingestion_skip;

CREATE INDEX skipped_ingestion ON ingestion (data_set_id, ended) WHERE status = 'SKIPPED';
CREATE INDEX newest_ingestion ON ingestion (data_set_id, place);
