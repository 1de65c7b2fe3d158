-- thinned: up to this place of audit_event, looks at keys that went well are no longer there; their log files are.
ALTER TABLE audit_trail ADD COLUMN thinned BIGINT NOT NULL DEFAULT 0;
