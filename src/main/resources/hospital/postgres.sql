-- The clinical half of the hospital. Statements are separated by blank lines; each COPY reads the table's .csv.gz.

CREATE TABLE patients (
    id                  uuid PRIMARY KEY,
    birth_date          date NOT NULL,
    death_date          date,
    ssn                 text NOT NULL,
    drivers_license     text,
    passport            text,
    prefix              text,
    first_name          text NOT NULL,
    middle_name         text,
    last_name           text NOT NULL,
    suffix              text,
    maiden_name         text,
    marital             char(1),
    race                text NOT NULL,
    ethnicity           text NOT NULL,
    gender              char(1) NOT NULL,
    birthplace          text,
    address             text,
    city                text,
    state               text,
    county              text,
    zip                 varchar(10),
    latitude            double precision,
    longitude           double precision,
    healthcare_expenses numeric(14, 2),
    healthcare_coverage numeric(14, 2),
    income              integer,
    preferred_name      text,
    note                text,
    deceased            boolean GENERATED ALWAYS AS (death_date IS NOT NULL) STORED
)

COPY patients FROM STDIN

CREATE TABLE encounters (
    id              uuid PRIMARY KEY,
    started         timestamptz NOT NULL,
    stopped         timestamptz,
    patient_id      uuid NOT NULL,
    organization_id uuid NOT NULL,
    provider_id     uuid NOT NULL,
    payer_id        uuid NOT NULL,
    class           text NOT NULL,
    code            bigint NOT NULL,
    description     text NOT NULL,
    base_cost       numeric(12, 2) NOT NULL,
    total_cost      numeric(12, 2) NOT NULL,
    payer_coverage  numeric(12, 2) NOT NULL,
    reason_code     bigint,
    reason          text,
    emergency       boolean GENERATED ALWAYS AS (class = 'emergency') STORED
)

COPY encounters FROM STDIN

CREATE UNLOGGED TABLE observations_sample (
    observed     timestamptz,
    patient_id   uuid,
    encounter_id uuid,
    category     text,
    code         text,
    description  text,
    value        text,
    units        text,
    type         text,
    id           bigint GENERATED ALWAYS AS IDENTITY
)

COPY observations_sample FROM STDIN

-- Grown to 1,200,000 rows: the sample once as it is, then again at earlier times with numbers up to 5 % away.
CREATE TABLE observations AS
SELECT round * size + id AS id,
       observed - round * interval '887 hours' AS observed,
       patient_id,
       encounter_id,
       category,
       code,
       description,
       CASE WHEN type = 'text' THEN value END AS finding,
       CAST(CASE WHEN type = 'numeric'
                 THEN value::numeric * (1 + round * ((id * 7919 + round * 104729) % 2001 - 1000) / 100000.0)
            END AS numeric(12, 4)) AS value,
       units,
       CASE WHEN type = 'numeric' THEN (id * 31 + round * 7) % 11 = 0 END AS abnormal
FROM observations_sample,
     (SELECT count(*) AS size FROM observations_sample) AS sample,
     generate_series(0, 5) AS round
WHERE round * size + id <= 1200000

ALTER TABLE observations
    ADD PRIMARY KEY (id),
    ALTER observed SET NOT NULL,
    ALTER patient_id SET NOT NULL,
    ALTER code SET NOT NULL

DROP TABLE observations_sample
