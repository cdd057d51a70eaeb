// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.freshness;

import static dev.storageport.tck.fixture.Refusals.refusal;
import static dev.storageport.tck.fixture.TestThreads.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.OutOfSpaceException;
import dev.storageport.Storage;
import dev.storageport.StorageUnavailableException;
import dev.storageport.event.ReadThroughStoreFailed;
import dev.storageport.event.ReadThroughStoreFailed.Access;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.Projection;
import dev.storageport.port.StoragePort;
import dev.storageport.port.StoredRecord;
import dev.storageport.port.Write;
import dev.storageport.port.WriteOutcome;
import dev.storageport.readthrough.Loaded;
import dev.storageport.readthrough.ReadThrough;
import dev.storageport.readthrough.Served;
import dev.storageport.readthrough.StoreFailurePolicy;
import dev.storageport.tck.fixture.Samples;
import dev.storageport.tck.fixture.Samples.Note;
import dev.storageport.tck.harness.ForwardingPort;
import dev.storageport.tck.rule.Rule;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** FRESH: a failure of the store never fails a value that was loaded, unless that is wanted. */
abstract class StoreFailureRules extends ReadThroughTopic {

    private FailingPort port;
    private Storage unwell;

    /** A port of a database that is away for readers, full for writers, or well. */
    private static final class FailingPort extends ForwardingPort {

        private volatile boolean away;
        private volatile boolean full;

        FailingPort(StoragePort port) {
            super(port);
        }

        @Override
        public Map<String, StoredRecord> read(
                CollectionDefinition collection, Collection<String> keys, Projection parts) {
            if (away) {
                throw new StorageUnavailableException("the database is away, as the test says", null);
            }
            return super.read(collection, keys, parts);
        }

        @Override
        public List<WriteOutcome> write(List<Write> writes) {
            if (full) {
                throw new OutOfSpaceException("the database is full, as the test says", null);
            }
            return super.write(writes);
        }
    }

    @BeforeEach
    void openOnFailingPort() {
        port = new FailingPort(bench().harness().port());
        unwell = Storage.open(port, options(), Samples.NOTES, ReadThrough.ABSENCES);
        heard.clear();
    }

    @AfterEach
    void closeFailingPort() {
        unwell.close();
    }

    private void assertTold(int times, Access access, Class<? extends Throwable> failure) {
        assertThat(heard.only(ReadThroughStoreFailed.class))
                .as("what was told of the storage")
                .hasSize(times)
                .allSatisfy(told -> {
                    assertThat(told.access()).as("what was tried").isEqualTo(access);
                    assertThat(told.failure()).as("what it threw").isInstanceOf(failure);
                });
    }

    @Test
    @Rule("FRESH-19")
    void value_thatCannotBeRead_isLoadedOnceForAll_andOverwritesNothing() throws Exception {
        notes.put("k", note("own"));
        Calls<Served<Note>> calls = new Calls<>();
        ReadThrough<Note> through = builder(unwell, PROFILES, request -> {
                    await("the others wait", () -> ended("get", "notes") == 20 && calls.waiting() >= 19);
                    return Loaded.of(note("new"));
                })
                .build();
        heard.clear();
        port.away = true;
        calls.start(20, () -> served(through));
        assertThat(calls.results())
                .extracting(Served::value)
                .as("what is served")
                .containsOnly(note("new"));
        assertLoads(1);
        assertTold(20, Access.READ, StorageUnavailableException.class);
        assertThat(textOf("k")).as("what could not be read").isEqualTo("own");
    }

    @Test
    @Rule("FRESH-19")
    void values_thatCannotBeRead_areLoadedAndServed() {
        ReadThrough<Note> through = builder(unwell, PROFILES, failing())
                .batchLoader(requests -> Map.of("a", Loaded.of(note("new")), "b", Loaded.of(note("new"))))
                .build();
        port.away = true;
        assertThat(through.getAll(List.of("a", "b"))).as("what is served").hasSize(2);
        assertTold(1, Access.READ, StorageUnavailableException.class);
        assertThat(textOf("a")).as("what is stored where nothing was").isEqualTo("new");
    }

    @Test
    @Rule("FRESH-19")
    void value_thatCannotBeStored_isServed() {
        ReadThrough<Note> through = builder(unwell, PROFILES, answering("new")).build();
        port.full = true;
        assertThat(served(through).value()).as("what is served").isEqualTo(note("new"));
        assertThat(served(through).storedAt())
                .as("when it was loaded")
                .isEqualTo(bench().clock().instant());
        assertTold(2, Access.WRITE, OutOfSpaceException.class);
        assertLoads(2);
        heard.clear();
        ReadThrough<Note> absent = builder(unwell, PROFILES.negatives(HOUR), request -> Loaded.absent())
                .build();
        assertThat(absent.get("k")).as("what is served of an absence").isEmpty();
        assertTold(1, Access.WRITE, OutOfSpaceException.class);
    }

    @Test
    @Rule("FRESH-14")
    void refresh_thatCannotBeStored_isLeftAloneForTwiceAsLongEachTime() {
        stored("k", HALF_HOUR);
        ReadThrough<Note> through = builder(unwell, PROFILES, answering("new"))
                .backOff(Duration.ofSeconds(10), HOUR)
                .build();
        port.full = true;
        for (int i = 1; i <= 2; i++) {
            served(through);
            runBackground();
            assertLoads(i);
            advance(Duration.ofSeconds(10).multipliedBy(i).minus(MICROSECOND));
            assertThat(served(through).stale())
                    .as("whether it is served as stale")
                    .isTrue();
            assertThat(background).as("refreshes while the key is left alone").isEmpty();
            advance(MICROSECOND);
        }
        port.full = false;
        served(through);
        runBackground();
        assertThat(textOf("k")).as("what is stored when there is room again").isEqualTo("new");
        assertTold(2, Access.WRITE, OutOfSpaceException.class);
    }

    @Test
    @Rule("FRESH-19")
    void failure_ofTheStorage_isThrown_whereThatIsWanted() {
        ReadThrough<Note> strict = builder(unwell, PROFILES, answering("new"))
                .onStoreFailure(StoreFailurePolicy.FAIL)
                .build();
        port.away = true;
        refusal(StorageUnavailableException.class, "get", () -> strict.get("k"));
        assertLoads(0);
        assertTold(1, Access.READ, StorageUnavailableException.class);
        port.away = false;
        port.full = true;
        refusal(OutOfSpaceException.class, "get", () -> strict.get("k"));
        assertLoads(1);
    }
}
