-- tag::documents[]
SELECT * FROM "players$readable" WHERE key = 'ada';
SELECT key, ix_level, json_extract(body, '$.name') AS name FROM players ORDER BY ix_level DESC LIMIT 20;
SELECT p.key, c.raw_bytes, length(c.frame) AS stored_bytes FROM players p JOIN "players$content" c ON c.key = p.key;
-- end::documents[]
-- tag::catalog[]
SELECT * FROM "storageport$history";
SELECT * FROM "storageport$collections";
SELECT * FROM "storageport$indexes" WHERE collection = 'players';
-- end::catalog[]
-- tag::version[]
SELECT sqlite_version();
-- end::version[]
