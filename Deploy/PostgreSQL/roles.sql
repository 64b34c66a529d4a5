-- Least rights in a PostgreSQL database for Rollcall's store. Run it with psql as the owner of the
-- tables (who needs CREATEROLE, or an administrator's help for the first two statements):
--
--   createdb --encoding=UTF8 --template=template0 rollcall
--   rollcall store prepare 'postgresql://OWNER@HOST/rollcall'
--   psql -d 'postgresql://OWNER@HOST/rollcall' -f Deploy/PostgreSQL/roles.sql
--   psql … -c '\password rollcall_worker' -c '\password rollcall_reader'
--
-- Run it again after `rollcall store prepare` of a new version. Running it twice changes nothing.
--
--   rollcall_worker   runs, decides, applies: adds rows and changes them, deletes none; of the ledger
--                     it can change nothing at all.
--   rollcall_reader   reads everything, for services and reports; a replica will do.

SELECT 'CREATE ROLE rollcall_worker LOGIN'
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'rollcall_worker') \gexec
SELECT 'CREATE ROLE rollcall_reader LOGIN'
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'rollcall_reader') \gexec

BEGIN;

-- Nobody else reads who has which access.
SELECT format('REVOKE ALL ON SCHEMA %I FROM PUBLIC', current_schema()) \gexec
SELECT format('GRANT USAGE ON SCHEMA %I TO rollcall_worker, rollcall_reader', current_schema()) \gexec
SELECT format(
  'REVOKE ALL ON ALL TABLES IN SCHEMA %I FROM PUBLIC, rollcall_worker, rollcall_reader', current_schema()) \gexec
SELECT format(
  'GRANT SELECT ON ALL TABLES IN SCHEMA %I TO rollcall_worker, rollcall_reader', current_schema()) \gexec
SELECT format('GRANT INSERT, UPDATE ON %s TO rollcall_worker', string_agg(format('%I', tablename), ', '))
FROM pg_tables
WHERE schemaname = current_schema() AND tablename NOT IN ('ledger', 'rollcall', 'schema_migrations') \gexec
GRANT INSERT ON ledger TO rollcall_worker;

COMMIT;

ALTER ROLE rollcall_reader SET default_transaction_read_only = on;
