// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
/** The PostgreSQL backend. */
@SuppressWarnings("requires-automatic") // The driver and Jdbi have stable automatic names and no descriptors yet.
module dev.storageport.postgres {
    requires transitive dev.storageport;
    requires transitive java.sql;
    requires com.zaxxer.hikari;
    // Jdbi needs it, and has no descriptor to say so; without this line it is not there on a module path.
    requires io.leangen.geantyref;
    requires org.jdbi.v3.core;
    requires org.jdbi.v3.postgres;
    requires org.postgresql.jdbc;
    requires org.slf4j;
    requires static org.jspecify;

    exports dev.storageport.postgres;

    provides dev.storageport.port.StorageProvider with
            dev.storageport.postgres.PostgresProvider;
}
