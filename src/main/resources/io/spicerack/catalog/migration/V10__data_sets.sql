-- Data sets that are made through the API. deleted: it is gone for everybody, and its versions and grants are on their way.
ALTER TABLE data_set ADD COLUMN deleted BIGINT;

-- members: what CreateDataSet or UpdateDataSet was given and what is given back, as JSON. revision: grows with each update.
CREATE TABLE data_set_definition (
    data_set_id TEXT NOT NULL PRIMARY KEY REFERENCES data_set (data_set_id) ON DELETE CASCADE,
    revision BIGINT NOT NULL,
    data_source_id TEXT NOT NULL,
    members TEXT NOT NULL
);

-- logical_bytes: the size of the values by QuickSight's rule; revision: the definition that gave them, NULL for a route's
CREATE TABLE version_content (
    data_set_id TEXT NOT NULL,
    version_id TEXT NOT NULL,
    logical_bytes BIGINT NOT NULL,
    revision BIGINT,
    PRIMARY KEY (data_set_id, version_id),
    FOREIGN KEY (data_set_id, version_id) REFERENCES data_set_version (data_set_id, version_id) ON DELETE CASCADE
);

-- What an incremental refresh reads again, and whether a failure is to be mailed.
CREATE TABLE refresh_properties (
    data_set_id TEXT NOT NULL PRIMARY KEY REFERENCES data_set (data_set_id) ON DELETE CASCADE,
    column_name TEXT,
    size BIGINT,
    size_unit TEXT,
    alert_status TEXT,
    CHECK ((column_name IS NULL) = (size IS NULL) AND (size IS NULL) = (size_unit IS NULL))
);
