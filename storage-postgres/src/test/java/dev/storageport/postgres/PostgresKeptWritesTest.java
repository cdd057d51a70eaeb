// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.Condition;
import dev.storageport.Content;
import dev.storageport.Document;
import dev.storageport.DocumentCollection;
import dev.storageport.SchemaMode;
import dev.storageport.Storage;
import dev.storageport.StorageUnavailableException;
import dev.storageport.Stored;
import dev.storageport.TransactionConflictException;
import dev.storageport.UniqueViolationException;
import dev.storageport.port.Projection;
import dev.storageport.port.RecordOperations;
import dev.storageport.port.StoragePort;
import dev.storageport.port.StoredRecord;
import dev.storageport.port.TransactionAttempt;
import dev.storageport.port.WriteOutcome;
import dev.storageport.postgres.server.PostgresServer;
import dev.storageport.tck.rule.Rule;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Transactions keep the writes of what they have read, and send them with their COMMIT. */
class PostgresKeptWritesTest {

    private static final Hero LEIA = Hero.of(1);
    private static final Hero HAN = Hero.of(2);

    private final TestDatabase database = TestDatabase.create();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void writesOfWhatWasRead_goWithTheCommit() {
        List<String> sent = new ArrayList<>();
        try (Storage storage = PostgresStorage.open(recording(database.source(), sent), Hero.BARE)) {
            DocumentCollection<Hero> heroes = storage.collection(Hero.BARE);
            heroes.putAll(List.of(Document.of("a", LEIA), Document.of("b", HAN)));
            sent.clear();

            List<Stored<Hero>> promised = storage.transact(open -> {
                DocumentCollection<Hero> inside = open.collection(Hero.BARE);
                inside.get("a");
                inside.get("b");
                return List.of(inside.put("a", HAN), inside.put("b", LEIA));
            });

            assertThat(sent).as("prepared statements").hasSize(3);
            assertThat(sent.get(2)).as("the last of them").matches("UPDATE .*; UPDATE .*; COMMIT");
            assertThat(heroes.find(Condition.all())).as("documents").isEqualTo(promised);
        }
    }

    /** Hands on what a data source gives, and notes the texts of what is prepared on it. */
    private static DataSource recording(DataSource source, List<String> sent) {
        return proxy(
                DataSource.class,
                source,
                (method, arguments, result) -> result instanceof Connection connection
                        ? proxy(Connection.class, connection, (call, given, made) -> {
                            if (made instanceof PreparedStatement) {
                                sent.add(String.valueOf(given[0]));
                            }
                            return made;
                        })
                        : result);
    }

    /** What becomes of a result. */
    @FunctionalInterface
    private interface Seen {
        Object of(String method, Object[] arguments, Object result);
    }

