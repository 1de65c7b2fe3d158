-- What PostgreSQL's catalogs are to a client: relations and functions over what a statement may see, in schemas pgcat
-- (pg_catalog) and pginfo (information_schema). Only what a statement names, and what that needs, is made for it.
CREATE MACRO pgcat.spicerack_type_name(o) AS CASE o WHEN 16 THEN 'boolean' WHEN 17 THEN 'bytea' WHEN 18 THEN '"char"' WHEN 19 THEN 'name'
  WHEN 20 THEN 'bigint' WHEN 21 THEN 'smallint' WHEN 23 THEN 'integer' WHEN 25 THEN 'text' WHEN 26 THEN 'oid' WHEN 114 THEN 'json'
  WHEN 700 THEN 'real' WHEN 701 THEN 'double precision' WHEN 705 THEN 'unknown' WHEN 1042 THEN 'character'
  WHEN 1043 THEN 'character varying' WHEN 1082 THEN 'date' WHEN 1083 THEN 'time without time zone'
  WHEN 1114 THEN 'timestamp without time zone' WHEN 1184 THEN 'timestamp with time zone' WHEN 1186 THEN 'interval'
  WHEN 1266 THEN 'time with time zone' WHEN 1700 THEN 'numeric' WHEN 2950 THEN 'uuid' WHEN 3802 THEN 'jsonb'
  WHEN 22 THEN 'int2vector' WHEN 24 THEN 'regproc' WHEN 27 THEN 'tid' WHEN 28 THEN 'xid' WHEN 29 THEN 'cid'
  WHEN 30 THEN 'oidvector' WHEN 194 THEN 'pg_node_tree' WHEN 2205 THEN 'regclass' WHEN 2206 THEN 'regtype'
  WHEN 2249 THEN 'record' WHEN 2276 THEN '"any"' WHEN 2277 THEN 'anyarray' WHEN 2278 THEN 'void' WHEN 2279 THEN 'trigger' END;
CREATE MACRO pgcat.format_type(o, m) AS coalesce(
  CASE WHEN o = 1700 AND m > 0 THEN 'numeric(' || ((m - 4) >> 16) || ',' || ((m - 4) & 65535) || ')'
    ELSE pgcat.spicerack_type_name(o) END,
  (SELECT pgcat.spicerack_type_name(spicerack_t.typelem) || '[]' FROM pgcat.pg_type spicerack_t WHERE spicerack_t.oid = o),
  CASE WHEN o IS NOT NULL THEN '???' END);
CREATE MACRO pgcat.spicerack_oid(n) AS 16400 + (md5_number_lower(n) % 1000000000)::BIGINT;
CREATE MACRO pgcat.spicerack_role() AS 10;
CREATE MACRO pgcat.spicerack_type(t) AS CASE
  WHEN t LIKE 'DECIMAL%' THEN 1700
  ELSE CASE t WHEN 'BOOLEAN' THEN 16 WHEN 'BLOB' THEN 17 WHEN 'BIGINT' THEN 20 WHEN 'SMALLINT' THEN 21 WHEN 'TINYINT' THEN 21
    WHEN 'INTEGER' THEN 23 WHEN 'FLOAT' THEN 700 WHEN 'DOUBLE' THEN 701 WHEN 'DATE' THEN 1082 WHEN 'TIME' THEN 1083
    WHEN 'TIMESTAMP' THEN 1114 WHEN 'TIMESTAMP WITH TIME ZONE' THEN 1184 WHEN 'INTERVAL' THEN 1186 WHEN 'UUID' THEN 2950
    WHEN 'JSON' THEN 114 ELSE 25 END END::BIGINT;
CREATE VIEW pgcat.spicerack_relations AS
  SELECT pgcat.spicerack_oid(table_name) AS oid, table_name AS name, comment,
    CASE WHEN table_name IN ('data_sets', 'versions', 'ingestions', 'keys') AND comment IS NULL THEN 'v' ELSE 'r' END AS kind
  FROM duckdb_tables() WHERE schema_name = 'spice'
  UNION ALL
  SELECT pgcat.spicerack_oid(view_name), view_name, comment, 'r' FROM duckdb_views() WHERE schema_name = 'spice' AND NOT internal;
