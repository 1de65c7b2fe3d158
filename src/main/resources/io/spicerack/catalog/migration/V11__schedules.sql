-- When data sets are refreshed, beside what routes say. time_of_the_day is HH:MM on the clocks of timezone; changed: when it
-- was made or last updated; fired: the last of its times at which it asked for a refresh.

CREATE TABLE refresh_schedule (
    data_set_id TEXT NOT NULL REFERENCES data_set (data_set_id) ON DELETE CASCADE,
    schedule_id TEXT NOT NULL,
    refresh_interval TEXT NOT NULL,
    day_of_week TEXT,
    day_of_month TEXT,
    timezone TEXT NOT NULL,
    time_of_the_day TEXT,
    start_after BIGINT,
    refresh_type TEXT NOT NULL,
    changed BIGINT NOT NULL,
    fired BIGINT,
    PRIMARY KEY (data_set_id, schedule_id)
);

-- Signatures of requests that changed something, for as long as they are good.
CREATE TABLE used_signature (
    signature TEXT NOT NULL PRIMARY KEY,
    good_until BIGINT NOT NULL
);
CREATE INDEX used_signature_by_end ON used_signature (good_until);
