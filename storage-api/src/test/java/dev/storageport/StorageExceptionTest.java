// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.storageport.StorageException.Remedy;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StorageExceptionTest {

    private final Throwable cause = new IllegalStateException("native");

    private final Map<StorageException, Remedy> kinds = Map.ofEntries(
            Map.entry(new ConfigurationException("option", "is unknown"), Remedy.FIX_THE_CALL),
            Map.entry(new InvalidValueException("field", "is null"), Remedy.FIX_THE_CALL),
            Map.entry(new LimitExceededException("field", 1, "bytes"), Remedy.FIX_THE_CALL),
            Map.entry(new StorageClosedException("get"), Remedy.FIX_THE_CALL),
            Map.entry(new TransactionAbortedException("commit", cause), Remedy.FIX_THE_CALL),
            Map.entry(new UniqueViolationException("c", "i", "k", cause), Remedy.FIX_THE_CALL),
            Map.entry(new UsageException("nested"), Remedy.FIX_THE_CALL),
            Map.entry(new StorageInterruptedException("get", cause), Remedy.RETRY),
            Map.entry(new StorageTimeoutException("get", cause), Remedy.RETRY),
            Map.entry(new StorageUnavailableException("get", cause), Remedy.RETRY),
            Map.entry(new TransactionConflictException("get", cause), Remedy.RETRY),
            Map.entry(new CorruptDataException("c", "k", "is cut", cause), Remedy.REPAIR),
            Map.entry(
                    new MappingException(MappingException.Reason.OTHER, "c", "k", "does not fit", cause),
                    Remedy.REPAIR),
            Map.entry(new DatabaseReplacedException("put", Instant.EPOCH, false, cause), Remedy.REPAIR),
            Map.entry(new OutOfSpaceException("put", cause), Remedy.REPAIR),
            Map.entry(new IndexNotReadyException("c", "i"), Remedy.RETRY),
            Map.entry(new LoadFailedException("c", "k", cause), Remedy.RETRY),
            Map.entry(new SchemaException("newer", cause), Remedy.REPAIR),
            Map.entry(
                    new StorageAccessException(StorageAccessException.Reason.PASSWORD, "refused", cause),
                    Remedy.REPAIR),
            Map.entry(new StorageFailureException("internal", cause), Remedy.REPAIR));

    @Test
    void everyKind_tellsItsRemedyAndAKnownOutcome() {
        assertThat(kinds.keySet().stream().<Class<?>>map(Object::getClass))
                .containsExactlyInAnyOrderElementsOf(
                        kinds(StorageException.class).toList());
        kinds.forEach((failure, remedy) -> {
            assertThat(failure.remedy()).as(failure.toString()).isEqualTo(remedy);
            assertThat(failure.outcomeUnknown()).as(failure.toString()).isFalse();
        });
    }

    private static Stream<Class<?>> kinds(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses()).flatMap(StorageExceptionTest::kinds)
                : Stream.of(type);
    }

    @Test
    void message_ofAnOperation_beginsWithBackendOperationAndCollection() {
        assertThat(inPut(new UniqueViolationException("players", "battletag", "a", cause)))
                .hasMessage("PostgreSQL: put in collection players, key \"a\", index battletag: "
                        + "another document owns the value");
        assertThat(inPut(new UsageException("collection players: is not what it was")))
                .hasMessage("PostgreSQL: put in collection players: is not what it was");
        assertThat(inPut(new StorageUnavailableException("the connection is lost", cause)))
                .hasMessage("PostgreSQL: put in collection players: the connection is lost");
        assertThat(inPut(new UsageException("collection players2: is another")))
                .hasMessage("PostgreSQL: put in collection players: collection players2: is another");
    }

    private static StorageException inPut(StorageException failure) {
        return catchThrowableOfType(
                StorageException.class,
                () -> StorageException.located("PostgreSQL", "put in collection players", () -> {
                    throw failure;
                }));
    }

    @Test
    void message_ofAnOperationInsideAnother_namesTheInnerOne() {
        assertThatThrownBy(() -> StorageException.located("SQLite", "transaction", () -> {
                    throw inPut(new UsageException("nested"));
                }))
                .hasMessage("PostgreSQL: put in collection players: nested");
        assertThatThrownBy(() -> StorageException.located("SQLite", "transaction", () -> {
                    throw new TransactionAbortedException("it can only roll back", cause);
                }))
                .hasMessage("SQLite: transaction: it can only roll back");
    }

    @Test
    void lostAnswer_isUnknown() {
        assertThat(new StorageUnavailableException("put", true, cause).outcomeUnknown())
                .isTrue();
        assertThat(new StorageTimeoutException("put", true, cause).outcomeUnknown())
                .isTrue();
        assertThat(new StorageInterruptedException("put", true, cause).outcomeUnknown())
                .isTrue();
    }

    @Test
    void key_inMessage_isOneSafeLine() {
        assertThat(new CorruptDataException("c", "a\n\"b\u202e", "is cut", null))
                .hasMessage("collection c, key \"a\\u000a\\\"b\\u202e\": is cut");
        assertThat(new UniqueViolationException("c", "i", null, null))
                .hasMessage("collection c, index i: another document owns the value");
    }
}
