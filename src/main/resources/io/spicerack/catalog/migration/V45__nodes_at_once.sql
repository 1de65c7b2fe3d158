-- Nodes that work at the same time. node_id: the one that runs an ingestion, or has begun a call; NULL where one node uses the
-- catalog alone, or in turn with others. stop: why somebody has asked that node to end the ingestion.
ALTER TABLE ingestion ADD COLUMN node_id TEXT;
ALTER TABLE ingestion ADD COLUMN stop TEXT;
ALTER TABLE audit_intent ADD COLUMN node_id TEXT;

-- What is told to all nodes, in the order in which it came about. heard_to of a node: the last one that it has carried out.
ALTER TABLE node ADD COLUMN heard_to INTEGER NOT NULL DEFAULT 0;
CREATE TABLE node_word (
    place ${identity},
    kind TEXT NOT NULL,
    about TEXT NOT NULL,
    told INTEGER NOT NULL
);

-- What one node at a time does; it goes with the node's own row.
CREATE TABLE node_duty (
    duty TEXT NOT NULL PRIMARY KEY,
    node_id TEXT NOT NULL REFERENCES node (node_id) ON DELETE CASCADE,
    since INTEGER NOT NULL
);

-- Versions that a node reads, and is to find whole.
CREATE TABLE version_hold (
    version_id TEXT NOT NULL,
    node_id TEXT NOT NULL REFERENCES node (node_id) ON DELETE CASCADE,
    PRIMARY KEY (version_id, node_id)
);

-- Connections to a data source that a node has taken of its budget.
CREATE TABLE source_place (
    data_source_id TEXT NOT NULL,
    node_id TEXT NOT NULL REFERENCES node (node_id) ON DELETE CASCADE,
    used INTEGER NOT NULL,
    PRIMARY KEY (data_source_id, node_id)
);

-- Keys as the node that watches them has seen them last; silence: why the provider of keys does not say how one is.
CREATE TABLE key_sight (
    key_arn TEXT NOT NULL PRIMARY KEY,
    state TEXT NOT NULL,
    silence TEXT
);

-- Times of schedules at which a refresh was asked for.
CREATE TABLE schedule_firing (
    schedule TEXT NOT NULL,
    fired INTEGER NOT NULL,
    PRIMARY KEY (schedule, fired)
);
