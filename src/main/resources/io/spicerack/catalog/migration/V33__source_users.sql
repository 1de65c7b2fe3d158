-- What the last connection test found that the user of a data source may do beside reading, in words; NULL for nothing.
ALTER TABLE data_source ADD COLUMN may_change TEXT;
