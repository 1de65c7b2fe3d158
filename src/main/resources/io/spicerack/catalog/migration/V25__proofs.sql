-- How a version was proven before it was published: NONE, COUNTS, READ_BACK or VALUES, and why so in words. No row: it was
-- published before this was kept.
CREATE TABLE version_proof (
    data_set_id TEXT NOT NULL,
    version_id TEXT NOT NULL,
    method TEXT NOT NULL,
    why TEXT NOT NULL,
    PRIMARY KEY (data_set_id, version_id),
    FOREIGN KEY (data_set_id, version_id) REFERENCES data_set_version (data_set_id, version_id) ON DELETE CASCADE
);

-- The last proof by value of each data set: when, under which conditions, and how many versions were published since.
CREATE TABLE value_proof (
    data_set_id TEXT NOT NULL PRIMARY KEY REFERENCES data_set (data_set_id) ON DELETE CASCADE,
    proven BIGINT NOT NULL,
    since INTEGER NOT NULL,
    columns_sha256 TEXT NOT NULL,
    query_sha256 TEXT NOT NULL,
    driver TEXT NOT NULL,
    server TEXT NOT NULL,
    types TEXT NOT NULL,
    software TEXT NOT NULL
);
