// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
/** A real PostgreSQL for tests, from Maven artifacts. */
@SuppressWarnings("requires-automatic") // The driver has a stable automatic name and no descriptor yet.
module dev.storageport.postgres.server {
    requires transitive java.sql;
    requires org.apache.commons.compress;
    requires org.postgresql.jdbc;
    requires org.tukaani.xz;
    requires static org.jspecify;

    exports dev.storageport.postgres.server;
}
