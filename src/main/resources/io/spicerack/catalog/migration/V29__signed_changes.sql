-- Requests that changed something, in the order in which they were taken, for as long as their signatures are good: one that is
-- sent again gets its first answer. signature is a digest of it (of those from before this table it is the signature itself);
-- about names what the request changed; answer is sealed under a key that the request alone gives, and missing until there is
-- one. failed: the answer is an error.
CREATE TABLE signed_change (
    sequence ${identity},
    signature TEXT NOT NULL UNIQUE,
    good_until BIGINT NOT NULL,
    about TEXT NOT NULL,
    answer BLOB,
    failed INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX signed_change_by_end ON signed_change (good_until);

INSERT INTO signed_change (signature, good_until, about) SELECT signature, good_until, '' FROM used_signature;
DROP TABLE used_signature;