CREATE VIEW pgcat.pg_namespace AS
  SELECT oid::BIGINT AS oid, nspname, pgcat.spicerack_role() AS nspowner, NULL::VARCHAR[] AS nspacl, 2615::BIGINT AS tableoid
  FROM (VALUES (11, 'pg_catalog'), (13000, 'information_schema'), (16384, 'spice')) AS n(oid, nspname);
CREATE VIEW pgcat.pg_class AS
  SELECT oid, name AS relname, 16384::BIGINT AS relnamespace, 0::BIGINT AS reltype, 0::BIGINT AS reloftype,
    pgcat.spicerack_role() AS relowner, CASE kind WHEN 'r' THEN 2 ELSE 0 END::BIGINT AS relam, 0::BIGINT AS relfilenode,
    0::BIGINT AS reltablespace, 0 AS relpages, (-1)::FLOAT AS reltuples, 0 AS relallvisible, 0::BIGINT AS reltoastrelid,
    false AS relhasindex, false AS relisshared, 'p' AS relpersistence, kind AS relkind,
    (SELECT count(*) FROM duckdb_columns() c WHERE c.schema_name = 'spice' AND c.table_name = name)::SMALLINT AS relnatts,
    0::SMALLINT AS relchecks, false AS relhasrules, false AS relhastriggers, false AS relhassubclass,
    false AS relrowsecurity, false AS relforcerowsecurity, true AS relispopulated, 'd' AS relreplident,
    false AS relispartition, 0::BIGINT AS relrewrite, 0::BIGINT AS relfrozenxid, 0::BIGINT AS relminmxid,
    NULL::VARCHAR[] AS relacl, NULL::VARCHAR[] AS reloptions, NULL::VARCHAR AS relpartbound, 1259::BIGINT AS tableoid
  FROM pgcat.spicerack_relations;
CREATE VIEW pgcat.pg_attribute AS
  SELECT pgcat.spicerack_oid(c.table_name) AS attrelid, c.column_name AS attname, t.oid AS atttypid, -1 AS attstattarget,
    t.typlen AS attlen, c.column_index::SMALLINT AS attnum, 0 AS attndims, -1 AS attcacheoff,
    CASE WHEN t.oid = 1700 THEN (c.numeric_precision << 16 | c.numeric_scale) + 4 ELSE -1 END::INTEGER AS atttypmod,
    t.typbyval AS attbyval, t.typalign AS attalign, t.typstorage AS attstorage, '' AS attcompression,
    false AS attnotnull, false AS atthasdef, false AS atthasmissing, '' AS attidentity, '' AS attgenerated,
    false AS attisdropped, true AS attislocal, 0 AS attinhcount, t.typcollation AS attcollation,
    NULL::VARCHAR[] AS attacl, NULL::VARCHAR[] AS attoptions, NULL::VARCHAR[] AS attfdwoptions,
    NULL::VARCHAR AS attmissingval, 1249::BIGINT AS tableoid
  FROM duckdb_columns() c JOIN pgcat.pg_type t ON t.oid = pgcat.spicerack_type(c.data_type)
  WHERE c.schema_name = 'spice' AND c.database_name = 'spicerack';
CREATE VIEW pgcat.pg_description AS
  SELECT oid AS objoid, 1259::BIGINT AS classoid, 0 AS objsubid, comment AS description
  FROM pgcat.spicerack_relations WHERE comment IS NOT NULL;
CREATE VIEW pgcat.pg_database AS
  SELECT 16385::BIGINT AS oid, 'spicerack' AS datname, pgcat.spicerack_role() AS datdba, 6 AS "encoding",
    'c' AS datlocprovider, false AS datistemplate, true AS datallowconn, -1 AS datconnlimit, 0::BIGINT AS datfrozenxid,
    0::BIGINT AS datminmxid, 1663::BIGINT AS dattablespace, 'C' AS datcollate, 'C' AS datctype,
    NULL::VARCHAR AS daticulocale, NULL::VARCHAR AS datcollversion, NULL::VARCHAR[] AS datacl, 1262::BIGINT AS tableoid;
