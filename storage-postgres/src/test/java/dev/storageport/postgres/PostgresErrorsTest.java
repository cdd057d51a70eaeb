// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.StorageException;
import dev.storageport.StorageFailureException;
import dev.storageport.StorageInterruptedException;
import dev.storageport.StorageUnavailableException;
import dev.storageport.TransactionConflictException;
import dev.storageport.UniqueViolationException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;
import org.postgresql.util.ServerErrorMessage;

class PostgresErrorsTest {

    private final Errors errors =
            new Errors(() -> Map.of("user$ix_tag", new Errors.UniqueIndex("user", "tag")), Duration.ofSeconds(30));

    private StorageException mapped(SQLException error) {
        return errors.of(error, new Errors.Attempt("write to collection user", "k", true));
    }

    private static PSQLException server(String state, String... fields) {
        return new PSQLException(
                new ServerErrorMessage("SERROR\0C" + state + "\0Mse-cret text\0" + String.join("\0", fields) + "\0"));
    }

    @ParameterizedTest
    @CsvSource({
        "08006, StorageUnavailableException, true",
        "57P01, StorageUnavailableException, true",
        "40001, TransactionConflictException, false",
        "40P01, TransactionConflictException, false",
        "57014, StorageTimeoutException, false",
        "55P03, StorageTimeoutException, false",
        "25P03, StorageTimeoutException, false",
        "53100, OutOfSpaceException, false",
        "53200, TransactionConflictException, false",
        "42501, StorageAccessException, false",
        "25006, StorageUnavailableException, false",
        "42P01, SchemaException, false",
        "26000, StorageFailureException, false",
        "XX000, StorageFailureException, false",
        "0A000, StorageFailureException, false"
    })
    void state_ofTheServer_hasItsKindAndSaysWhetherTheOutcomeIsKnown(String state, String kind, boolean unknown) {
        StorageException failure = mapped(server(state));
        assertThat(failure.getClass().getSimpleName()).isEqualTo(kind);
        assertThat(failure.outcomeUnknown()).isEqualTo(unknown);
        assertThat(failure).hasMessageStartingWith("write to collection user").hasCauseInstanceOf(SQLException.class);
        assertThat(failure.getMessage()).doesNotContain("se-cret");
    }

    @Test
    void poolerThatLostItsServer_isALostConnection() {
        StorageException failure =
                mapped(new PSQLException(new ServerErrorMessage("SFATAL\0C08P01\0Mserver conn crashed?\0\0")));
        assertThat(failure).isInstanceOf(StorageUnavailableException.class);
        assertThat(failure.outcomeUnknown()).isTrue();
    }

    @Test
    void stalePlan_isAConflictWhateverTheServersLanguage() {
        assertThat(mapped(server("0A000", "RRevalidateCachedQuery"))).isInstanceOf(TransactionConflictException.class);
    }

    @Test
    void uniqueViolation_isFoundByConstraintOrByTheNameInTheText() {
        PSQLException named = server("23505", "nuser$ix_tag", "DKey (ix_tag)=(se-cret detail) already exists.");
        StorageException failure = mapped(named);
        assertThat(failure).isInstanceOf(UniqueViolationException.class).hasMessageContaining("index tag");
        Secrets.assertAbsent(failure, "se-cret detail");
        PSQLException inText = new PSQLException(
                new ServerErrorMessage("SERROR\0C23505\0Mduplicate key violates \"user$ix_tag\"\0\0"));
        assertThat(mapped(inText)).isInstanceOf(UniqueViolationException.class);
        assertThat(mapped(server("23505", "nuser$key"))).isInstanceOf(TransactionConflictException.class);
    }

    @Test
    void complaintAboutData_isWithheldFromTheWholeChain() {
        StorageException failure = mapped(server("22P02"));
        assertThat(failure).isInstanceOf(StorageFailureException.class);
        Secrets.assertAbsent(failure, "se-cret");
    }

    @Test
    void brokenConnection_onAnInterruptedThread_isAnInterruptThatKeepsTheFlag() {
        Thread.currentThread().interrupt();
        StorageException failure = mapped(new PSQLException("closed", PSQLState.CONNECTION_FAILURE));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(failure).isInstanceOf(StorageInterruptedException.class);
        assertThat(failure.outcomeUnknown()).isTrue();
    }
}
