// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
/** The SQLite backend of the storage contract. */
module dev.storageport.sqlite {
    requires transitive dev.storageport;
    requires java.sql;
    requires org.slf4j;
    requires org.xerial.sqlitejdbc;
    requires static transitive org.jspecify;

    exports dev.storageport.sqlite;

    provides dev.storageport.port.StorageProvider with
            dev.storageport.sqlite.SqliteProvider;
}
