// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.SchemaMode;
import dev.storageport.StorageUnavailableException;
import dev.storageport.port.Filter;
import dev.storageport.port.TransactionAttempt;
import dev.storageport.port.Write;
import dev.storageport.postgres.server.PostgresServer;
import dev.storageport.tck.rule.Rule;
import java.io.IOException;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is told when the connection breaks after a request and before its answer. */
class PostgresLostAnswerTest {

    private final TestDatabase database = TestDatabase.create();
    private final CuttingProxy proxy = new CuttingProxy(PostgresServer.shared().port());
    private final PostgresPort port =
            (PostgresPort) PostgresStorage.port(PostgresOptions.parse(proxy.url(database, "poolSize=1")));

    PostgresLostAnswerTest() throws IOException {}

    @BeforeEach
    void prepare() {
        port.prepare(Samples.CATALOG, SchemaMode.MIGRATE);
    }

    @AfterEach
    void close() throws IOException {
        port.close();
        proxy.close();
        database.close();
    }

    private static List<Write> put(String key) {
        return List.of(Samples.put(Samples.PLAIN, key, "{}"));
    }

    private static void assertLost(ThrowingCallable operation, boolean unknown) {
        assertThatThrownBy(operation)
                .isInstanceOfSatisfying(
                        StorageUnavailableException.class,
                        lost -> assertThat(lost.outcomeUnknown()).isEqualTo(unknown));
    }

    private String stored() {
        return database.query("SELECT key FROM storageport.\"order\" ORDER BY key");
    }

    @Test
    @Rule("ERR-4")
    void singleWrite_withALostAnswer_hasAnUnknownOutcome() {
        // Then the session has been looked at, and has its settings: the next answer is that of a write.
        port.write(put("a"));
        proxy.cutNextAnswer();
        assertLost(() -> port.write(put("b")), true);
        assertThat(stored()).isEqualTo("a\nb");
        port.write(put("c"));
        assertThat(stored()).isEqualTo("a\nb\nc");
    }

    @Test
    @Rule("ERR-4")
    void commit_withALostAnswer_hasAnUnknownOutcome() {
        assertLost(
                () -> port.transact(TransactionAttempt.FIRST, transaction -> {
                    transaction.write(put("a"));
                    proxy.cutNextAnswer();
                    return "done";
                }),
                true);
        assertThat(stored()).isEqualTo("a");
    }

    @Test
    @Rule("ERR-4")
    void writeBeforeTheCommit_withALostAnswer_wasCertainlyNotApplied() {
        assertLost(
                () -> port.transact(TransactionAttempt.FIRST, transaction -> {
                    proxy.cutNextAnswer();
                    return transaction.write(put("a"));
                }),
                false);
        assertThat(stored()).isEmpty();
    }

    @Test
    @Rule("ERR-4")
    void read_withALostAnswer_isACleanFailure() {
        proxy.cutNextAnswer();
        assertLost(() -> port.count(Samples.PLAIN, new Filter.All()), false);
        assertThat(port.count(Samples.PLAIN, new Filter.All())).isZero();
    }
}
