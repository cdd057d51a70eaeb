// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import static dev.storageport.tck.fixture.Samples.NOTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.Storage;
import dev.storageport.StorageListener;
import dev.storageport.StorageOptions;
import dev.storageport.StorageTimeoutException;
import dev.storageport.event.BatchEnded;
import dev.storageport.event.ConnectEnded;
import dev.storageport.event.ConnectionDiscarded;
import dev.storageport.event.StorageOpened;
import dev.storageport.event.WaitEnded;
import dev.storageport.tck.fixture.Samples.Note;
import dev.storageport.tck.rule.Rule;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** WATCH: what goes on below the port. */
class PostgresListenerTest {

    private final List<Object> events = new CopyOnWriteArrayList<>();

    private final StorageListener listener = new StorageListener() {
        @Override
        public void opened(Storage storage, StorageOpened opened) {
            events.add(opened);
        }

        @Override
        public void waitEnded(WaitEnded ended) {
            events.add(ended);
        }

        @Override
        public void connectEnded(ConnectEnded ended) {
            events.add(ended);
        }

        @Override
        public void connectionDiscarded(ConnectionDiscarded discarded) {
            events.add(discarded);
        }

        @Override
        public void batchEnded(BatchEnded ended) {
            events.add(ended);
        }
    };

    private <E> List<E> only(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    @Test
    @Rule("WATCH-7")
    void waitsConnectionsAndBatches_areToldOf_andNoSecret() {
        TestDatabase database = TestDatabase.create();
        StorageOptions options = StorageOptions.builder()
                .listener(listener)
                .outageRetry(Duration.ofSeconds(5))
                .build();
        PostgresOptions postgres = PostgresOptions.parse(database.url("poolSize=1&poolTimeout=300ms"));
        try (Storage storage = PostgresStorage.open(postgres, options, NOTES)) {
            StorageOpened opened = only(StorageOpened.class).get(0);
            assertThat(opened.versions().get("database")).startsWith("PostgreSQL");
            assertThat(opened.address()).contains(database.name());
            assertThat(opened.settings()).containsEntry("poolSize", "1");
            assertThat(opened.toString()).doesNotContainIgnoringCase("password");
            assertThat(only(ConnectEnded.class)).isNotEmpty().allMatch(ConnectEnded::succeeded);

            storage.collection(NOTES).put("a", new Note("1", 1));
            storage.collection(NOTES).put("b", new Note("2", 2));
            storage.collection(NOTES).get("a");
            assertThat(only(BatchEnded.class))
                    .extracting(BatchEnded::kind)
                    .contains(BatchEnded.Kind.WRITES, BatchEnded.Kind.READS);

            try (Stream<?> open = storage.collection(NOTES).stream()) {
                Iterator<?> rows = open.iterator();
                rows.next();
                assertThatThrownBy(() -> storage.collection(NOTES).count()).isInstanceOf(StorageTimeoutException.class);
            }
            assertThat(only(WaitEnded.class))
                    .anyMatch(wait -> wait.resource() == WaitEnded.Resource.CONNECTION
                            && wait.end() == WaitEnded.End.TIMED_OUT
                            && wait.duration().compareTo(Duration.ofMillis(250)) >= 0);

            database.query("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = '"
                    + database.name() + "' AND pid <> pg_backend_pid()");
            storage.collection(NOTES).count();
            assertThat(only(ConnectionDiscarded.class))
                    .extracting(ConnectionDiscarded::reason)
                    .contains(ConnectionDiscarded.Reason.BROKEN);
        }
    }
}
