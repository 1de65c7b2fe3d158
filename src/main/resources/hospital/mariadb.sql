-- The billing half of the hospital, times in UTC. Statements are separated by blank lines; each LOAD DATA reads the
-- named .csv.gz. The table payers comes last: that it is there says that all is there.

SET time_zone = '+00:00'

DROP TABLE IF EXISTS claims, medications, payers_loading

CREATE TABLE claims (
    id           CHAR(36) PRIMARY KEY,
    patient_id   CHAR(36) NOT NULL,
    patient_name VARCHAR(120) NOT NULL,
    provider_id  CHAR(36) NOT NULL,
    payer_id     CHAR(36) NOT NULL,
    encounter_id CHAR(36) NOT NULL,
    diagnosis    BIGINT,
    serviced     DATETIME NOT NULL,
    status       VARCHAR(10) NOT NULL,
    amount       DECIMAL(12, 2) NOT NULL,
    outstanding  DECIMAL(12, 2) NOT NULL,
    billed       TIMESTAMP NULL,
    memo         TEXT,
    open         BOOLEAN NOT NULL
)

-- a TIMESTAMP starts in 1970: older bills lost theirs in some migration
LOAD DATA LOCAL INFILE 'claims' INTO TABLE claims CHARACTER SET utf8mb4 FIELDS TERMINATED BY ',' IGNORE 1 LINES
    (id, patient_id, patient_name, provider_id, payer_id, encounter_id, @diagnosis, serviced, status, amount,
     outstanding, @billed)
    SET diagnosis = NULLIF(@diagnosis, ''),
        billed = IF(@billed < '1970-01-02', NULL, @billed),
        memo = CASE WHEN status = 'BILLED' THEN CONCAT('Zweite Mahnung an ', patient_name, ' – до 31 января 💶') END,
        open = status <> 'CLOSED'

CREATE TABLE medications (
    id             BIGINT AUTO_INCREMENT PRIMARY KEY,
    started        DATETIME NOT NULL,
    stopped        DATETIME,
    patient_id     CHAR(36) NOT NULL,
    payer_id       CHAR(36) NOT NULL,
    encounter_id   CHAR(36) NOT NULL,
    code           BIGINT NOT NULL,
    description    VARCHAR(255) NOT NULL,
    base_cost      DECIMAL(12, 2) NOT NULL,
    payer_coverage DECIMAL(12, 2) NOT NULL,
    dispenses      INT NOT NULL,
    total_cost     DECIMAL(12, 2) NOT NULL,
    reason_code    BIGINT,
    reason         VARCHAR(255)
)

LOAD DATA LOCAL INFILE 'medications' INTO TABLE medications CHARACTER SET utf8mb4 FIELDS TERMINATED BY ','
    IGNORE 1 LINES
    (started, @stopped, patient_id, payer_id, encounter_id, code, description, base_cost, payer_coverage, dispenses,
     total_cost, @reason_code, @reason)
    SET stopped = NULLIF(@stopped, ''), reason_code = NULLIF(@reason_code, ''), reason = NULLIF(@reason, '')

CREATE TABLE payers_loading (
    id               CHAR(36) PRIMARY KEY,
    name             VARCHAR(80) NOT NULL,
    ownership        VARCHAR(20),
    address          VARCHAR(120),
    city             VARCHAR(80),
    state            CHAR(2),
    zip              VARCHAR(10),
    phone            VARCHAR(20),
    amount_covered   DECIMAL(14, 2) NOT NULL,
    amount_uncovered DECIMAL(14, 2) NOT NULL,
    revenue          DECIMAL(14, 2) NOT NULL,
    customers        INT NOT NULL,
    quality_of_life  DOUBLE NOT NULL,
    member_months    INT NOT NULL
)

LOAD DATA LOCAL INFILE 'payers' INTO TABLE payers_loading CHARACTER SET utf8mb4 FIELDS TERMINATED BY ','
    IGNORE 1 LINES
    (id, name, @ownership, @address, @city, @state, @zip, @phone, amount_covered, amount_uncovered, revenue, customers,
     quality_of_life, member_months)
    SET ownership = NULLIF(@ownership, ''), address = NULLIF(@address, ''), city = NULLIF(@city, ''),
        state = NULLIF(@state, ''), zip = NULLIF(@zip, ''), phone = NULLIF(@phone, '')

RENAME TABLE payers_loading TO payers