CREATE VIEW pgcat.pg_roles AS
  SELECT session_user() AS rolname, false AS rolsuper, true AS rolinherit, false AS rolcreaterole, false AS rolcreatedb,
    true AS rolcanlogin, false AS rolreplication, -1 AS rolconnlimit, '********' AS rolpassword,
    NULL::TIMESTAMPTZ AS rolvaliduntil, false AS rolbypassrls, NULL::VARCHAR[] AS rolconfig, 10::BIGINT AS oid;
CREATE VIEW pgcat.pg_user AS
  SELECT session_user() AS usename, 10::BIGINT AS usesysid, false AS usecreatedb, false AS usesuper, false AS userepl,
    false AS usebypassrls, '********' AS passwd, NULL::TIMESTAMPTZ AS valuntil, NULL::VARCHAR[] AS useconfig;
CREATE VIEW pgcat.pg_am AS SELECT 2::BIGINT AS oid, 'heap' AS amname, 'heap_tableam_handler' AS amhandler, 't' AS amtype,
    2601::BIGINT AS tableoid;
CREATE VIEW pgcat.pg_tablespace AS
  SELECT 1663::BIGINT AS oid, 'pg_default' AS spcname, pgcat.spicerack_role() AS spcowner, NULL::VARCHAR[] AS spcacl,
    NULL::VARCHAR[] AS spcoptions, 1213::BIGINT AS tableoid;
CREATE VIEW pgcat.pg_language AS
  SELECT 14::BIGINT AS oid, 'sql' AS lanname, pgcat.spicerack_role() AS lanowner, false AS lanispl, true AS lanpltrusted,
    0::BIGINT AS lanplcallfoid, 0::BIGINT AS laninline, 0::BIGINT AS lanvalidator, NULL::VARCHAR[] AS lanacl,
    2612::BIGINT AS tableoid;
CREATE VIEW pgcat.pg_collation AS
  SELECT oid::BIGINT AS oid, collname, 11::BIGINT AS collnamespace, pgcat.spicerack_role() AS collowner,
    provider AS collprovider, true AS collisdeterministic, -1 AS collencoding, NULL::VARCHAR AS collcollate,
    NULL::VARCHAR AS collctype, NULL::VARCHAR AS colliculocale, NULL::VARCHAR AS collversion, 3456::BIGINT AS tableoid
  FROM (VALUES (100, 'default', 'd'), (950, 'C', 'c')) AS c(oid, collname, provider);
CREATE VIEW pgcat.pg_range AS
  SELECT 0::BIGINT AS rngtypid, 0::BIGINT AS rngsubtype, 0::BIGINT AS rngmultitypid, 0::BIGINT AS rngcollation,
    0::BIGINT AS rngsubopc, '' AS rngcanonical, '' AS rngsubdiff WHERE false;
CREATE VIEW pgcat.pg_tables AS
  SELECT 'spice' AS schemaname, name AS tablename, session_user() AS tableowner, NULL::VARCHAR AS "tablespace",
    false AS hasindexes, false AS hasrules, false AS hastriggers, false AS rowsecurity
  FROM pgcat.spicerack_relations WHERE kind = 'r';
CREATE VIEW pgcat.pg_views AS
  SELECT 'spice' AS schemaname, name AS viewname, session_user() AS viewowner, NULL::VARCHAR AS definition
  FROM pgcat.spicerack_relations WHERE kind = 'v';
CREATE VIEW pgcat.pg_stat_user_tables AS
  SELECT oid AS relid, 'spice' AS schemaname, name AS relname, 0::BIGINT AS seq_scan, 0::BIGINT AS seq_tup_read,
    0::BIGINT AS idx_scan, 0::BIGINT AS idx_tup_fetch, 0::BIGINT AS n_live_tup, 0::BIGINT AS n_dead_tup
  FROM pgcat.spicerack_relations WHERE kind = 'r';
