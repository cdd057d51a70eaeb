// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.example.players.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.OutOfSpaceException;
import dev.storageport.StorageOptions;
import dev.storageport.StorageUnavailableException;
import dev.storageport.fake.FakeDatabase;
import dev.storageport.fake.FakeStorage;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Bad days of the database, as an application tests its own handling of them: on the fake, with scripted faults. */
@Tag("faults")
class OutageTest {

    private final FakeDatabase database = new FakeDatabase();
    /** Shows each fault to its caller. */
    private static final StorageOptions IMPATIENT =
            StorageOptions.builder().outageRetry(Duration.ZERO).build();

    private final PlayerStorage storage = new PlayerStorage(
            () -> FakeStorage.open(database, IMPATIENT, PlayerStorage.collections()),
            new OpeningRetry(3, Duration.ZERO));

    @BeforeEach
    void initialize() {
        storage.initialize();
        storage.putProfile("player", ProfileWrite.of("<html>1</html>"));
    }

    @AfterEach
    void close() {
        storage.close();
    }

    @Test
    void initialize_databaseNotThereYet_isTriedAgain() {
        try (PlayerStorage late = new PlayerStorage(
                () -> FakeStorage.open(database, StorageOptions.defaults(), PlayerStorage.collections()),
                new OpeningRetry(3, Duration.ZERO))) {
            database.faults().failNext(2);
            late.initialize();
            assertThat(late.profile("player")).isPresent();
        }
    }

    @Test
    void profile_connectionLost_passesTheErrorOnAndWorksAgain() {
        StorageUnavailableException lost = new StorageUnavailableException("lost", null);
        database.faults().failNext(1, () -> lost);
        assertThatThrownBy(() -> storage.profile("player")).isSameAs(lost);
        assertThat(storage.profile("player")).isPresent();
    }

    @Test
    void stats_connectionLost_throwInsteadOfReportingNothing() {
        database.faults().failNext(1);
        assertThatThrownBy(storage::stats).isInstanceOf(StorageUnavailableException.class);
    }

    @Test
    void putProfile_databaseFull_keepsWhatWasThere() {
        database.faults().outOfSpace(true);
        assertThatThrownBy(() -> storage.putProfile("player", ProfileWrite.of("<html>2</html>")))
                .isInstanceOf(OutOfSpaceException.class);
        assertThat(storage.profile("player").orElseThrow().html()).isEqualTo("<html>1</html>");
    }
}
