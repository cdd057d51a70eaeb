// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import dev.storageport.port.ContentChange;
import dev.storageport.port.Write;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Changes the contents of documents that a batch has put; keeping all of them touches nothing. */
final class ContentWrites {

    private ContentWrites() {}

    static void change(List<Write.Put> puts, WriteSql sql, Statements statements) throws SQLException {
        List<Write.Put> replaced = new ArrayList<>();
        List<String> removed = new ArrayList<>();
        for (Write.Put put : puts) {
            if (put.content() instanceof ContentChange.Replace) {
                replaced.add(put);
            } else if (put.content() instanceof ContentChange.Remove) {
                removed.add(put.key());
            }
        }
        if (!replaced.isEmpty()) {
            replace(sql, statements, replaced);
        }
        if (!removed.isEmpty()) {
            try (PreparedStatement statement = statements.prepare(sql.removeContents())) {
                statements.setTexts(statement, 1, removed.toArray(String[]::new));
                statement.executeUpdate();
            }
        }
    }

    private static void replace(WriteSql sql, Statements statements, List<Write.Put> puts) throws SQLException {
        String[] keys = new String[puts.size()];
        byte[][] frames = new byte[puts.size()][];
        Integer[] rawBytes = new Integer[puts.size()];
        for (int i = 0; i < keys.length; i++) {
            ContentChange.Replace replace = (ContentChange.Replace) puts.get(i).content();
            keys[i] = puts.get(i).key();
            frames[i] = replace.frame().bytes();
            rawBytes[i] = replace.frame().rawBytes();
        }
        try (PreparedStatement statement = statements.prepare(sql.replaceContents())) {
            statements.setTexts(statement, 1, keys);
            statement.setArray(2, statements.connection().createArrayOf("bytea", frames));
            statement.setArray(3, statements.connection().createArrayOf("int4", rawBytes));
            statement.executeUpdate();
        }
    }
}
