-- The processes that use this catalog in turn: each says again and again that it is alive. One that was lost is no longer
-- believed, whatever it says.
CREATE TABLE node (
    node_id TEXT NOT NULL PRIMARY KEY,
    process INTEGER NOT NULL,
    host TEXT NOT NULL,
    started INTEGER NOT NULL,
    heard INTEGER NOT NULL,
    beat INTEGER NOT NULL,
    lost INTEGER NOT NULL
);
