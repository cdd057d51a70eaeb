// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.benchmarks.contestant;

import dev.storageport.benchmarks.workload.Contestant;
import dev.storageport.benchmarks.workload.Data;
import dev.storageport.benchmarks.workload.Player;
import dev.storageport.benchmarks.workload.Workload;
import dev.storageport.quickstart.warriors.Warrior;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;

/** The same tables, pools and statements through Jdbi. */
final class JdbiContestant implements Contestant {

    private static final int PORTION = 1_000;

    private final JdbcDatabase database;
    private final Dialect dialect;
    private final JdbcContestant loader;
    private final Jdbi jdbi;
    private final Jdbi transactions;

    /** Uses a database, and closes it. */
    JdbiContestant(JdbcDatabase database) {
        this.database = database;
        dialect = database.dialect();
        loader = new JdbcContestant(JDBC, BulkInsert.BATCH, database);
        jdbi = Jdbi.create(database.pool());
        transactions = Jdbi.create(database.transactions());
    }

    @Override
    public String name() {
        return JDBI;
    }

    @Override
    public boolean can(Workload workload) {
        return true;
    }

    @Override
    public void load(Data data) throws Exception {
        loader.load(data);
    }

    @Override
    public int get(String key) {
        return jdbi.withHandle(handle -> player(handle, key))
                .map(Player::visits)
                .orElse(-1);
    }

    private Optional<Player> player(Handle handle, String key) {
        return handle.createQuery(dialect.get())
                .bind(0, key)
                .map((row, context) -> Json.player(row.getString(1)))
                .findOne();
    }

    @Override
    public int getAll(List<String> keys) {
        return jdbi.withHandle(handle -> {
            Query query = handle.createQuery(dialect.getAll(keys.size()));
            if (dialect == Dialect.POSTGRES) {
                query.bindArray(0, String.class, keys);
            } else {
                for (int i = 0; i < keys.size(); i++) {
                    query.bind(i, keys.get(i));
                }
            }
            return query.map((row, context) -> Json.player(row.getString(2)))
                    .list()
                    .size();
        });
    }

    @Override
    public void put(String key, Player player) {
        jdbi.useHandle(handle -> handle.execute(dialect.put(), key, Json.text(player)));
    }

    @Override
    public boolean insert(String key, Player player) {
        return jdbi.withHandle(handle -> handle.execute(dialect.insert(), key, Json.text(player)) == 1);
    }

    private record Versioned(Player player, long revision) {}

    private Optional<Versioned> versioned(Handle handle, String key) {
        return handle.createQuery(dialect.get())
                .bind(0, key)
                .map((row, context) -> new Versioned(Json.player(row.getString(1)), row.getLong(2)))
                .findOne();
    }

    @Override
    public boolean update(String key) {
        return jdbi.withHandle(handle -> {
            while (true) {
                Optional<Versioned> found = versioned(handle, key);
                if (found.isEmpty()) {
                    return false;
                }
                String next = Json.text(found.get().player().visited());
                if (handle.execute(dialect.replaceIf(), next, key, found.get().revision()) == 1) {
                    return true;
                }
            }
        });
    }

    @Override
    public long revision(String key) {
        return jdbi.withHandle(handle -> versioned(handle, key)).orElseThrow().revision();
    }

    @Override
    public long replaceIf(String key, long revision, Player player) {
        int changed = jdbi.withHandle(handle -> handle.execute(dialect.replaceIf(), Json.text(player), key, revision));
        return changed == 1 ? revision + 1 : -1;
    }

    @Override
    public void putPage(String key, Player player, String html) {
        jdbi.useHandle(handle -> handle.execute(dialect.putPage(), key, Json.text(player), Json.compressed(html)));
    }

    @Override
    public int getPage(String key) {
        return jdbi.withHandle(handle -> handle.createQuery(dialect.getPage())
                .bind(0, key)
                .map((row, context) -> {
                    Json.player(row.getString(1));
                    return Json.page(row.getBytes(2)).length();
                })
                .findOne()
                .orElse(-1));
    }

