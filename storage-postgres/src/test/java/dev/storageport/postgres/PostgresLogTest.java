// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.SchemaMode;
import dev.storageport.port.ContentChange;
import dev.storageport.port.ContentFrame;
import dev.storageport.port.Precondition;
import dev.storageport.port.Write;
import dev.storageport.postgres.server.PostgresServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the server has to do for a write, as it counts that itself. */
class PostgresLogTest {

    private static final int DOCUMENTS = 2_000;
    private static final int PUTS = 10_000;
    private static final String TEXT = "x".repeat(900);

    /** Its own, because an open transaction in any database of a server keeps former versions of rows on their pages. */
    private final PostgresServer server = PostgresServer.start();

    private final TestDatabase database = TestDatabase.create(server.address());
    private final PostgresPort port = database.port();
    private final Random random = new Random(7);

    @BeforeEach
    void prepare() {
        port.prepare(Samples.CATALOG, SchemaMode.MIGRATE);
    }

    @AfterEach
    void close() {
        port.close();
        database.close();
        server.close();
    }

    private Write put(int document) {
        String body = "{\"n\": " + random.nextInt(1_000_000) + ", \"text\": \"" + TEXT + "\"}";
        return Samples.put(Samples.PLAIN, "k%06d".formatted(document), body);
    }

    /** A row that stays on its page enters no index again, not even that of the keys, which transactions on its neighbours read. */
    @Test
    void putsOfDocumentsThatExist_touchNoIndex() {
        List<Write> load = new ArrayList<>();
        for (int i = 0; i < DOCUMENTS; i++) {
            load.add(put(i));
        }
        port.write(load);
        for (int i = 0; i < PUTS; i++) {
            port.write(List.of(put(random.nextInt(DOCUMENTS))));
        }
        port.close(); // a session that ends tells what it has counted
        String where = " FROM pg_stat_user_tables WHERE schemaname = 'storageport' AND relname = 'order'";
        WaitingCalls.await(database, "SELECT n_tup_upd = " + PUTS + where);
        double touching = Double.parseDouble(database.query("SELECT n_tup_hot_upd::float8 / n_tup_upd" + where));
        assertThat(touching).isGreaterThan(0.95);
    }

    /** Others write to the same log, so of several updates the one counts that they have disturbed least. */
    @Test
    void updateBesideALargeContent_doesNotWriteTheContentAgain() {
        byte[] page = new byte[60_000];
        random.nextBytes(page);
        port.write(List.of(Samples.put(
                Samples.PLAIN,
                "a",
                "{}",
                new Precondition.None(),
                Map.of(),
                new ContentChange.Replace(new ContentFrame(page, page.length)))));
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 20; i++) {
            String body = "{\"n\": " + i + "}";
            String before = database.query("SELECT pg_current_wal_insert_lsn()");
            port.write(List.of(Samples.put(Samples.PLAIN, "a", body)));
            least = Math.min(
                    least,
                    Long.parseLong(database.query("SELECT (pg_current_wal_insert_lsn() - '" + before + "')::bigint")));
        }
        assertThat(least).isBetween(1L, 1000L);
        assertThat(database.query("SELECT octet_length(frame) FROM storageport.\"order\""))
                .isEqualTo("60000");
    }
}