CREATE VIEW pgcat.pg_settings AS
  SELECT name, setting, NULL::VARCHAR AS unit, '' AS category, '' AS short_desc, NULL::VARCHAR AS extra_desc,
    'internal' AS context, 'string' AS vartype, 'default' AS source, NULL::VARCHAR AS min_val, NULL::VARCHAR AS max_val,
    NULL::VARCHAR[] AS enumvals, setting AS boot_val, setting AS reset_val, NULL::VARCHAR AS sourcefile,
    NULL::INTEGER AS sourceline, false AS pending_restart
  FROM (VALUES ('server_version', '15.0 (Spicerack)'), ('server_version_num', '150000'), ('server_encoding', 'UTF8'),
    ('client_encoding', 'UTF8'), ('DateStyle', 'ISO, MDY'), ('TimeZone', 'UTC'), ('IntervalStyle', 'postgres'),
    ('standard_conforming_strings', 'on'), ('transaction_isolation', 'read committed'), ('default_transaction_isolation', 'read committed'),
    ('default_transaction_read_only', 'on'), ('transaction_read_only', 'on'), ('max_index_keys', '32'),
    ('max_identifier_length', '63'), ('search_path', 'spice, pg_catalog'), ('integer_datetimes', 'on'),
    ('bytea_output', 'hex'), ('extra_float_digits', '1'), ('lc_collate', 'C'), ('lc_ctype', 'C'), ('jit', 'off'),
    ('application_name', ''), ('statement_timeout', '0'), ('is_superuser', 'off'), ('block_size', '8192'))
    AS s(name, setting);
CREATE VIEW pginfo.information_schema_catalog_name AS SELECT 'spicerack' AS catalog_name;
CREATE VIEW pginfo.schemata AS
  SELECT 'spicerack' AS catalog_name, nspname AS schema_name, session_user() AS schema_owner,
    NULL::VARCHAR AS default_character_set_catalog, NULL::VARCHAR AS default_character_set_schema,
    NULL::VARCHAR AS default_character_set_name, NULL::VARCHAR AS sql_path
  FROM pgcat.pg_namespace;
CREATE VIEW pginfo.tables AS
  SELECT 'spicerack' AS table_catalog, 'spice' AS table_schema, name AS table_name,
    CASE kind WHEN 'r' THEN 'BASE TABLE' ELSE 'VIEW' END AS table_type, NULL::VARCHAR AS self_referencing_column_name,
    NULL::VARCHAR AS reference_generation, NULL::VARCHAR AS user_defined_type_catalog,
    NULL::VARCHAR AS user_defined_type_schema, NULL::VARCHAR AS user_defined_type_name, 'NO' AS is_insertable_into,
    'NO' AS is_typed, NULL::VARCHAR AS commit_action
  FROM pgcat.spicerack_relations;
CREATE VIEW pginfo.views AS
  SELECT 'spicerack' AS table_catalog, 'spice' AS table_schema, name AS table_name, NULL::VARCHAR AS view_definition,
    'NONE' AS check_option, 'NO' AS is_updatable, 'NO' AS is_insertable_into, 'NO' AS is_trigger_updatable,
    'NO' AS is_trigger_deletable, 'NO' AS is_trigger_insertable_into
  FROM pgcat.spicerack_relations WHERE kind = 'v';
