-- tag::extension[]
CREATE EXTENSION IF NOT EXISTS pg_trgm;
-- end::extension[]
