// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.storageport.ConfigurationException;
import dev.storageport.SchemaMode;
import dev.storageport.StorageClosedException;
import dev.storageport.StorageTimeoutException;
import dev.storageport.UniqueViolationException;
import dev.storageport.port.Filter;
import dev.storageport.port.Projection;
import dev.storageport.port.RecordCursor;
import dev.storageport.port.Scan;
import dev.storageport.port.StoragePort;
import dev.storageport.port.TransactionAttempt;
import dev.storageport.postgres.server.PostgresServer;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sessions that are not ours: nothing may outlive an operation. The same path serves {@code pooler=transaction}. */
class PostgresDataSourceTest {

    private final TestDatabase database = TestDatabase.create();
    private final HikariDataSource dataSource = dataSource();
    private final PostgresPort port = (PostgresPort) PostgresStorage.port(
            dataSource,
            PostgresSettings.builder()
                    .schema("app")
                    .statementTimeout(Duration.ofMillis(700))
                    .build());

    private HikariDataSource dataSource() {
        return dataSource(config -> {});
    }

    private HikariDataSource dataSource(Consumer<HikariConfig> change) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(PostgresServer.shared().jdbcUrl(database.name()));
        config.setUsername(PostgresServer.shared().user());
        config.setPassword(PostgresServer.shared().password());
        config.setMaximumPoolSize(1);
        config.setConnectionTimeout(2_000);
        change.accept(config);
        return new HikariDataSource(config);
    }

    @BeforeEach
    void prepare() {
        port.prepare(Samples.CATALOG, SchemaMode.MIGRATE);
    }

    @AfterEach
    void close() {
        port.close();
        dataSource.close();
        database.close();
    }

    @Test
    void operations_onABorrowedConnection_leaveNoSettingAndNoPreparedStatement() throws SQLException {
        for (int i = 0; i < 20; i++) {
            port.write(List.of(Samples.put("k" + i, Samples.tag("t" + i))));
            port.read(Samples.USERS, List.of("k" + i), Projection.BODY_AND_CONTENT);
            port.count(Samples.USERS, new Filter.All());
            port.health(Duration.ofSeconds(5));
            port.schema();
        }
        assertThatThrownBy(() -> port.write(List.of(Samples.put("z", Samples.tag("t1")))))
                .isInstanceOf(UniqueViolationException.class)
                .satisfies(violation -> Secrets.assertAbsent(violation, "Detail"));
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            assertThat(connection.getAutoCommit()).isTrue();
            assertThat(PostgresSettingsTest.setting(connection, "statement_timeout"))
                    .isEqualTo("0");
            assertThat(PostgresSettingsTest.setting(connection, "transaction_isolation"))
                    .isEqualTo("read committed");
            try (var row = statement.executeQuery(
                    "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%app%' OR statement LIKE '%server_version%'")) {
                row.next();
                assertThat(row.getInt(1)).isZero();
            }
        }
    }

    @Test
    void operations_onABorrowedConnection_areSerializableAndBounded() throws SQLException {
        assertThat(port.health(Duration.ofSeconds(5)).message()).contains("isolation serializable");
        try (Connection blocker = database.connect();
                Statement lock = blocker.createStatement()) {
            blocker.setAutoCommit(false);
            lock.execute("LOCK TABLE app.\"user\" IN ACCESS EXCLUSIVE MODE");
            assertThatThrownBy(() -> port.count(Samples.USERS, new Filter.All()))
                    .isInstanceOf(StorageTimeoutException.class)
                    .hasMessageContaining("PT0.7S");
            blocker.rollback();
        }
        long counted = port.transact(
                TransactionAttempt.FIRST, transaction -> transaction.count(Samples.USERS, new Filter.All()));
        assertThat(counted).isZero();
    }

    @Test
    void operations_onAReadOnlyConnection_writeAllTheSame() {
        try (HikariDataSource readOnly = dataSource(config -> config.setReadOnly(true))) {
            StoragePort writing = PostgresStorage.port(
                    readOnly, PostgresSettings.builder().schema("app").build());
            writing.prepare(Samples.CATALOG, SchemaMode.MIGRATE);
            writing.write(List.of(Samples.put(Samples.PLAIN, "a", "{}")));
            assertThat(port.count(Samples.PLAIN, new Filter.All())).isEqualTo(1);
        }
    }

    @Test
    void dataSource_withoutAutocommit_isRefusedAndLeftAsItWas() throws SQLException {
        try (HikariDataSource manual = dataSource(config -> config.setAutoCommit(false))) {
            StoragePort refused = PostgresStorage.port(
                    manual, PostgresSettings.builder().schema("app").build());
            assertThatThrownBy(() -> refused.prepare(Samples.CATALOG, SchemaMode.MIGRATE))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("autocommit");
            try (Connection connection = manual.getConnection()) {
                assertThat(connection.getAutoCommit()).isFalse();
            }
        }
    }

    @Test
    void scan_thatFailsUnexpectedly_givesItsConnectionBack() {
        AtomicBoolean failing = new AtomicBoolean();
        StoragePort broken = PostgresStorage.port(
                failing(dataSource, failing),
                PostgresSettings.builder().schema("app").build());
        broken.prepare(Samples.CATALOG, SchemaMode.MIGRATE);
        Scan all = Filters.all(Samples.PLAIN, Projection.BODY);
        failing.set(true);
        for (int i = 0; i < 3; i++) { // the pool has one connection
            assertThatThrownBy(() -> broken.scan(all)).isInstanceOf(StackOverflowError.class);
        }
        failing.set(false);
        assertThat(broken.count(Samples.PLAIN, new Filter.All())).isZero();
    }

    /** Returns a source whose connections prepare no statement while the flag is set. */
    private static DataSource failing(DataSource source, AtomicBoolean failing) {
        return proxy(
                DataSource.class,
                source,
                (method, result) -> result instanceof Connection connection
                        ? proxy(Connection.class, connection, (called, given) -> {
                            if (failing.get() && called.getName().equals("prepareStatement")) {
                                throw new StackOverflowError("of the test");
                            }
                            return given;
                        })
                        : result);
    }

    private static <T> T proxy(Class<T> type, T target, BiFunction<Method, @Nullable Object, @Nullable Object> after) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    try {
                        return after.apply(method, method.invoke(target, arguments));
                    } catch (InvocationTargetException failed) {
                        throw failed.getTargetException();
                    }
                }));
    }

    @Test
    void close_ofTheStorage_leavesTheDataSourceOpen() throws SQLException {
        port.write(List.of(Samples.put(Samples.PLAIN, "a", "{}")));
        Scan all = Filters.all(Samples.PLAIN, Projection.BODY);
        try (RecordCursor cursor = port.scan(all)) {
            assertThat(cursor.next().key()).isEqualTo("a");
        }
        port.close();
        assertThatThrownBy(() -> port.count(Samples.PLAIN, new Filter.All()))
                .isInstanceOf(StorageClosedException.class);
        try (Connection connection = dataSource.getConnection()) {
            assertThat(connection.isValid(1)).isTrue();
        }
    }

    @Test
    void pooledSessions_withPoolerTransaction_doTheSame() {
        PostgresPort pooled = database.port("pooler=transaction&poolSize=2&schema=app");
        try {
            pooled.prepare(Samples.CATALOG, SchemaMode.MIGRATE);
            pooled.write(List.of(Samples.put(Samples.PLAIN, "b", "{}"), Samples.put(Samples.PLAIN, "c", "{}")));
            assertThat(port.count(Samples.PLAIN, new Filter.All())).isEqualTo(2);
            assertThat(pooled.health(Duration.ofSeconds(5)).message()).contains("isolation serializable");
        } finally {
            pooled.close();
        }
    }
}