CREATE VIEW pginfo.columns AS
  SELECT 'spicerack' AS table_catalog, 'spice' AS table_schema, r.name AS table_name, a.attname AS column_name,
    a.attnum::INTEGER AS ordinal_position, NULL::VARCHAR AS column_default, 'YES' AS is_nullable,
    pgcat.format_type(a.atttypid, NULL) AS data_type, NULL::INTEGER AS character_maximum_length,
    CASE WHEN a.atttypid = 25 THEN 1073741824 END::INTEGER AS character_octet_length,
    CASE a.atttypid WHEN 1700 THEN (a.atttypmod - 4) >> 16 WHEN 23 THEN 32 WHEN 20 THEN 64 WHEN 21 THEN 16 WHEN 700 THEN 24
      WHEN 701 THEN 53 END::INTEGER AS numeric_precision,
    CASE WHEN a.atttypid IN (23, 20, 21, 700, 701) THEN 2 WHEN a.atttypid = 1700 THEN 10 END::INTEGER
      AS numeric_precision_radix,
    CASE WHEN a.atttypid IN (23, 20, 21) THEN 0 WHEN a.atttypid = 1700 THEN (a.atttypmod - 4) & 65535 END::INTEGER
      AS numeric_scale,
    CASE WHEN a.atttypid = 1082 THEN 0 WHEN a.atttypid IN (1083, 1114, 1184, 1186) THEN 6 END::INTEGER
      AS datetime_precision,
    NULL::VARCHAR AS interval_type, NULL::INTEGER AS interval_precision, NULL::VARCHAR AS character_set_catalog,
    NULL::VARCHAR AS character_set_schema, NULL::VARCHAR AS character_set_name, NULL::VARCHAR AS collation_catalog,
    NULL::VARCHAR AS collation_schema, NULL::VARCHAR AS collation_name, NULL::VARCHAR AS domain_catalog,
    NULL::VARCHAR AS domain_schema, NULL::VARCHAR AS domain_name, 'spicerack' AS udt_catalog, 'pg_catalog' AS udt_schema,
    t.typname AS udt_name, NULL::VARCHAR AS scope_catalog, NULL::VARCHAR AS scope_schema, NULL::VARCHAR AS scope_name,
    NULL::INTEGER AS maximum_cardinality, a.attnum::VARCHAR AS dtd_identifier, 'NO' AS is_self_referencing,
    'NO' AS is_identity, NULL::VARCHAR AS identity_generation, NULL::VARCHAR AS identity_start,
    NULL::VARCHAR AS identity_increment, NULL::VARCHAR AS identity_maximum, NULL::VARCHAR AS identity_minimum,
    'NO' AS identity_cycle, 'NEVER' AS is_generated, NULL::VARCHAR AS generation_expression, 'NO' AS is_updatable
  FROM pgcat.pg_attribute a JOIN pgcat.spicerack_relations r ON r.oid = a.attrelid JOIN pgcat.pg_type t ON t.oid = a.atttypid;
CREATE MACRO pgcat.version() AS 'PostgreSQL 15.0 (Spicerack), read only';
CREATE MACRO pgcat.current_user() AS session_user();
CREATE MACRO pgcat.current_role() AS session_user();
CREATE MACRO pgcat."user"() AS session_user();
CREATE MACRO pgcat.current_database() AS 'spicerack';
CREATE MACRO pgcat.current_catalog() AS 'spicerack';
CREATE MACRO pgcat.current_schema() AS 'spice';
CREATE MACRO pgcat.current_schemas(implicit) AS CASE WHEN implicit THEN ['pg_catalog', 'spice'] ELSE ['spice'] END;
CREATE MACRO pgcat.current_setting(n) AS (SELECT spicerack_s.setting FROM pgcat.pg_settings spicerack_s WHERE lower(spicerack_s.name) = lower(n)),
  (n, missing_ok) AS (SELECT spicerack_s.setting FROM pgcat.pg_settings spicerack_s WHERE lower(spicerack_s.name) = lower(n));
