// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.CollectionSpec;
import dev.storageport.Content;
import dev.storageport.DocumentCollection;
import dev.storageport.Index;
import dev.storageport.SchemaException;
import dev.storageport.SchemaMode;
import dev.storageport.SearchIndex;
import dev.storageport.Storage;
import dev.storageport.StorageAccessException;
import dev.storageport.StorageException;
import dev.storageport.StorageFailureException;
import dev.storageport.StorageInterruptedException;
import dev.storageport.StorageOptions;
import dev.storageport.UsageException;
import dev.storageport.tck.rule.Rule;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteBackupTest {

    record Account(String owner, int balance) {}

    private static final Index<Account, Integer> BALANCE = Index.of("balance", Integer.class, Account::balance);
    private static final SearchIndex<Account> OWNER =
            SearchIndex.<Account>of("owner").field(Account::owner);
    private static final CollectionSpec<Account> ACCOUNTS = CollectionSpec.of("accounts", Account.class)
            .index(BALANCE)
            .index(OWNER)
            .build();

    private static final StorageOptions AS_IT_IS =
            StorageOptions.builder().schemaMode(SchemaMode.VALIDATE).build();

    @TempDir
    private Path directory;

    private Path file() {
        return directory.resolve("app.db");
    }

    private Path copy(int number) {
        return directory.resolve("backups/copy-" + number + ".db");
    }

    private List<Path> copies() throws IOException {
        Path folder = directory.resolve("backups");
        return Files.exists(folder) ? filesOf(folder) : List.of();
    }

    private static List<Path> filesOf(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    /** Money moves between two accounts and is written down, each time in one transaction. */
    private static void move(Storage storage, int number) {
        storage.transactWithoutResult(transaction -> {
            DocumentCollection<Account> accounts = transaction.collection(ACCOUNTS);
            accounts.update("ada", ada -> new Account("Ada", ada.balance() - 1));
            accounts.update("bob", bob -> new Account("Bob", bob.balance() + 1));
            accounts.put("move-" + number, new Account("Move " + number, number), Content.text("c".repeat(2_000)));
        });
    }

    @Test
    @Rule("DUR-9")
    void backup_whileOthersWrite_isOneStateOfTheFile() throws Exception {
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try (Storage storage = SqliteStorage.open(file(), ACCOUNTS)) {
            storage.collection(ACCOUNTS).put("ada", new Account("Ada", 0));
            storage.collection(ACCOUNTS).put("bob", new Account("Bob", 0));
            AtomicInteger moved = new AtomicInteger();
            AtomicBoolean stop = new AtomicBoolean();
            Future<?> writer = threads.submit(() -> {
                while (!stop.get()) {
                    move(storage, moved.get());
                    moved.incrementAndGet();
                }
            });
            List<Integer> before = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                int wanted = (i + 1) * 50;
                while (moved.get() < wanted && !writer.isDone()) {
                    Thread.onSpinWait();
                }
                before.add(moved.get());
                SqliteStorage.backup(file(), copy(i));
            }
            stop.set(true);
            writer.get();
            for (int i = 0; i < 5; i++) {
                assertWhole(copy(i), before.get(i), moved.get());
            }
            assertThat(copies()).hasSize(5);
        } finally {
            threads.shutdownNow();
        }
    }

    private static void assertWhole(Path copy, int before, int after) {
        try (Storage storage = SqliteStorage.open(SqliteOptions.file(copy), AS_IT_IS, ACCOUNTS)) {
            DocumentCollection<Account> accounts = storage.collection(ACCOUNTS);
            int moves = accounts.get("bob").orElseThrow().value().balance();
            assertThat(moves).isBetween(before, after);
            assertThat(accounts.get("ada").orElseThrow().value().balance()).isEqualTo(-moves);
            assertThat(accounts.count()).isEqualTo(moves + 2L);
            assertThat(accounts.keys(BALANCE.is(7))).containsExactly("move-7");
            assertThat(accounts.keys(OWNER.contains("move 7").and(BALANCE.is(7))))
                    .containsExactly("move-7");
            assertThat(accounts.content("move-7").orElseThrow().text()).hasSize(2_000);
            move(storage, moves);
            assertThat(accounts.count()).isEqualTo(moves + 3L);
        }
    }

    @Test
    @Rule("DUR-9")
    void backup_ofAFileThatNobodyHasOpen_isTheSameAndForItsOwnerOnly() throws Exception {
        try (Storage storage = SqliteStorage.open(file(), ACCOUNTS)) {
            storage.collection(ACCOUNTS).put("ada", new Account("Ada", 1));
        }
        SqliteStorage.backup(file(), copy(1));
        assertThat(copies()).containsExactly(copy(1));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy(1))))
                .isEqualTo("rw-------");
        try (Storage storage = SqliteStorage.open(SqliteOptions.file(copy(1)), AS_IT_IS, ACCOUNTS)) {
            assertThat(storage.collection(ACCOUNTS).get("ada")).isPresent();
        }
    }

    @Test
    @Rule("DUR-9")
    void backup_toAFileThatIsThere_isRefused() throws Exception {
        SqliteStorage.open(file(), ACCOUNTS).close();
        Files.createDirectories(copy(1).getParent());
        for (String name : List.of("copy-1.db", "copy-1.db-wal", "copy-1.db-journal")) {
            Path there = copy(1).resolveSibling(name);
            Files.writeString(there, "a file of somebody");
            assertThatThrownBy(() -> SqliteStorage.backup(file(), copy(1)))
                    .isInstanceOf(UsageException.class)
                    .hasMessageContaining("backup to " + copy(1))
                    .hasMessageContaining("there is a file " + there + " already");
            assertThat(there).hasContent("a file of somebody");
            Files.delete(there);
        }
        assertThat(copies()).isEmpty();
    }

    /** A rename replaces what has come since it was looked for. */
    @Test
    @Rule("DUR-9")
    void backup_toAFileThatComesWhileItIsMade_isRefused() throws Exception {
        fill(10_000);
        Files.createDirectories(copy(1).getParent());
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try {
            Future<Path> somebody = threads.submit(() -> {
                while (copies().isEmpty()) {
                    Thread.onSpinWait();
                }
                return Files.writeString(copy(1), "a file of somebody");
            });
            assertThatThrownBy(() -> SqliteStorage.backup(file(), copy(1)))
                    .isInstanceOf(UsageException.class)
                    .hasMessageContaining("there is a file " + copy(1) + " already");
            assertThat(somebody.get()).hasContent("a file of somebody");
            assertThat(copies()).containsExactly(copy(1));
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    @Rule("DUR-9")
    void backup_ofWhatIsNoStorage_isRefusedAndLeavesNothing() throws Exception {
        assertRefused(SchemaException.class, "there is no storage in it");
        Files.createFile(file());
        assertRefused(SchemaException.class, "there is no storage in it");
        Files.writeString(file(), "Dear diary, ".repeat(1_000));
        assertRefused(SchemaException.class, "something else");
        Files.delete(file());
        Files.createDirectory(file());
        assertRefused(StorageAccessException.class, "it is a folder");
        assertThat(filesOf(directory)).containsExactly(file(), directory.resolve("backups"));
    }

    private void assertRefused(Class<? extends StorageException> kind, String problem) throws IOException {
        assertThatThrownBy(() -> SqliteStorage.backup(file(), copy(1)))
                .isInstanceOf(kind)
                .hasMessageContaining(problem);
        assertThat(copies()).isEmpty();
    }

    private void fill(int documents) {
        try (Storage storage = SqliteStorage.open(file(), ACCOUNTS)) {
            storage.transactWithoutResult(transaction -> {
                for (int i = 0; i < documents; i++) {
                    transaction
                            .collection(ACCOUNTS)
                            .put("account-" + i, new Account("Somebody", i), Content.text("c" + i));
                }
            });
        }
    }

    @Test
    @Rule("DUR-9")
    void backup_ofAThreadThatIsInterrupted_leavesNothing() throws Exception {
        fill(3_000);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> SqliteStorage.backup(file(), copy(1))).isInstanceOf(StorageInterruptedException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(copies()).isEmpty();
        SqliteStorage.backup(file(), copy(1));
        assertThat(copies()).containsExactly(copy(1));
    }

    @Test
    @Rule("DUR-9")
    void backup_ofADamagedFile_isRefusedAndLeavesNothing() throws Exception {
        fill(3_000);
        try (RandomAccessFile pages = new RandomAccessFile(file().toFile(), "rw")) {
            byte[] noise = "noise".repeat(4_096).getBytes(StandardCharsets.US_ASCII);
            for (long at = 20 * 4_096L; at + noise.length < pages.length(); at += noise.length) {
                pages.seek(at);
                pages.write(noise);
            }
        }
        assertRefused(StorageFailureException.class, "damaged");
    }

    @Test
    @Rule("LIFE-12")
    void backup_ofAFileThatAnotherCopyOfTheLibraryHas_isRefused() throws Exception {
        try (OtherCopy other = new OtherCopy()) {
            AutoCloseable there = other.open(file());
            assertRefused(StorageAccessException.class, "another copy of this library");
            there.close();
        }
        SqliteStorage.backup(file(), copy(1));
        assertThat(copies()).containsExactly(copy(1));
    }
}
