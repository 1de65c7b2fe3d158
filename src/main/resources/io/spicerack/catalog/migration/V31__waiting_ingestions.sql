-- Who hands out what waits looks every second, however many have ended.
CREATE INDEX waiting_ingestion ON ingestion (place) WHERE status = 'QUEUED';
