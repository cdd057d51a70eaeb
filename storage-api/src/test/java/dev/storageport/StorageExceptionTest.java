// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.StorageException.Remedy;
import java.util.Map;
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
            Map.entry(new MappingException("c", "k", "does not fit", cause), Remedy.REPAIR),
            Map.entry(new OutOfSpaceException("put", cause), Remedy.REPAIR),
            Map.entry(new IndexNotReadyException("c", "i"), Remedy.RETRY),
            Map.entry(new SchemaException("newer", cause), Remedy.REPAIR),
            Map.entry(new StorageAccessException("refused", cause), Remedy.REPAIR),
            Map.entry(new StorageFailureException("internal", cause), Remedy.REPAIR));

    @Test
    void everyKind_tellsItsRemedyAndAKnownOutcome() {
        assertThat(kinds).hasSize(StorageException.class.getPermittedSubclasses().length);
        kinds.forEach((failure, remedy) -> {
            assertThat(failure.remedy()).as(failure.toString()).isEqualTo(remedy);
            assertThat(failure.outcomeUnknown()).as(failure.toString()).isFalse();
        });
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
