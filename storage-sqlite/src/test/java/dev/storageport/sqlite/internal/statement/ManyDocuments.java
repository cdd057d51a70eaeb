// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite.internal.statement;

import static dev.storageport.sqlite.SqliteFiles.single;

import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.Field;
import dev.storageport.port.IndexDefinition;
import dev.storageport.port.IndexKind;
import dev.storageport.port.IndexType;
import dev.storageport.sqlite.SqliteFiles;
import dev.storageport.sqlite.internal.connection.Database;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** A file of 100,000 documents, made by a few statements. */
final class ManyDocuments {

    static final int RECORDS = 100_000;
    static final CollectionDefinition PEOPLE = new CollectionDefinition(
            "people",
            List.of(
                    new IndexDefinition("mail", IndexKind.UNIQUE, IndexType.TEXT, 1),
                    single("name", IndexType.TEXT),
                    single("age", IndexType.INTEGER),
                    single("group", IndexType.INTEGER),
                    new IndexDefinition("tags", IndexKind.MULTI_VALUE, IndexType.TEXT, 1),
                    new IndexDefinition("find", IndexKind.SEARCH, IndexType.TEXT, 1),
                    IndexDefinition.ofTime(Field.Attribute.UPDATED_AT)));

    private static final String NUMBERS =
            "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < " + (RECORDS - 1) + ") ";

    private ManyDocuments() {}

    /** Each tenth has no age, each twentieth no mail; created and changed in orders of their own. None is stale. */
    static Database create(Path file) throws SQLException {
        Database database = SqliteFiles.create(file, PEOPLE);
        try (Connection connection = SqliteFiles.connect(file)) {
            SqliteFiles.execute(connection, "PRAGMA synchronous = OFF");
            SqliteFiles.execute(connection, "DROP TABLE IF EXISTS sqlite_stat4");
            SqliteFiles.execute(connection, "DELETE FROM sqlite_stat1");
            SqliteFiles.execute(connection, "BEGIN");
            SqliteFiles.execute(
                    connection,
                    NUMBERS
                            + "INSERT INTO people (key, revision, data_version, created_at, updated_at, body_bytes, indexed,"
                            + " has_content, ix_mail, ix_name, ix_age, ix_group, body) SELECT printf('k%06d', i), 1, 1, i * 7 % 100003,"
                            + " i * 11 % 100003, 300, 63, 0, iif(i % 20, 'm' || i, NULL), printf('name%05d', i * 7919 % 100003),"
                            + " iif(i % 10, i % 97, NULL), i % 5, hex(zeroblob(150)) FROM n");
            SqliteFiles.execute(
                    connection,
                    NUMBERS + "INSERT INTO \"people$ix_tags\" (value, key)"
                            + " SELECT 'rare' || (i % 5000), printf('k%06d', i) FROM n"
                            + " UNION ALL SELECT 'half', printf('k%06d', i) FROM n WHERE i % 2");
            SqliteFiles.execute(
                    connection,
                    NUMBERS + "INSERT INTO \"people$ix_find\" (id, text) SELECT d.id,"
                            + " printf('%05d', i * 7919 % 100003) || char(31) || 'town' || (i % 1000)"
                            + " FROM n JOIN people AS d ON d.key = printf('k%06d', i)");
            SqliteFiles.execute(connection, "COMMIT");
        }
        return database;
    }
}
