// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.queries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.Condition;
import dev.storageport.DocumentCollection;
import dev.storageport.PoolStatus;
import dev.storageport.Storage;
import dev.storageport.StorageClosedException;
import dev.storageport.Stored;
import dev.storageport.UsageException;
import dev.storageport.tck.fixture.Item;
import dev.storageport.tck.harness.Topic;
import dev.storageport.tck.rule.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** SCAN: streams over many documents. */
abstract class ScanRules extends Topic {

    /** More than any backend fetches in one round trip. */
    static final int MANY = 2_500;

    @Test
    @Rule("SCAN-1")
    void stream_whileDocumentsAreWritten_showsTheSnapshotOfItsBeginning() {
        DocumentCollection<Item> items = Item.in(bench());
        items.putAll(Item.many(MANY));
        List<Stored<Item>> before = items.find(Condition.all());
        List<Stored<Item>> seen = new ArrayList<>();
        try (Stream<Stored<Item>> stream = items.stream()) {
            Iterator<Stored<Item>> documents = stream.iterator();
            seen.add(documents.next());
            items.delete(Item.key(1));
            items.delete(Item.key(MANY - 1));
            items.put(Item.key(MANY - 2), Item.of(-1));
            items.put("item-1000001-new", Item.of(-2));
            items.put("z", Item.of(-3));
            documents.forEachRemaining(seen::add);
        }
        assertThat(seen)
                .as("what a stream shows that was opened before the writes")
                .isEqualTo(before);
        assertThat(items.count()).as("the writes made meanwhile").isEqualTo(MANY);
    }

    @Test
    @Rule("SCAN-1")
    void stream_whoseConsumerWritesEachDocument_ends() {
        DocumentCollection<Item> items = Item.in(bench());
        items.putAll(Item.many(300));
        List<String> seen = new ArrayList<>();
        try (Stream<Stored<Item>> stream = items.stream(Condition.all().oldestFirst())) {
            stream.forEach(stored -> {
                bench().clock().advance(Duration.ofSeconds(1));
                items.touch(stored.key());
                seen.add(stored.key());
            });
        }
        assertThat(seen)
                .as("documents of a stream by age whose consumer touches each")
                .hasSize(300)
                .doesNotHaveDuplicates();
    }

    @Test
    @Rule("SCAN-1")
    void stream_inATransactionThatWrites_showsTheSnapshotOfItsBeginning() {
        Storage storage = bench().open(Item.SPEC);
        storage.collection(Item.SPEC).putAll(Item.many(50));
        int seen = storage.transact(transaction -> {
            DocumentCollection<Item> items = transaction.collection(Item.SPEC);
            items.put("a", Item.of(1));
            int number = 0;
            try (Stream<Stored<Item>> stream = items.stream()) {
                for (Iterator<Stored<Item>> documents = stream.iterator(); documents.hasNext(); number++) {
                    items.put(documents.next().key() + "-copy", Item.of(2));
                }
            }
            return number;
        });
        assertThat(seen)
                .as("documents seen, with the transaction's earlier write, without its later ones")
                .isEqualTo(51);
        assertThat(storage.collection(Item.SPEC).count())
                .as("number of documents")
                .isEqualTo(102);
    }

    @Test
    @Rule("SCAN-2")
    void streams_closedEarly_freeTheirConnections() {
        Storage storage = bench().open(Item.SPEC);
        DocumentCollection<Item> items = storage.collection(Item.SPEC);
        items.putAll(Item.many(MANY));
        for (int i = 0; i < 150; i++) {
            try (Stream<Stored<Item>> stream = items.stream()) {
                assertThat(stream.findFirst().orElseThrow().key())
                        .as("first document")
                        .isEqualTo(Item.key(0));
            }
            try (Stream<Stored<Item>> unread = items.stream(Condition.keyFrom("a"))) {
                assertThat(unread.isParallel()).isFalse();
            }
        }
        assertNoneInUse(storage, "streams that were closed early");
        items.put("after", Item.of(1));
    }

    @Test
    @Rule("SCAN-2")
    void streams_whoseConsumerFails_freeTheirConnections() {
        Storage storage = bench().open(Item.SPEC);
        DocumentCollection<Item> items = storage.collection(Item.SPEC);
        items.putAll(Item.many(20));
        IllegalStateException failure = new IllegalStateException("of the consumer");
        for (int i = 0; i < 60; i++) {
            assertThatThrownBy(() -> {
                        try (Stream<Stored<Item>> stream = items.stream()) {
                            stream.forEach(stored -> {
                                throw failure;
                            });
                        }
                    })
                    .isSameAs(failure);
        }
        assertNoneInUse(storage, "streams whose consumer failed");
        items.put("after", Item.of(1));
    }

    @Test
    @Rule("SCAN-2")
    void streams_readToTheirEndOrLeftInATransaction_freeTheirConnections() {
        Storage storage = bench().open(Item.SPEC);
        DocumentCollection<Item> items = storage.collection(Item.SPEC);
        items.putAll(Item.many(20));
        for (int i = 0; i < 60; i++) {
            try (Stream<Stored<Item>> stream = items.stream()) {
                assertThat(stream.count()).as("number of documents").isEqualTo(20);
            }
            storage.transact(transaction ->
                    transaction.collection(Item.SPEC).stream().iterator().next()); // left open on purpose
        }
        assertNoneInUse(storage, "streams that were read to the end or left open in a transaction");
        items.put("after", Item.of(1));
    }

    private static void assertNoneInUse(Storage storage, String after) {
        Optional<PoolStatus> pool = storage.health(Duration.ofSeconds(10)).pool();
        assertThat(pool.map(PoolStatus::inUse).orElse(0))
                .as("connections in use after %s", after)
                .isZero();
    }

    @Test
    @Rule("SCAN-3")
    void stream_usedAfterItWasClosed_saysSo() {
        DocumentCollection<Item> items = Item.in(bench());
        items.putAll(Item.many(20));
        Stream<Stored<Item>> stream = items.stream();
        Iterator<Stored<Item>> documents = stream.iterator();
        documents.next();
        stream.close();
        stream.close();

        assertThatThrownBy(() -> documents.forEachRemaining(stored -> {}), "reading on after close")
                .isInstanceOf(StorageClosedException.class);
    }

    @Test
    @Rule("SCAN-3")
    void stream_usedAfterItsTransactionEnded_saysSo() {
        Storage storage = bench().open(Item.SPEC);
        storage.collection(Item.SPEC).putAll(Item.many(20));
        Iterator<Stored<Item>> documents = storage.transact(
                transaction -> transaction.collection(Item.SPEC).stream().iterator());

        assertThatThrownBy(() -> documents.forEachRemaining(stored -> {}), "reading on after the transaction")
                .isInstanceOf(UsageException.class);
    }
}
