-- One node at a time: of two that replace the same function at once PostgreSQL refuses one ("tuple concurrently updated").
SELECT pg_advisory_xact_lock(hashtextextended('spicerack: after migrate', 0));

-- What SQLite has of its own accord, for every column that the steps have made so far: whole numbers of 64 bits, and texts that
-- are ordered by their bytes.
DO $$
DECLARE
    each record;
BEGIN
    FOR each IN
        SELECT table_name,
            string_agg(format('ALTER COLUMN %I TYPE %s', column_name,
                CASE data_type WHEN 'text' THEN 'TEXT COLLATE "C"' ELSE 'BIGINT' END), ', ') AS changes
        FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
        WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' AND table_name <> 'flyway_schema_history'
            AND (data_type IN ('integer', 'smallint') OR data_type = 'text' AND collation_name IS DISTINCT FROM 'C')
        GROUP BY table_name
    LOOP
        EXECUTE format('ALTER TABLE %I %s', each.table_name, each.changes);
    END LOOP;
END $$;

-- Who listens hears at once that there is something new to read; what is missed is read at the next look.
CREATE OR REPLACE FUNCTION spicerack_told() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NOTIFY spicerack_told;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER spicerack_told AFTER INSERT ON node_word FOR EACH STATEMENT EXECUTE FUNCTION spicerack_told();
