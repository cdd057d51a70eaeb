// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import static dev.storageport.postgres.GrowingHeroes.BARE;
import static dev.storageport.postgres.GrowingHeroes.FULL;
import static dev.storageport.postgres.GrowingHeroes.fill;
import static dev.storageport.postgres.GrowingHeroes.read;
import static dev.storageport.postgres.GrowingHeroes.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.SchemaMode;
import dev.storageport.TransactionConflictException;
import dev.storageport.UniqueViolationException;
import dev.storageport.port.Catalog;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.Filter;
import dev.storageport.port.Order;
import dev.storageport.port.Precondition;
import dev.storageport.port.Projection;
import dev.storageport.port.RecordOperations;
import dev.storageport.port.StoredRecord;
import dev.storageport.port.TransactionAttempt;
import dev.storageport.port.Write;
import dev.storageport.port.WriteOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What brings documents into indexes that they are stale in. The revisions of those that are written together follow one another. */
class PostgresReindexingTest {

    private final TestDatabase database = TestDatabase.create();
    private final List<PostgresPort> ports = new ArrayList<>();

    @AfterEach
    void close() {
        ports.forEach(PostgresPort::close);
        database.close();
    }

    private PostgresPort open(CollectionDefinition collection) {
        return open("poolSize=2", collection);
    }

    private PostgresPort open(String parameters, CollectionDefinition collection) {
        PostgresPort port = database.port(parameters);
        ports.add(port);
        port.prepare(new Catalog(List.of(collection)), SchemaMode.MIGRATE);
        return port;
    }

    @Test
    void reindexing_ofAnotherRevisionOrOfNothing_isNotApplied() {
        fill(open(BARE), BARE, 3);
        PostgresPort port = open(FULL);
        long revision = read(port, "k00000").revision();
        List<WriteOutcome> outcomes = port.write(List.of(
                reindex("k00000", revision, Optional.of(new Write.Body("[1]", 3, 7))),
                reindex("k00001", revision, Optional.empty()),
                reindex("k00002", revision + 2, Optional.empty()),
                reindex("k00009", revision, Optional.empty())));
        assertThat(outcomes.get(0)).isInstanceOf(WriteOutcome.Written.class);
        assertThat(outcomes.get(1)).isInstanceOf(WriteOutcome.NotApplied.class);
        assertThat(outcomes.get(2)).isInstanceOf(WriteOutcome.Written.class);
        assertThat(outcomes.get(3)).isInstanceOf(WriteOutcome.NotApplied.class);
        StoredRecord reindexed = read(port, "k00000");
        assertThat(reindexed.body()).contains("[1]");
        assertThat(reindexed.dataVersion()).isEqualTo(7);
        assertThat(reindexed.revision()).isEqualTo(revision);
        assertThat(reindexed.updatedAt()).isEqualTo(Samples.NOON);
        assertThat(port.staleRecords(FULL, "text", Optional.empty(), 10))
                .extracting(StoredRecord::key)
                .containsExactly("k00001");
        assertThat(port.write(List.of(reindex("k00001", revision + 1, Optional.empty()))))
                .containsExactly(new WriteOutcome.Written(revision + 1, Samples.NOON, Samples.NOON));
    }

    private static Write reindex(String key, long revision, Optional<Write.Body> body) {
        return new Write.Reindex(FULL, key, revision, body, values(Integer.parseInt(key.substring(1))));
    }

    @Test
    void reindexings_whoseUniqueValuesMove_areJudgedInKeyOrder() {
        PostgresPort port = open(FULL);
        fill(port, FULL, 200);
        List<Write> moves = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            moves.add(new Write.Reindex(
                    FULL, "k%05d".formatted(i), 100 + i, Optional.empty(), values(i == 0 ? 1000 : i - 1)));
        }
        assertThat(port.write(moves)).allMatch(WriteOutcome.Written.class::isInstance);
        assertThat(Filters.keys(port, Filters.scan(FULL, Filters.equal("tag", "tag7"), Order.KEY, Projection.METADATA)))
                .containsExactly("k00008");
        List<Write> collision = List.of(
                new Write.Reindex(FULL, "k00001", 101, Optional.empty(), values(2)),
                new Write.Reindex(FULL, "k00002", 102, Optional.empty(), values(2)));
        assertThatThrownBy(() -> port.write(collision))
                .isInstanceOfSatisfying(
                        UniqueViolationException.class,
                        violation -> assertThat(violation.index()).isEqualTo("tag"));
    }

    /** Each transaction deletes a document if the other's is there, so one of the two documents must be left. */
    @Test
    void reindexingBetweenTwoTransactions_doesNotHideThemFromEachOther() {
        fill(open(BARE), BARE, 2000);
        database.execute("ANALYZE storageport.hero"); // so that documents are found by key, and no whole table is read
        PostgresPort port = open("poolSize=3", FULL);
        assertThatThrownBy(() -> port.transact(TransactionAttempt.FIRST, first -> {
                    assertThat(isThere(first, "k00001")).isTrue();
                    List<WriteOutcome> reindexed = port.sweep(reindexing -> {
                        assertThat(reindexing.staleRecords(FULL, "tag", Optional.empty(), 10))
                                .hasSize(10);
                        return reindexing.write(List.of(reindex("k00001", 101, Optional.empty())));
                    });
                    assertThat(reindexed).hasOnlyElementsOfType(WriteOutcome.Written.class);
                    port.transact(TransactionAttempt.FIRST, second -> {
                        assertThat(isThere(second, "k00000")).isTrue();
                        return second.write(List.of(delete("k00001")));
                    });
                    return first.write(List.of(delete("k00000")));
                }))
                .isInstanceOf(TransactionConflictException.class);
        assertThat(port.count(FULL, new Filter.All())).isEqualTo(1999);
    }

    private static boolean isThere(RecordOperations operations, String key) {
        return !operations.read(FULL, List.of(key), Projection.METADATA).isEmpty();
    }

    private static Write delete(String key) {
        return new Write.Delete(FULL, key, new Precondition.None());
    }
}
