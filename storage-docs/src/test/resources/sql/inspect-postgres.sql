-- tag::documents[]
SELECT key, revision, updated_at, jsonb_pretty(body) AS body FROM storageport.players WHERE key = 'ada';
SELECT key, ix_level, body ->> 'name' AS name FROM storageport.players ORDER BY ix_level DESC LIMIT 20;
SELECT key, raw_bytes, octet_length(frame) AS stored_bytes FROM storageport.players WHERE frame IS NOT NULL;
-- end::documents[]
-- tag::catalog[]
SELECT * FROM storageport."storageport$history";
SELECT * FROM storageport."storageport$collections";
SELECT * FROM storageport."storageport$indexes" WHERE collection = 'players';
-- end::catalog[]
-- tag::space[]
SELECT relname, pg_size_pretty(pg_total_relation_size(oid)) AS size, pg_size_pretty(pg_indexes_size(oid)) AS indexes
  FROM pg_class WHERE relnamespace = 'storageport'::regnamespace AND relkind = 'r' ORDER BY pg_total_relation_size(oid) DESC;
-- end::space[]
-- tag::sessions[]
SELECT pid, state, wait_event_type, now() - xact_start AS transaction_age, left(query, 60) AS query
  FROM pg_stat_activity WHERE application_name LIKE 'storageport%' ORDER BY xact_start;
SELECT pid, pg_blocking_pids(pid) AS waits_for FROM pg_stat_activity WHERE cardinality(pg_blocking_pids(pid)) > 0;
-- end::sessions[]
-- tag::vacuum[]
SELECT relname, n_live_tup, n_dead_tup, last_autovacuum FROM pg_stat_user_tables WHERE schemaname = 'storageport';
-- end::vacuum[]
-- tag::activity[]
SELECT count(*) FILTER (WHERE state = 'active') AS active, count(*) FILTER (WHERE state LIKE 'idle in%') AS in_transaction,
       count(*) AS sessions FROM pg_stat_activity WHERE application_name LIKE 'storageport%';
SELECT pid, now() - query_start AS running, left(query, 60) AS query FROM pg_stat_activity
 WHERE application_name LIKE 'storageport%' AND state = 'active' AND now() - query_start > interval '1 second' ORDER BY query_start;
SELECT round(100.0 * sum(blks_hit) / nullif(sum(blks_hit + blks_read), 0), 2) AS percent_from_memory
  FROM pg_stat_database WHERE datname = current_database();
-- end::activity[]
