// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.OutOfSpaceException;
import dev.storageport.SchemaException;
import dev.storageport.StorageAccessException;
import dev.storageport.StorageException;
import dev.storageport.StorageFailureException;
import dev.storageport.StorageTimeoutException;
import dev.storageport.StorageUnavailableException;
import dev.storageport.TransactionConflictException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import org.sqlite.core.DB;

/** What the library says of each of the driver's errors. */
final class ErrorsTest {

    private static final Duration BOUND = Duration.ofSeconds(7);
    private static final DatabaseOptions OPTIONS =
            new DatabaseOptions(Optional.empty(), Optional.empty(), true, 1, BOUND, BOUND, BOUND, BOUND, BOUND, 1, 1);

    private static final Map<SQLiteErrorCode, Class<? extends StorageException>> KINDS = Map.ofEntries(
            Map.entry(SQLiteErrorCode.SQLITE_BUSY, StorageTimeoutException.class),
            Map.entry(SQLiteErrorCode.SQLITE_BUSY_RECOVERY, StorageTimeoutException.class),
            Map.entry(SQLiteErrorCode.SQLITE_BUSY_SNAPSHOT, TransactionConflictException.class),
            Map.entry(SQLiteErrorCode.SQLITE_LOCKED, StorageTimeoutException.class),
            Map.entry(SQLiteErrorCode.SQLITE_FULL, OutOfSpaceException.class),
            Map.entry(SQLiteErrorCode.SQLITE_PROTOCOL, StorageTimeoutException.class),
            Map.entry(SQLiteErrorCode.SQLITE_NOMEM, StorageUnavailableException.class),
            Map.entry(SQLiteErrorCode.SQLITE_IOERR_NOMEM, StorageUnavailableException.class),
            Map.entry(SQLiteErrorCode.SQLITE_NOTADB, StorageFailureException.class),
            Map.entry(SQLiteErrorCode.SQLITE_CORRUPT, StorageFailureException.class),
            Map.entry(SQLiteErrorCode.SQLITE_MISUSE, StorageFailureException.class),
            Map.entry(SQLiteErrorCode.SQLITE_IOERR, StorageFailureException.class),
            Map.entry(SQLiteErrorCode.SQLITE_TOOBIG, StorageFailureException.class));

    private static StorageException translated(SQLException error) {
        return Errors.translate("file app.db", OPTIONS, error);
    }

    private static SQLException error(SQLiteErrorCode code) {
        return new SQLiteException("from the driver", code);
    }

    @Test
    void error_ofEachCode_isOfItsKindAndSaysThePlaceFirst() {
        KINDS.forEach((code, kind) -> assertThat(translated(error(code)))
                .as("%s", code)
                .isExactlyInstanceOf(kind)
                .hasMessageStartingWith("file app.db: ")
                .hasCauseExactlyInstanceOf(SQLiteException.class));
    }

    @ParameterizedTest
    @EnumSource(
            value = SQLiteErrorCode.class,
            names = {"SQLITE_CANTOPEN.*", "SQLITE_PERM", "SQLITE_AUTH.*", "SQLITE_READONLY.*"},
            mode = EnumSource.Mode.MATCH_ANY)
    void refusal_ofTheFileSystem_isAMissingRight(SQLiteErrorCode code) {
        assertThat(translated(error(code)))
                .isInstanceOfSatisfying(
                        StorageAccessException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(StorageAccessException.Reason.MISSING_RIGHT))
                .hasMessageStartingWith("file app.db: ");
    }

    @Test
    void waits_sayTheirBound() {
        assertThat(translated(error(SQLiteErrorCode.SQLITE_BUSY))).hasMessageContaining("PT7S");
        assertThat(Errors.expired("file app.db", OPTIONS, error(SQLiteErrorCode.SQLITE_INTERRUPT)))
                .hasMessage("file app.db: the statement was stopped, bound PT7S");
    }

    @Test
    void fileOfNoDatabase_isTheSchemasOnlyWhenItIsOpened() {
        SQLException error = error(SQLiteErrorCode.SQLITE_NOTADB);
        assertThat(Errors.translateOpening("file app.db", OPTIONS, error))
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("something else");
        assertThat(translated(error)).hasMessageContaining("damaged");
    }

    /** What SQLite says of the state of the file or the machine is no connection that another one would replace. */
    @ParameterizedTest
    @EnumSource(SQLiteErrorCode.class)
    void errorOfSqlite_ofEachCode_isNoLostConnection(SQLiteErrorCode code) {
        assertThat(translated(error(code)).getMessage()).doesNotContain("connection is lost");
    }

    /** The driver knows names for some codes only, and of the others it keeps the number in the message. */
    @ParameterizedTest
    @CsvSource({
        "1035, CORRUPT", // a bit that no code has yet
        "779, CORRUPT",
        "8714, IOERR",
        "1294, CANTOPEN",
        "10506, IOERR"
    })
    void codeThatTheDriverDoesNotKnow_isOfItsKind(int number, String kind) {
        StorageException known = translated(error(SQLiteErrorCode.valueOf("SQLITE_" + kind)));
        StorageException unknown = translated(DB.newSQLException(number, "from SQLite"));
        assertThat(unknown).isExactlyInstanceOf(known.getClass());
        assertThat(unknown.getMessage()).doesNotContain("connection is lost").doesNotContain("driver");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "database connection closed",
                "stmt pointer is closed",
                "statement is not executing",
                "ResultSet closed"
            })
    void useOfWhatIsClosed_isALostConnection(String message) {
        assertThat(translated(new SQLException(message)))
                .isInstanceOf(StorageUnavailableException.class)
                .hasMessage("file app.db: the connection is lost");
    }

    @Test
    void refusal_ofTheDriverItself_isNoLostConnection() {
        assertThat(translated(new SQLException("Parameter index is invalid")))
                .isInstanceOf(StorageFailureException.class)
                .hasMessage("file app.db: the driver failed");
    }

    @Test
    void name_thatIsGone_isTheSchemas() {
        assertThat(translated(new SQLiteException("no such table: notes", SQLiteErrorCode.SQLITE_ERROR)))
                .isInstanceOf(SchemaException.class);
        assertThat(translated(error(SQLiteErrorCode.SQLITE_ERROR))).isInstanceOf(StorageFailureException.class);
    }

    @Test
    void commit_thatFailed_isUnknownOnlyWhereTheLogMayHoldIt() {
        for (SQLiteErrorCode code : SQLiteErrorCode.values()) {
            StorageException failed = Errors.translateCommit("file app.db", OPTIONS, error(code));
            boolean unknown = Errors.code(error(code)) == SQLiteErrorCode.SQLITE_IOERR
                    || Errors.code(error(code)) == SQLiteErrorCode.UNKNOWN_ERROR;
            assertThat(failed.outcomeUnknown()).as("%s", code).isEqualTo(unknown);
        }
        assertThat(Errors.translateCommit("file app.db", OPTIONS, new SQLException("closed"))
                        .outcomeUnknown())
                .isTrue();
    }
}
