// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import dev.storageport.port.Option;
import dev.storageport.port.OptionSet;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** The options of the library that a text can say; clock, mapper and listeners are code. */
final class StorageOptionSet {

    private static final Duration DAY = Duration.ofDays(1);

    static final Option<SchemaMode> SCHEMA_MODE = Option.choice("schemaMode", SchemaMode.class)
            .byDefault(SchemaMode.MIGRATE)
            .notAParameter()
            .described(
                    "What opening may do to the database's schema: create and extend it, only compare it, or neither.");

    static final Option<IndexBuildMode> INDEX_BUILD_MODE = Option.choice("indexBuildMode", IndexBuildMode.class)
            .byDefault(IndexBuildMode.AT_OPEN)
            .notAParameter()
            .described("When documents written by other versions of the program are brought into indexes.");

    static final Option<Duration> CLOSE_GRACE = Option.duration("closeGrace", Duration.ZERO, DAY)
            .byDefault(Duration.ofSeconds(10))
            .notAParameter()
            .described("How long closing waits for operations under way.");

    static final Option<Duration> CONFLICT_RETRY = Option.duration("conflictRetry", Duration.ZERO, DAY)
            .byDefault(Duration.ofSeconds(30))
            .notAParameter()
            .described("For how long work is begun again that concurrent work stood in the way of.");

    static final Option<Integer> CONFLICT_RETRY_ATTEMPTS = Option.number("conflictRetryAttempts", 1, 1_000_000)
            .byDefault(1000)
            .notAParameter()
            .described("How often such work is tried at most, the first time included.");

    static final Option<Duration> OUTAGE_RETRY = Option.duration("outageRetry", Duration.ZERO, DAY)
            .byDefault(Duration.ofSeconds(1))
            .notAParameter()
            .described("For how long work of which nothing was applied is begun again while the database is away.");

    static final Option<Duration> SLOW_OPERATION_THRESHOLD = Option.duration(
                    "slowOperationThreshold", Duration.ZERO, DAY)
            .byDefault(Duration.ZERO)
            .notAParameter()
            .described("From what duration on operations and transactions are logged as slow; zero for never.");

    static final Option<Boolean> LEAK_DETECTION = Option.truth("leakDetection")
            .byDefault(false)
            .inDevelopment(true)
            .notAParameter()
            .described(
                    "Whether each stream remembers where it was opened, for the warning about one that was never closed.");

    static final Option<String> PAGE_TOKEN_KEY = Option.text("pageTokenKey", "a text of at least 16 bytes in UTF-8")
            .allowing(text -> text.getBytes(StandardCharsets.UTF_8).length >= PageTokenKey.SHORTEST)
            .secret()
            .withoutDefault("the same for every storage in the world")
            .notAParameter()
            .described(
                    "What tokens of pages and positions are signed with; the same for all storages that take one another's.");

    static final Option<ReadPreference> READ_PREFERENCE = Option.choice("readPreference", ReadPreference.class)
            .byDefault(ReadPreference.PRIMARY)
            .notAParameter()
            .described("Where reads outside transactions go: to the primary, or to a standby that is far enough.");

    static final Option<Duration> STANDBY_WAIT = Option.duration("standbyWait", Duration.ZERO, Duration.ofMinutes(1))
            .byDefault(Duration.ofMillis(100))
            .notAParameter()
            .described("How long a read waits for a standby to have what it must show, before it goes to the primary.");

    static final OptionSet<StorageOptions.Builder> ALL = OptionSet.<StorageOptions.Builder>empty()
            .with(SCHEMA_MODE, StorageOptions.Builder::schemaMode)
            .with(INDEX_BUILD_MODE, StorageOptions.Builder::indexBuildMode)
            .with(CLOSE_GRACE, StorageOptions.Builder::closeGrace)
            .with(CONFLICT_RETRY, StorageOptions.Builder::conflictRetryFor)
            .with(CONFLICT_RETRY_ATTEMPTS, StorageOptions.Builder::conflictRetryAttempts)
            .with(OUTAGE_RETRY, StorageOptions.Builder::outageRetry)
            .with(SLOW_OPERATION_THRESHOLD, StorageOptions.Builder::slowOperationThreshold)
            .with(LEAK_DETECTION, StorageOptions.Builder::leakDetection)
            .with(READ_PREFERENCE, StorageOptions.Builder::readPreference)
            .with(STANDBY_WAIT, StorageOptions.Builder::standbyWait)
            .with(
                    PAGE_TOKEN_KEY,
                    (builder, key) -> builder.pageTokenKey(PageTokenKey.of(key.getBytes(StandardCharsets.UTF_8))));

    private StorageOptionSet() {}
}
