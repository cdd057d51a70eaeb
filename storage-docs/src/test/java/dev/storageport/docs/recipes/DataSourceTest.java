// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.docs.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.storageport.CollectionSpec;
import dev.storageport.Storage;
import dev.storageport.postgres.PostgresSettings;
import dev.storageport.postgres.PostgresStorage;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class DataSourceTest {

    record Player(String name) {}

    static final CollectionSpec<Player> PLAYERS =
            CollectionSpec.of("players", Player.class).build();

    @Test
    void storage_onDataSourceOfApplication_leavesItOpen() throws SQLException {
        try (TestDatabase database = new TestDatabase();
                HikariDataSource pool = new HikariDataSource()) {
            pool.setJdbcUrl(database.server().jdbcUrl(database.name()));
            pool.setUsername(database.server().user());
            pool.setPassword(database.server().password());
            pool.setMaximumPoolSize(4);
            use(pool);
            assertThat(count(pool)).isEqualTo(1);
        }
    }

    private static void use(DataSource dataSource) {
        // tag::data-source[]
        PostgresSettings settings = PostgresSettings.builder()
                .schema("documents") // beside the application's own tables
                .statementTimeout(Duration.ofSeconds(10))
                .build();
        try (Storage storage = PostgresStorage.open(dataSource, settings, PLAYERS)) {
            storage.collection(PLAYERS).put("ada", new Player("Ada"));
        } // the data source stays open: who opened it closes it
        // end::data-source[]
    }

    private static long count(DataSource dataSource) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM documents.players")) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
