-- Where credentials come from that are not kept here: a secret (arn:...:secretsmanager:...), or a user of RDS who logs in by IAM
-- (arn:...:rds-db:...:dbuser:*/name).
ALTER TABLE data_source RENAME COLUMN secret_arn TO credentials_arn;