CREATE MACRO pgcat.set_config(n, v, is_local) AS v;
CREATE MACRO pgcat.pg_backend_pid() AS 1;
CREATE MACRO pgcat.pg_is_in_recovery() AS false;
CREATE MACRO pgcat.inet_server_addr() AS NULL::VARCHAR;
CREATE MACRO pgcat.inet_server_port() AS NULL::INTEGER;
CREATE MACRO pgcat.inet_client_addr() AS NULL::VARCHAR;
CREATE MACRO pgcat.inet_client_port() AS NULL::INTEGER;
CREATE MACRO pgcat.getdatabaseencoding() AS 'UTF8';
CREATE MACRO pgcat.pg_client_encoding() AS 'UTF8';
CREATE MACRO pgcat.pg_encoding_to_char(e) AS 'UTF8';
CREATE MACRO pgcat.pg_char_to_encoding(e) AS 6;
CREATE MACRO pgcat.pg_get_userbyid(r) AS session_user();
CREATE MACRO pgcat.pg_table_is_visible(o) AS true;
CREATE MACRO pgcat.pg_type_is_visible(o) AS true;
CREATE MACRO pgcat.pg_function_is_visible(o) AS true;
CREATE MACRO pgcat.pg_operator_is_visible(o) AS true;
CREATE MACRO pgcat.pg_opclass_is_visible(o) AS true;
CREATE MACRO pgcat.pg_opfamily_is_visible(o) AS true;
CREATE MACRO pgcat.pg_collation_is_visible(o) AS true;
CREATE MACRO pgcat.pg_conversion_is_visible(o) AS true;
CREATE MACRO pgcat.pg_statistics_obj_is_visible(o) AS true;
CREATE MACRO pgcat.pg_ts_config_is_visible(o) AS true;
CREATE MACRO pgcat.pg_ts_dict_is_visible(o) AS true;
CREATE MACRO pgcat.pg_ts_parser_is_visible(o) AS true;
CREATE MACRO pgcat.pg_ts_template_is_visible(o) AS true;
CREATE MACRO pgcat.pg_is_other_temp_schema(o) AS false;
CREATE MACRO pgcat.pg_my_temp_schema() AS 0::BIGINT;
CREATE MACRO pgcat.pg_has_role(a, b) AS true, (a, b, c) AS true;
CREATE MACRO pgcat.has_database_privilege(a, b) AS b IN ('CONNECT', 'connect'), (a, b, c) AS c IN ('CONNECT', 'connect');
CREATE MACRO pgcat.has_schema_privilege(a, b) AS upper(b) = 'USAGE', (a, b, c) AS upper(c) = 'USAGE';
CREATE MACRO pgcat.has_table_privilege(a, b) AS contains(upper(b), 'SELECT'), (a, b, c) AS contains(upper(c), 'SELECT');
CREATE MACRO pgcat.has_any_column_privilege(a, b) AS contains(upper(b), 'SELECT'), (a, b, c) AS contains(upper(c), 'SELECT');
CREATE MACRO pgcat.has_column_privilege(a, b, c) AS contains(upper(c), 'SELECT'), (a, b, c, d) AS contains(upper(d), 'SELECT');
CREATE MACRO pgcat.has_function_privilege(a, b) AS true, (a, b, c) AS true;
CREATE MACRO pgcat.has_sequence_privilege(a, b) AS false, (a, b, c) AS false;
CREATE MACRO pgcat.has_type_privilege(a, b) AS true, (a, b, c) AS true;
CREATE MACRO pgcat.has_tablespace_privilege(a, b) AS false, (a, b, c) AS false;
CREATE MACRO pgcat.obj_description(o) AS (SELECT spicerack_d.description FROM pgcat.pg_description spicerack_d WHERE spicerack_d.objoid = o AND spicerack_d.objsubid = 0),
  (o, c) AS (SELECT spicerack_d.description FROM pgcat.pg_description spicerack_d WHERE spicerack_d.objoid = o AND spicerack_d.objsubid = 0 AND c = 'pg_class');
