// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.DocumentCollection;
import dev.storageport.Storage;
import dev.storageport.postgres.internal.connection.Pool;
import dev.storageport.tck.rule.Rule;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.core.BaseConnection;
import org.postgresql.util.PSQLException;

/** An error in the middle of the driver's work: the connection is nobody's any more. */
class PostgresBrokenConnectionTest {

    private final TestDatabase database = TestDatabase.create();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Connection> opened = Collections.synchronizedList(new ArrayList<>());
    private volatile @Nullable Throwable failure;

    @AfterEach
    void close() {
        threads.shutdownNow();
        database.close();
    }

    /** Statements of its connections fail as often as there is a failure to fail with. */
    private DataSource failing() {
        DataSource source = database.source();
        return proxy(DataSource.class, (self, method, arguments) -> {
            Object result = call(source, method, arguments);
            if (!(result instanceof Connection connection)) {
                return result;
            }
            opened.add(connection);
            return proxy(Connection.class, (own, called, given) -> {
                Object made = call(connection, called, given);
                return made instanceof PreparedStatement statement
                        ? proxy(PreparedStatement.class, (it, executed, values) -> {
                            Throwable thrown = failure;
                            if (thrown != null && executed.getName().startsWith("execute")) {
                                failure = null;
                                throw thrown;
                            }
                            return call(statement, executed, values);
                        })
                        : made;
            });
        });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException failed) {
            throw failed.getCause();
        }
    }

    @Test
    void errorInTheDriver_endsTheConnection() throws Exception {
        try (Storage storage = PostgresStorage.open(failing(), Tokens.SPEC)) {
            DocumentCollection<Tokens> tokens = storage.collection(Tokens.SPEC);
            assertEnds(new StackOverflowError(), () -> tokens.put("a", Tokens.of()));
            assertEnds(new OutOfMemoryError("scripted"), () -> tokens.get("a"));
            assertEnds(
                    ofDriver(),
                    () -> storage.transact(
                            transaction -> transaction.collection(Tokens.SPEC).get("a")));
            tokens.put("a", Tokens.of());
            assertThat(tokens.get("a")).isPresent();
        }
    }

    private static RuntimeException ofDriver() {
        RuntimeException failure = new IllegalStateException("scripted");
        failure.setStackTrace(new StackTraceElement[] {
            new StackTraceElement("org.postgresql.core.PGStream", "receive", "PGStream.java", 1)
        });
        return failure;
    }

    private void assertEnds(Throwable scripted, Runnable operation) {
        failure = scripted;
        assertThatThrownBy(operation::run).isNotNull();
        Connection used = opened.get(opened.size() - 1);
        WaitingCalls.await(used::isClosed);
    }

    @Test
    void failureOfTheApplication_leavesTheConnection() {
        try (Storage storage = Storage.open(database.url("poolSize=1"), Tokens.SPEC)) {
            String before = session(storage);
            assertThatThrownBy(() -> storage.transact(transaction -> {
                        transaction.collection(Tokens.SPEC).count();
                        throw new IllegalStateException("the application's");
                    }))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(session(storage)).isEqualTo(before);
        }
    }

    private String session(Storage storage) {
        storage.collection(Tokens.SPEC).count();
        return database.query("SELECT min(pid) FROM pg_stat_activity WHERE datname = '" + database.name()
                + "' AND application_name = 'storageport'");
    }

    @Test
    void discardedConnection_isReplacedInThePool_andEndsWhoeverIsInside() throws Exception {
        Pool pool = new Pool(
                PostgresOptions.parse(database.url("poolSize=2&combiningLanes=0"))
                        .server(),
                pause -> {});
        pool.open();
        try {
            Connection connection = pool.take();
            BaseConnection physical = connection.unwrap(BaseConnection.class);
            Future<?> inside = threads.submit(() -> physical.execSQLQuery("SELECT pg_sleep(600)"));
            WaitingCalls.await(
                    database,
                    "SELECT count(*) > 0 FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = '"
                            + database.name() + "'");
            pool.discard(connection);
            assertThatThrownBy(() -> inside.get(60, TimeUnit.SECONDS)).cause().isInstanceOf(PSQLException.class);
            WaitingCalls.await(physical::isClosed);
            for (int i = 0; i < 2; i++) {
                assertThat(pool.take().unwrap(BaseConnection.class)).isNotSameAs(physical);
            }
            assertThat(pool.status().orElseThrow().inUse()).isEqualTo(2);
        } finally {
            pool.close();
        }
    }

    /** It may have ended because another server took its own one's place, which is found before anybody uses it. */
    @ParameterizedTest
    @ValueSource(strings = {"", "&pooler=transaction"})
    @Rule("LIFE-10")
    void discardedConnection_thatHasEnded_isReplacedInThePool(String parameters) throws SQLException {
        Pool pool = new Pool(
                PostgresOptions.parse(database.url("poolSize=2" + parameters)).server(), pause -> {});
        pool.open();
        try {
            for (int i = 0; i < 3; i++) {
                Connection connection = pool.take();
                connection.unwrap(BaseConnection.class).close();
                pool.discard(connection);
                assertThat(pool.status().orElseThrow().inUse()).isZero();
            }
        } finally {
            pool.close();
        }
    }
}
