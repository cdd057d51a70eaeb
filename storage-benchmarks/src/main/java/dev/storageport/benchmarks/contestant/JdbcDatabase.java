// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.benchmarks.contestant;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.storageport.postgres.server.PostgresAddress;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * A database of those who write SQL themselves, with pools as their makers advise: of fixed size, and with the settings that durability and
 * waiting ask for. On PostgreSQL connections for serializable transactions are kept apart, so that none is set to another isolation and back, which
 * would be two round trips; a workload uses one of the two pools.
 */
public final class JdbcDatabase implements AutoCloseable {

    /** As many connections as each contestant has. */
    static final int POOL = 10;

    private final Dialect dialect;
    private final HikariDataSource pool;
    private final HikariDataSource transactions;

    private JdbcDatabase(Dialect dialect, HikariDataSource pool, HikariDataSource transactions) {
        this.dialect = dialect;
        this.pool = pool;
        this.transactions = transactions;
    }

    /**
     * Uses a database of a server. Statements are prepared on the server from their fifth use, which is the driver's default.
     *
     * @param rewrite whether the driver makes statements of many rows from batches
     */
    public static JdbcDatabase postgres(PostgresAddress server, String database, boolean rewrite) {
        HikariConfig plain = postgresConfig(server, database, rewrite);
        HikariConfig serializable = postgresConfig(server, database, rewrite);
        serializable.setAutoCommit(false);
        serializable.setTransactionIsolation("TRANSACTION_SERIALIZABLE");
        return new JdbcDatabase(Dialect.POSTGRES, new HikariDataSource(plain), new HikariDataSource(serializable));
    }

    private static HikariConfig postgresConfig(PostgresAddress server, String database, boolean rewrite) {
        HikariConfig config = config();
        config.setJdbcUrl(server.jdbcUrl(database) + (rewrite ? "?reWriteBatchedInserts=true" : ""));
        config.setUsername(server.user());
        config.setPassword(server.password());
        return config;
    }

    /** Opens a file: WAL, {@code synchronous=FULL}, five seconds for a lock. */
    public static JdbcDatabase sqlite(Path file) {
        SQLiteConfig sqlite = new SQLiteConfig();
        sqlite.setJournalMode(SQLiteConfig.JournalMode.WAL);
        sqlite.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        sqlite.setBusyTimeout(5_000);
        SQLiteDataSource source = new SQLiteDataSource(sqlite);
        source.setUrl("jdbc:sqlite:" + file);
        HikariConfig config = config();
        config.setDataSource(source);
        HikariDataSource pool = new HikariDataSource(config);
        return new JdbcDatabase(Dialect.SQLITE, pool, pool);
    }

    private static HikariConfig config() {
        HikariConfig config = new HikariConfig();
        config.setMaximumPoolSize(POOL);
        config.setConnectionTimeout(30_000);
        return config;
    }

    Dialect dialect() {
        return dialect;
    }

    Connection connection() throws SQLException {
        return pool.getConnection();
    }

    DataSource pool() {
        return pool;
    }

    /** Connections that are serializable and not in autocommit on PostgreSQL. */
    DataSource transactions() {
        return transactions;
    }

    void createTables() throws SQLException {
        execute(dialect.tables());
    }

    void loaded() throws SQLException {
        execute(List.of(dialect.afterLoading()));
    }

    private void execute(List<String> statements) throws SQLException {
        try (Connection connection = connection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** Runs work in one serializable transaction, again after a conflict; returns how often. */
    int transact(Work work) throws SQLException {
        try (Connection connection = transactions.getConnection()) {
            int attempts = 0;
            boolean committed = false;
            while (!committed) {
                attempts++;
                committed = dialect == Dialect.POSTGRES ? committed(connection, work) : alone(connection, work);
            }
            return attempts;
        }
    }

    private static boolean committed(Connection connection, Work work) throws SQLException {
        try {
            work.run(connection);
            connection.commit();
            return true;
        } catch (SQLException failure) {
            connection.rollback();
            if (SqlFailures.isConflict(failure)) {
                return false;
            }
            throw failure;
        }
    }

    // The lock is taken at the beginning, because a transaction that reads first and writes then is refused at once if
    // another has written.
    // Not by setAutoCommit(false): with that the driver begins the next transaction, and takes the lock again, right
    // after a commit.
    private static boolean alone(Connection connection, Work work) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("begin immediate");
            try {
                work.run(connection);
                statement.execute("commit");
                return true;
            } catch (SQLException failure) {
                statement.execute("rollback");
                throw failure;
            }
        }
    }

    @Override
    public void close() {
        pool.close();
        transactions.close();
    }

    /** What is done in a transaction. */
    interface Work {
        void run(Connection connection) throws SQLException;
    }
}
