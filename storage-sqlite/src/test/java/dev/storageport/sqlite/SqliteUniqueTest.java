// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import static dev.storageport.sqlite.SqliteFiles.USERS;
import static dev.storageport.sqlite.SqliteFiles.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.UniqueViolationException;
import dev.storageport.port.Filter;
import dev.storageport.port.IndexValue;
import dev.storageport.port.TransactionAttempt;
import dev.storageport.port.Write;
import dev.storageport.sqlite.internal.transaction.WritePath;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A value that another record has, on each way a write can take: refused at once, with the key of the record that was refused. */
final class SqliteUniqueTest {

    private static final Map<String, IndexValue> TAKEN = Map.of("mail", new IndexValue.TextValue("taken"));

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(WritePath.class)
    void violation_namesTheKeyThatWasRefused(WritePath path) {
        try (SqlitePort port = SqliteFiles.open(directory.resolve("app.db"), path)) {
            port.write(List.of(put("owner", TAKEN)));
            List<Write> many = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                many.add(put("k" + i));
            }
            many.add(put("thief", TAKEN));
            List<Write> few = List.of(put("first"), put("thief", TAKEN), put("last"));
            Write.Reindex reindex = new Write.Reindex(USERS, "other", 1, Optional.empty(), TAKEN);
            assertRefused("thief", () -> port.write(List.of(put("thief", TAKEN))));
            assertRefused("thief", () -> port.write(few));
            assertRefused("thief", () -> port.write(many));
            port.write(List.of(put("other")));
            assertRefused("other", () -> port.write(List.of(reindex)));
            for (TransactionAttempt attempt : List.of(TransactionAttempt.FIRST, new TransactionAttempt(2))) {
                for (List<Write> writes : List.of(List.<Write>of(put("thief", TAKEN)), few, many)) {
                    assertThatThrownBy(() -> port.transact(attempt, operations -> {
                                operations.write(List.of(put("before")));
                                assertRefused("thief", () -> operations.write(writes));
                                throw new IllegalStateException("as the library above the port does");
                            }))
                            .isInstanceOf(IllegalStateException.class);
                }
            }
            assertThat(port.count(USERS, new Filter.All())).isEqualTo(2);
        }
    }

    private static void assertRefused(String key, ThrowingCallable write) {
        assertThatThrownBy(write).isInstanceOfSatisfying(UniqueViolationException.class, violation -> {
            assertThat(violation.key()).contains(key);
            assertThat(violation.collection()).isEqualTo("user");
            assertThat(violation.index()).isEqualTo("mail");
        });
    }
}
