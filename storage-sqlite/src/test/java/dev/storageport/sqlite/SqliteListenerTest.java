// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import static dev.storageport.tck.fixture.Samples.NOTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.storageport.CollectionSpec;
import dev.storageport.DocumentCollection;
import dev.storageport.Index;
import dev.storageport.Storage;
import dev.storageport.StorageListener;
import dev.storageport.StorageOptions;
import dev.storageport.StorageTimeoutException;
import dev.storageport.ValueIndex;
import dev.storageport.event.BatchEnded;
import dev.storageport.event.CheckpointEnded;
import dev.storageport.event.ConnectEnded;
import dev.storageport.event.ConnectionDiscarded;
import dev.storageport.event.StorageOpened;
import dev.storageport.event.WaitEnded;
import dev.storageport.sqlite.internal.connection.Database;
import dev.storageport.tck.fixture.Samples.Note;
import dev.storageport.tck.rule.Rule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** WATCH: what goes on below the port. */
class SqliteListenerTest {

    @TempDir
    Path directory;

    private final List<Connection> connections = new CopyOnWriteArrayList<>();
    private final Heard heard = new Heard();

    /** Keeps what the backend tells. */
    private static final class Heard implements StorageListener {

        private final List<Object> events = new CopyOnWriteArrayList<>();

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

        @Override
        public void checkpointEnded(CheckpointEnded ended) {
            events.add(ended);
        }

        private <E> List<E> only(Class<E> kind) {
            return events.stream().filter(kind::isInstance).map(kind::cast).toList();
        }
    }

    private Storage open() {
        SqliteOptions options = SqliteOptions.file(directory.resolve("app.db")).toBuilder()
                .readers(1)
                .poolTimeout(Duration.ofMillis(250))
                .build();
        Database database = new Database(options.forDatabase(), connections::add);
        return Storage.open(
                new SqlitePort(database),
                StorageOptions.builder().listener(heard).build(),
                NOTES);
    }

    @Test
    @Rule("WATCH-7")
    void waitsConnectionsAndBatches_areToldOf() throws Exception {
        try (Storage storage = open()) {
            assertThat(heard.only(StorageOpened.class).get(0).versions()).containsKey("database");
            assertThat(heard.only(ConnectEnded.class)).isNotEmpty().allMatch(ConnectEnded::succeeded);
            DocumentCollection<Note> notes = storage.collection(NOTES);
            exhaust(notes);
            assertThat(heard.only(WaitEnded.class))
                    .extracting(WaitEnded::resource, WaitEnded::end)
                    .contains(tuple(WaitEnded.Resource.CONNECTION, WaitEnded.End.TIMED_OUT));
            assertThat(heard.only(BatchEnded.class))
                    .isNotEmpty()
                    .allMatch(batch -> batch.kind() == BatchEnded.Kind.WRITES && batch.size() >= 1);
            waitForWriter(storage);
            assertThat(heard.only(WaitEnded.class))
                    .extracting(WaitEnded::resource, WaitEnded::end)
                    .contains(tuple(WaitEnded.Resource.WRITER, WaitEnded.End.SERVED));
            storage.compact();
            assertThat(heard.only(CheckpointEnded.class)).anyMatch(CheckpointEnded::complete);
            breakConnections();
            notes.get("a");
            assertThat(heard.only(ConnectionDiscarded.class))
                    .extracting(ConnectionDiscarded::reason)
                    .contains(ConnectionDiscarded.Reason.BROKEN);
        }
    }

    private static void exhaust(DocumentCollection<Note> notes) {
        notes.put("a", new Note("1", 1));
        notes.put("b", new Note("2", 2));
        try (Stream<?> open = notes.stream()) {
            Iterator<?> rows = open.iterator();
            rows.next();
            assertThatThrownBy(() -> notes.get("a")).isInstanceOf(StorageTimeoutException.class);
        }
    }

    private static void waitForWriter(Storage storage) throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        Thread other = new Thread(() -> {
            begun.countDown();
            storage.collection(NOTES).put("c", new Note("3", 3));
        });
        storage.transactWithoutResult(open -> {
            open.collection(NOTES).put("d", new Note("4", 4));
            other.start();
            begun.await();
            while (other.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
        });
        other.join();
    }

    private void breakConnections() throws SQLException {
        for (Connection connection : connections) {
            connection.close();
        }
    }

    @Test
    void recording_hasAnEventOfEachKind() throws Exception {
        Path file = directory.resolve("storage.jfr");
        try (Recording recording = new Recording()) {
            for (String kind : KINDS) {
                recording.enable("dev.storageport." + kind).withThreshold(Duration.ZERO);
            }
            recording.start();
            try (Storage storage = open()) {
                exhaust(storage.collection(NOTES));
                waitForWriter(storage);
                storage.compact();
                breakConnections();
                storage.collection(NOTES).get("a");
            }
            try (Storage again = Storage.open(
                    new SqlitePort(SqliteOptions.file(directory.resolve("app.db"))),
                    StorageOptions.defaults(),
                    BY_STARS)) {
                assertThat(again.collection(BY_STARS).count()).isEqualTo(4);
            }
            recording.dump(file);
        }
        List<RecordedEvent> events = RecordingFile.readAllEvents(file);
        for (String kind : KINDS) {
            assertThat(events)
                    .as("events of kind %s", kind)
                    .anyMatch(event -> event.getEventType().getName().equals("dev.storageport." + kind)
                            && event.getString("backend").equals("SQLite"));
        }
        RecordedEvent get = events.stream()
                .filter(event -> event.getEventType().getName().equals("dev.storageport.Operation"))
                .filter(event -> event.getString("operation").equals("get"))
                .filter(event -> event.getString("failure") == null)
                .findFirst()
                .orElseThrow();
        assertThat(get.getString("collection")).isEqualTo("notes");
        assertThat(get.getLong("documentsRead")).isOne();
        assertThat(get.getDuration()).isPositive();
        assertThat(Files.size(file)).isPositive();
    }

    private static final List<String> KINDS = List.of(
            "Operation",
            "Transaction",
            "ConnectionWait",
            "Connect",
            "ConnectionDiscarded",
            "GroupCommit",
            "Checkpoint",
            "IndexBuild",
            "Open",
            "Close");

    private static final ValueIndex<Note, Integer> STARS = Index.of("stars", Integer.class, Note::stars);

    private static final CollectionSpec<Note> BY_STARS =
            CollectionSpec.of("notes", Note.class).index(STARS).build();
}