    @Override
    public void putAll(List<String> keys, List<Player> players) {
        jdbi.useTransaction(handle -> {
            int portion = dialect == Dialect.POSTGRES ? PORTION : keys.size();
            for (int from = 0; from < keys.size(); from += portion) {
                PreparedBatch batch = handle.prepareBatch(dialect.put());
                for (int i = from; i < Math.min(keys.size(), from + portion); i++) {
                    batch.bind(0, keys.get(i))
                            .bind(1, Json.text(players.get(i)))
                            .add();
                }
                batch.execute();
            }
        });
    }

    @Override
    public long stream(int documents) {
        return dialect == Dialect.POSTGRES
                ? jdbi.inTransaction(handle -> streamed(handle, documents))
                : jdbi.withHandle(handle -> streamed(handle, documents));
    }

    private long streamed(Handle handle, int documents) {
        try (Stream<Player> players = handle
                .createQuery(dialect.stream())
                .setFetchSize(PORTION)
                .bind(0, documents)
                .map((row, context) -> Json.player(row.getString(1)))
                .stream()) {
            return players.mapToLong(Player::visits).sum();
        }
    }

    @Override
    public int transfer(String from, String to) {
        return transact(handle -> {
            Player giver = player(handle, from).orElseThrow();
            Player taker = player(handle, to).orElseThrow();
            handle.execute(dialect.replace(), Json.text(giver.visited()), from);
            handle.execute(dialect.replace(), Json.text(taker.visited()), to);
        });
    }

    @Override
    public int readThenWrite(String key) {
        return transact(handle -> {
            Player found = player(handle, key).orElseThrow();
            handle.execute(dialect.replace(), Json.text(found.visited()), key);
        });
    }

    private interface Work {
        void run(Handle handle);
    }

    private int transact(Work work) {
        if (dialect == Dialect.SQLITE) {
            jdbi.useHandle(handle -> alone(handle, work));
            return 1;
        }
        int attempts = 1;
        while (!committed(work)) {
            attempts++;
        }
        return attempts;
    }

    private boolean committed(Work work) {
        try {
            // Not useTransaction: Jdbi takes a connection that is not in autocommit for one whose transaction is
            // another's.
            transactions.useHandle(handle -> {
                try {
                    work.run(handle);
                    handle.commit();
                } catch (RuntimeException failure) {
                    handle.rollback();
                    throw failure;
                }
            });
            return true;
        } catch (RuntimeException failure) {
            if (SqlFailures.isConflict(failure)) {
                return false;
            }
            throw failure;
        }
    }

    private static void alone(Handle handle, Work work) {
        handle.execute("begin immediate");
        try {
            work.run(handle);
            handle.execute("commit");
        } catch (RuntimeException failure) {
            handle.execute("rollback");
            throw failure;
        }
    }

    @Override
    public boolean createWarrior(String id, Warrior warrior) {
        String body = Json.text(warrior);
        return jdbi.withHandle(handle ->
                handle.execute(dialect.createWarrior(), id, body, warrior.name(), Dialect.texts(warrior)) == 1);
    }

    @Override
    public boolean findWarrior(String id) {
        return !read(dialect.findWarrior(), List.of(id)).isEmpty();
    }

    @Override
    public int pageOfWarriors(String from, String before) {
        return read(dialect.pageOfWarriors(), List.of(from, before)).size();
    }

    @Override
    public int searchWarriors(String term) {
        List<String> words = Dialect.words(term);
        return read(dialect.search(words), dialect.searched(words)).size();
    }

    private List<Warrior> read(String sql, List<String> parameters) {
        return jdbi.withHandle(handle -> {
            Query query = handle.createQuery(sql);
            for (int i = 0; i < parameters.size(); i++) {
                query.bind(i, parameters.get(i));
            }
            return new ArrayList<>(
                    query.map((row, context) -> Json.warrior(row.getString(1))).list());
        });
    }

    @Override
    public long countWarriors() {
        return jdbi.withHandle(handle ->
                handle.createQuery(dialect.countWarriors()).mapTo(Long.class).one());
    }

    @Override
    public void close() {
        database.close();
    }
}
