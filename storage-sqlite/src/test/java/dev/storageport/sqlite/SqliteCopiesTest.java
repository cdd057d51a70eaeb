// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import static dev.storageport.sqlite.SqliteFiles.CATALOG;
import static dev.storageport.sqlite.SqliteFiles.USERS;
import static dev.storageport.sqlite.SqliteFiles.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.SchemaException;
import dev.storageport.SchemaMode;
import dev.storageport.StorageAccessException;
import dev.storageport.port.Catalog;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.Filter;
import dev.storageport.tck.rule.Rule;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies of the library in one JVM, whose locks on one file do not see each other. */
final class SqliteCopiesTest {

    @TempDir
    Path directory;

    private Path file() {
        return directory.resolve("app.db");
    }

    @Test
    @Rule("LIFE-12")
    void file_openInAnotherCopy_isRefusedUntilItIsClosedThere() throws Exception {
        try (OtherCopy copy = new OtherCopy()) {
            AutoCloseable there = copy.open(file());
            assertInUse(() -> SqliteFiles.open(file()));
            assertInUse(() -> new SqlitePort(SqliteOptions.file(file())).ddl(CATALOG));
            there.close();
            try (SqlitePort here = SqliteFiles.open(file())) {
                here.write(List.of(put("a")));
                assertThatThrownBy(() -> copy.open(file()))
                        .hasMessageContaining("another copy of this library")
                        .hasMessageContaining("app.db");
                here.write(List.of(put("b")));
            }
            copy.open(file()).close();
        }
    }

    private static void assertInUse(ThrowingCallable opening) {
        assertThatThrownBy(opening)
                .isInstanceOfSatisfying(
                        StorageAccessException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(StorageAccessException.Reason.IN_USE))
                .hasMessageContaining("app.db: another copy of this library");
    }

    @Test
    @Rule("LIFE-12")
    void file_ofAnotherName_isTheSameFile() throws Exception {
        SqliteFiles.open(file()).close();
        Path symbolic = Files.createSymbolicLink(directory.resolve("symbolic.db"), file());
        Path hard = Files.createLink(directory.resolve("hard.db"), file());
        Path roundabout = directory.resolve("../" + directory.getFileName() + "/app.db");
        try (OtherCopy copy = new OtherCopy();
                SqlitePort here = SqliteFiles.open(file())) {
            for (Path name : List.of(symbolic, hard, roundabout)) {
                assertThatThrownBy(() -> copy.open(name)).hasMessageContaining("another copy of this library");
            }
            assertThat(here.count(USERS, new Filter.All())).isZero();
        }
    }

    @Test
    @Rule("LIFE-12")
    void storages_ofOneCopy_shareAFileAndTheLastGivesItBack() throws Exception {
        try (OtherCopy copy = new OtherCopy()) {
            SqlitePort one = SqliteFiles.open(file());
            SqlitePort two = SqliteFiles.open(file());
            one.close();
            assertThatThrownBy(() -> copy.open(file())).hasMessageContaining("another copy of this library");
            two.close();
            two.close();
            AutoCloseable there = copy.open(file());
            AutoCloseable thereToo = copy.open(file());
            there.close();
            assertInUse(() -> SqliteFiles.open(file()));
            thereToo.close();
            SqliteFiles.open(file()).close();
        }
    }

    @Test
    @Rule("LIFE-12")
    void opening_thatFails_holdsNothing() throws Exception {
        SqliteFiles.open(file()).close();
        Catalog more = new Catalog(List.of(new CollectionDefinition("missing", List.of())));
        try (OtherCopy copy = new OtherCopy();
                SqlitePort failing = new SqlitePort(SqliteOptions.file(file()))) {
            assertThatThrownBy(() -> failing.prepare(more, SchemaMode.VALIDATE)).isInstanceOf(SchemaException.class);
            failing.ddl(more);
            copy.open(file()).close();
        }
    }

    /** The application was stopped without closing its storage, and its classes are gone. */
    @Test
    @Rule("LIFE-12")
    void copy_thatWasCollected_holdsNothing() throws Exception {
        WeakReference<ClassLoader> collected = takeByACopyThatEnds();
        for (int i = 0; i < 1_000 && collected.get() != null; i++) {
            System.gc();
        }
        assertThat(collected.get()).as("the class loader").isNull();
        try (SqlitePort here = SqliteFiles.open(file())) {
            here.write(List.of(put("a")));
        }
    }

    private WeakReference<ClassLoader> takeByACopyThatEnds() throws Exception {
        try (OtherCopy copy = new OtherCopy()) {
            copy.takeForever(file()).close();
            assertInUse(() -> SqliteFiles.open(file()));
            return copy.collected();
        }
    }
}