    private static <T> T proxy(Class<T> type, T target, Seen seen) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    try {
                        return seen.of(method.getName(), arguments, method.invoke(target, arguments));
                    } catch (InvocationTargetException failed) {
                        throw failed.getCause();
                    }
                }));
    }

    @Test
    void everyKindOfKeptWrite_isAsPromised() {
        try (Storage storage = PostgresStorage.open(PostgresOptions.parse(database.url()), Hero.BARE)) {
            DocumentCollection<Hero> heroes = storage.collection(Hero.BARE);
            for (String key : List.of("put", "content", "touch", "delete", "gone", "late", "kept")) {
                heroes.put(key, LEIA, Content.text("of " + key));
            }
            Stored<Hero> late = heroes.get("late").orElseThrow();

            List<Stored<Hero>> promised = storage.transact(open -> {
                DocumentCollection<Hero> inside = open.collection(Hero.BARE);
                inside.getAll(List.of("put", "content", "touch", "delete", "late"));
                Stored<Hero> put = inside.put("put", HAN);
                Stored<Hero> content = inside.put("content", HAN, Content.text("new"));
                assertThat(inside.touch("touch")).as("touched").isTrue();
                assertThat(inside.delete("delete")).as("deleted").isTrue();
                assertThat(inside.replaceIf("late", late.revision() - 1, HAN))
                        .as("replaced at a revision that it no longer has")
                        .isEmpty();
                Stored<Hero> updated = inside.update("kept", hero -> HAN).orElseThrow();
                assertThat(inside.delete("none"))
                        .as("deleted what is not there")
                        .isFalse();
                return List.of(content, updated, put);
            });

            assertThat(heroes.find(Condition.keyIn(List.of("put", "content", "kept"))))
                    .as("what was written")
                    .isEqualTo(promised);
            assertThat(heroes.content("put")).as("content of put").isEmpty();
            assertThat(heroes.content("content")).as("content of content").contains(Content.text("new"));
            assertThat(heroes.content("kept")).as("content of kept").contains(Content.text("of kept"));
            assertThat(heroes.get("late")).as("what was not written").contains(late);
            assertThat(heroes.contains("delete")).as("whether delete exists").isFalse();
            assertThat(heroes.get("touch").orElseThrow().updatedAt())
                    .as("when touch was written")
                    .isAfter(late.updatedAt());
        }
    }

    @Test
    void whatWouldSeeAKeptWrite_seesIt() {
        try (Storage storage = PostgresStorage.open(PostgresOptions.parse(database.url()), Hero.BARE)) {
            DocumentCollection<Hero> heroes = storage.collection(Hero.BARE);
            heroes.putAll(List.of(Document.of("a", LEIA), Document.of("b", LEIA)));
            storage.transactWithoutResult(open -> {
                DocumentCollection<Hero> inside = open.collection(Hero.BARE);
                inside.getAll(List.of("a", "b"));
                Stored<Hero> put = inside.put("a", HAN);
                assertThat(inside.get("b").orElseThrow().value())
                        .as("another document")
                        .isEqualTo(LEIA);
                assertThat(inside.get("a")).as("the document").contains(put);
                Stored<Hero> again = inside.put("a", LEIA);
                assertThat(again.revision()).as("revision").isEqualTo(put.revision() + 1);
                assertThat(inside.find(Condition.keyIs("a")))
                        .as("what a query finds")
                        .containsExactly(again);
                inside.get("b");
                inside.delete("b");
                assertThat(inside.count()).as("number of documents").isEqualTo(1);
            });
            assertThat(heroes.keys(Condition.all())).as("keys afterwards").containsExactly("a");
        }
    }

    @Test
    void moreThanIsKept_isWrittenAllTheSame() {
        try (Storage storage = PostgresStorage.open(PostgresOptions.parse(database.url()), Hero.BARE)) {
            DocumentCollection<Hero> heroes = storage.collection(Hero.BARE);
            List<String> keys = IntStream.range(10, 50).mapToObj(i -> "k" + i).toList();
            heroes.putAll(keys.stream().map(key -> Document.of(key, LEIA)).toList());
            List<Stored<Hero>> promised = storage.transact(open -> {
                DocumentCollection<Hero> inside = open.collection(Hero.BARE);
                inside.getAll(keys);
                return keys.stream().map(key -> inside.put(key, HAN)).toList();
            });
            assertThat(heroes.find(Condition.all())).as("documents").isEqualTo(promised);
        }
    }

    @Test
    void aDocumentWrittenMeanwhile_isAConflictOfTheWholeTransaction() {
        try (Storage storage = PostgresStorage.open(PostgresOptions.parse(database.url()), Hero.BARE)) {
            DocumentCollection<Hero> heroes = storage.collection(Hero.BARE);
            heroes.putAll(List.of(Document.of("a", LEIA), Document.of("b", LEIA)));
            AtomicInteger attempts = new AtomicInteger();
            storage.transactWithoutResult(open -> {
                DocumentCollection<Hero> inside = open.collection(Hero.BARE);
                inside.getAll(List.of("a", "b"));
                inside.put("a", HAN);
                if (attempts.incrementAndGet() == 1) {
                    database.execute("UPDATE storageport.hero SET revision = revision + 1 WHERE key = 'b'");
                }
                inside.update("b", hero -> HAN);
            });
            assertThat(attempts).as("attempts").hasValue(2);
            assertThat(heroes.find(Condition.all()))
                    .as("documents")
                    .extracting(Stored::value)
                    .containsExactly(HAN, HAN);
        }
    }

    @Test
    void aUniqueValue_isJudgedAtThePut() {
        try (Storage storage = PostgresStorage.open(PostgresOptions.parse(database.url()), Hero.INDEXED)) {
            DocumentCollection<Hero> heroes = storage.collection(Hero.INDEXED);
            heroes.putAll(List.of(Document.of("a", LEIA), Document.of("b", HAN)));
            List<String> reached = new ArrayList<>();
            assertThatThrownBy(() -> storage.transactWithoutResult(open -> {
                        DocumentCollection<Hero> inside = open.collection(Hero.INDEXED);
                        inside.getAll(List.of("a", "b"));
                        reached.add("the put");
                        inside.put("a", HAN);
                        reached.add("behind the put");
                    }))
                    .isInstanceOf(UniqueViolationException.class);
            assertThat(reached).as("where the work came to").containsExactly("the put");
        }
    }

    @Test
    @Rule("ERR-4")
    void keptWrites_withALostAnswer_haveAnUnknownOutcome() throws IOException {
        try (CuttingProxy proxy = new CuttingProxy(PostgresServer.shared().port());
                StoragePort port = PostgresStorage.port(PostgresOptions.parse(proxy.url(database, "poolSize=1")))) {
            port.prepare(Samples.CATALOG, SchemaMode.MIGRATE);
            port.write(List.of(Samples.put(Samples.PLAIN, "a", "{}")));
            assertThatThrownBy(() -> port.transact(TransactionAttempt.FIRST, transaction -> {
                        StoredRecord read = read(transaction);
                        WriteOutcome kept = transaction
                                .write(List.of(Samples.put(Samples.PLAIN, "a", "{\"n\":1}")))
                                .get(0);
                        assertThat(kept)
                                .as("the outcome that is promised")
                                .isInstanceOfSatisfying(
                                        WriteOutcome.Written.class,
                                        written ->
                                                assertThat(written.revision()).isEqualTo(read.revision() + 1));
                        proxy.cutNextAnswer();
                        return "done";
                    }))
                    .isInstanceOfSatisfying(
                            StorageUnavailableException.class,
                            lost -> assertThat(lost.outcomeUnknown()).isTrue());
            assertThat(database.query("SELECT body FROM storageport.\"order\"")).isEqualTo("{\"n\": 1}");
        }
    }

    @Test
    void keptWrites_thatTheServerRefuses_namePlaceAndApplyNothing() {
        try (StoragePort port = database.port()) {
            port.prepare(Samples.CATALOG, SchemaMode.MIGRATE);
            port.write(List.of(Samples.put(Samples.PLAIN, "a", "{}")));
            database.execute(
                    "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS"
                            + " $$ BEGIN RAISE EXCEPTION SQLSTATE '40001'; END $$;"
                            + " CREATE TRIGGER refuse BEFORE UPDATE ON storageport.\"order\" FOR EACH ROW EXECUTE FUNCTION refuse()");
            assertThatThrownBy(() -> port.transact(TransactionAttempt.FIRST, transaction -> {
                        read(transaction);
                        return transaction.write(List.of(Samples.put(Samples.PLAIN, "a", "{\"n\":1}")));
                    }))
                    .isInstanceOf(TransactionConflictException.class)
                    .hasMessageContaining("collection order")
                    .message()
                    .satisfies(message ->
                            assertThat(message.toLowerCase(Locale.ROOT)).doesNotContain("update"));
            assertThat(database.query("SELECT body FROM storageport.\"order\"")).isEqualTo("{}");
        }
    }

    private static StoredRecord read(RecordOperations transaction) {
        return Objects.requireNonNull(
                transaction.read(Samples.PLAIN, List.of("a"), Projection.BODY).get("a"));
    }
}