CREATE MACRO pgcat.col_description(o, n) AS NULL::VARCHAR;
CREATE MACRO pgcat.shobj_description(o, c) AS NULL::VARCHAR;
CREATE MACRO pgcat.pg_get_expr(e, r) AS NULL::VARCHAR, (e, r, p) AS NULL::VARCHAR;
CREATE MACRO pgcat.pg_get_constraintdef(o) AS NULL::VARCHAR, (o, p) AS NULL::VARCHAR;
CREATE MACRO pgcat.pg_get_indexdef(o) AS NULL::VARCHAR, (o, c, p) AS NULL::VARCHAR;
CREATE MACRO pgcat.pg_get_viewdef(o) AS NULL::VARCHAR, (o, p) AS NULL::VARCHAR;
CREATE MACRO pgcat.pg_get_ruledef(o) AS NULL::VARCHAR, (o, p) AS NULL::VARCHAR;
CREATE MACRO pgcat.pg_get_triggerdef(o) AS NULL::VARCHAR, (o, p) AS NULL::VARCHAR;
CREATE MACRO pgcat.pg_get_partkeydef(o) AS NULL::VARCHAR;
CREATE MACRO pgcat.pg_get_statisticsobjdef_columns(o) AS NULL::VARCHAR;
CREATE MACRO pgcat.pg_get_serial_sequence(t, c) AS NULL::VARCHAR;
CREATE MACRO pgcat.pg_get_functiondef(o) AS NULL::VARCHAR;
CREATE MACRO pgcat.pg_get_function_sqlbody(o) AS NULL::VARCHAR;
CREATE MACRO pgcat.pg_get_function_result(o) AS NULL::VARCHAR;
CREATE MACRO pgcat.pg_get_function_arguments(o) AS NULL::VARCHAR;
CREATE MACRO pgcat.pg_get_function_identity_arguments(o) AS NULL::VARCHAR;
CREATE MACRO pgcat.pg_relation_is_publishable(o) AS false;
CREATE MACRO pgcat.pg_relation_size(o) AS 0::BIGINT, (o, f) AS 0::BIGINT;
CREATE MACRO pgcat.pg_table_size(o) AS 0::BIGINT;
CREATE MACRO pgcat.pg_indexes_size(o) AS 0::BIGINT;
CREATE MACRO pgcat.pg_total_relation_size(o) AS 0::BIGINT;
CREATE MACRO pgcat.pg_database_size(o) AS 0::BIGINT;
CREATE MACRO pgcat.pg_tablespace_size(o) AS 0::BIGINT;
CREATE MACRO pgcat.pg_tablespace_location(o) AS '';
CREATE MACRO pgcat.pg_size_pretty(b) AS b::VARCHAR || ' bytes';
CREATE MACRO pgcat.pg_filenode_relation(a, b) AS NULL::BIGINT;
CREATE MACRO pgcat.quote_ident(n) AS CASE WHEN regexp_full_match(n, '[a-z_][a-z0-9_$]*') THEN n
  ELSE '"' || replace(n, '"', '""') || '"' END;
CREATE MACRO pgcat.quote_literal(n) AS '''' || replace(n, '''', '''''') || '''';
CREATE MACRO pgcat.array_remove(a, e) AS list_filter(a, lambda spicerack_i: spicerack_i IS DISTINCT FROM e);
CREATE MACRO pgcat.spicerack_json_member(n, v) AS '"' || n::VARCHAR || '" : ' || CASE WHEN v IS NULL THEN 'null'
  WHEN typeof(v) = 'VARCHAR' THEN '"' || replace(replace(v::VARCHAR, chr(92), chr(92) || chr(92)), '"', chr(92) || '"') || '"' ELSE v::VARCHAR END;
CREATE MACRO pgcat.json_build_object(p1, p2) AS ('{' || pgcat.spicerack_json_member(p1, p2) || '}')::JSON,
  (p1, p2, p3, p4) AS ('{' || pgcat.spicerack_json_member(p1, p2) || ', ' || pgcat.spicerack_json_member(p3, p4) || '}')::JSON,
  (p1, p2, p3, p4, p5, p6) AS ('{' || pgcat.spicerack_json_member(p1, p2) || ', ' || pgcat.spicerack_json_member(p3, p4) || ', ' || pgcat.spicerack_json_member(p5, p6) || '}')::JSON,
  (p1, p2, p3, p4, p5, p6, p7, p8) AS ('{' || pgcat.spicerack_json_member(p1, p2) || ', ' || pgcat.spicerack_json_member(p3, p4) || ', ' || pgcat.spicerack_json_member(p5, p6) || ', ' || pgcat.spicerack_json_member(p7, p8) || '}')::JSON,
  (p1, p2, p3, p4, p5, p6, p7, p8, p9, p10) AS ('{' || pgcat.spicerack_json_member(p1, p2) || ', ' || pgcat.spicerack_json_member(p3, p4) || ', ' || pgcat.spicerack_json_member(p5, p6) || ', ' || pgcat.spicerack_json_member(p7, p8) || ', ' || pgcat.spicerack_json_member(p9, p10) || '}')::JSON,
  (p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12) AS ('{' || pgcat.spicerack_json_member(p1, p2) || ', ' || pgcat.spicerack_json_member(p3, p4) || ', ' || pgcat.spicerack_json_member(p5, p6) || ', ' || pgcat.spicerack_json_member(p7, p8) || ', ' || pgcat.spicerack_json_member(p9, p10) || ', ' || pgcat.spicerack_json_member(p11, p12) || '}')::JSON,
  (p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12, p13, p14) AS ('{' || pgcat.spicerack_json_member(p1, p2) || ', ' || pgcat.spicerack_json_member(p3, p4) || ', ' || pgcat.spicerack_json_member(p5, p6) || ', ' || pgcat.spicerack_json_member(p7, p8) || ', ' || pgcat.spicerack_json_member(p9, p10) || ', ' || pgcat.spicerack_json_member(p11, p12) || ', ' || pgcat.spicerack_json_member(p13, p14) || '}')::JSON,
  (p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12, p13, p14, p15, p16) AS ('{' || pgcat.spicerack_json_member(p1, p2) || ', ' || pgcat.spicerack_json_member(p3, p4) || ', ' || pgcat.spicerack_json_member(p5, p6) || ', ' || pgcat.spicerack_json_member(p7, p8) || ', ' || pgcat.spicerack_json_member(p9, p10) || ', ' || pgcat.spicerack_json_member(p11, p12) || ', ' || pgcat.spicerack_json_member(p13, p14) || ', ' || pgcat.spicerack_json_member(p15, p16) || '}')::JSON;
