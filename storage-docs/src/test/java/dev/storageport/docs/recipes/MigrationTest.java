// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.docs.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.CollectionSpec;
import dev.storageport.Index;
import dev.storageport.SchemaException;
import dev.storageport.SchemaMode;
import dev.storageport.Storage;
import dev.storageport.StorageOptions;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

class MigrationTest {

    record Player(String name, int level) {}

    static final Index<Player, Integer> LEVEL = Index.of("level", Integer.class, Player::level);
    static final CollectionSpec<Player> OLD =
            CollectionSpec.of("players", Player.class).build();
    static final CollectionSpec<Player> PLAYERS =
            CollectionSpec.of("players", Player.class).index(LEVEL).build();

    // tag::ddl[]
    /** For the pipeline: what an administrator has to run before this version is deployed; empty if nothing. */
    static String migration(String url) {
        List<String> statements = Storage.ddl(url, PLAYERS);
        return String.join(";\n", statements) + (statements.isEmpty() ? "" : ";\n");
    }
    // end::ddl[]

    // tag::validate[]
    /** For the application, whose role may not create anything: refuses to start where a statement was forgotten. */
    static Storage open(String url) {
        StorageOptions options =
                StorageOptions.builder().schemaMode(SchemaMode.VALIDATE).build();
        return Storage.open(url, options, PLAYERS);
    }
    // end::validate[]

    @Test
    void application_withoutRightToCreate_opensWhenTheAdministratorRanTheStatements() throws SQLException, IOException {
        try (TestDatabase database = new TestDatabase()) {
            Storage.open(database.url(), OLD).close();
            String role = "app_" + database.name();
            List<String> roles = Statements.of("roles.sql").stream()
                    .map(sql -> sql.replace("ROLE app ", "ROLE " + role + " ").replaceAll("TO app$", "TO " + role))
                    .toList();
            database.execute(roles);
            String url = database.server().url(database.name(), role, "change me");
            try {
                assertThatThrownBy(() -> open(url)).isInstanceOf(SchemaException.class);

                database.execute(List.of(migration(database.url()).split(";\n")));
                assertThat(migration(database.url())).isEmpty();

                try (Storage storage = open(url)) {
                    storage.collection(PLAYERS).put("ada", new Player("Ada", 8));
                    assertThat(storage.collection(PLAYERS).count(LEVEL.atLeast(8)))
                            .isEqualTo(1);
                }
            } finally {
                database.execute(List.of("DROP OWNED BY " + role, "DROP ROLE " + role));
            }
        }
    }
}