CREATE MACRO pgcat.array_upper(a, d) AS CASE WHEN d = 1 THEN nullif(len(a), 0) END;
CREATE MACRO pgcat.array_lower(a, d) AS CASE WHEN d = 1 AND len(a) > 0 THEN 1 END;
CREATE MACRO pgcat.array_ndims(a) AS CASE WHEN len(a) > 0 THEN 1 END;
CREATE MACRO pgcat.to_regclass(n) AS (SELECT spicerack_c.oid FROM pgcat.pg_class spicerack_c WHERE spicerack_c.relname = replace(regexp_replace(n, '^("?spice"?|pg_catalog)\.', ''), '"', ''));
CREATE MACRO pgcat.spicerack_regclass(n) AS coalesce(
  CASE n::VARCHAR WHEN 'pg_class' THEN 1259 WHEN 'pg_catalog.pg_class' THEN 1259 WHEN 'pg_type' THEN 1247 WHEN 'pg_catalog.pg_type' THEN 1247
    WHEN 'pg_namespace' THEN 2615 WHEN 'pg_catalog.pg_namespace' THEN 2615 WHEN 'pg_proc' THEN 1255
    WHEN 'pg_catalog.pg_proc' THEN 1255 WHEN 'pg_constraint' THEN 2606 WHEN 'pg_catalog.pg_constraint' THEN 2606
    WHEN 'pg_attribute' THEN 1249 WHEN 'pg_database' THEN 1262 WHEN 'pg_attrdef' THEN 2604 END::BIGINT,
  pgcat.to_regclass(n::VARCHAR));
CREATE MACRO pgcat.spicerack_regtype(n) AS (SELECT spicerack_t.oid FROM pgcat.pg_type spicerack_t WHERE spicerack_t.typname = n OR pgcat.spicerack_type_name(spicerack_t.oid) = n LIMIT 1);
CREATE MACRO pgcat._pg_expandarray(a) AS unnest(list_transform(range(1, len(a) + 1), lambda i: {'x': a[i], 'n': i}));
CREATE MACRO pgcat.pg_partition_tree(o) AS TABLE
  SELECT NULL::BIGINT AS relid, NULL::BIGINT AS parentrelid, NULL::BOOLEAN AS isleaf, NULL::INTEGER AS level WHERE o IS NULL AND false;
CREATE MACRO pgcat.pg_get_keywords() AS TABLE
  SELECT keyword_name AS word, CASE keyword_category WHEN 'reserved' THEN 'R' WHEN 'unreserved' THEN 'U' WHEN 'column_name' THEN 'C' ELSE 'T' END
    AS catcode, true AS barelabel, keyword_category AS catdesc, '' AS baredesc FROM duckdb_keywords();
CREATE MACRO pgcat.to_regtype(n) AS pgcat.spicerack_regtype(n);
CREATE MACRO pgcat.to_regnamespace(n) AS
  (SELECT spicerack_n.oid FROM pgcat.pg_namespace spicerack_n WHERE spicerack_n.nspname = replace(n, '"', ''));
