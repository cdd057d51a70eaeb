// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.SchemaException;
import dev.storageport.SchemaMode;
import dev.storageport.StorageFailureException;
import dev.storageport.port.Catalog;
import dev.storageport.postgres.internal.connection.ConnectRetry;
import dev.storageport.postgres.internal.connection.ConnectionExecutor;
import dev.storageport.postgres.internal.connection.Errors;
import dev.storageport.postgres.internal.connection.HandleExecutor;
import dev.storageport.postgres.internal.connection.Pool;
import dev.storageport.postgres.internal.connection.ServerOptions;
import dev.storageport.postgres.internal.schema.Dialect;
import dev.storageport.postgres.internal.schema.Layout;
import dev.storageport.postgres.internal.schema.LayoutStep;
import dev.storageport.postgres.internal.schema.Schema;
import dev.storageport.tck.rule.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Steps from one layout to the next, shown by a second one that the library does not have. */
class LayoutTest {

    private static final LayoutStep LABELS = new LayoutStep(
            "gave collections a label",
            List.of(
                    "ALTER TABLE {schema}.\"storageport$collections\" ADD COLUMN label {text}",
                    "UPDATE {schema}.\"storageport$collections\" SET label = 'the ' || name"));
    private static final Layout SECOND = Layout.CURRENT.then(LABELS);

    private final TestDatabase database = TestDatabase.create();
    private final List<Pool> pools = new ArrayList<>();

    @AfterEach
    void close() {
        pools.forEach(Pool::close);
        database.close();
    }

    private Schema schema(Layout layout) {
        ServerOptions options =
                PostgresOptions.parse(database.url("poolSize=1")).server();
        ConnectRetry.Pause pause = duration -> {};
        Pool pool = new Pool(options, pause);
        pools.add(pool);
        pool.open();
        return new Schema(
                new HandleExecutor(new ConnectionExecutor(
                        pool,
                        options.session(),
                        true,
                        new Errors(Map::of, options.session().statementTimeout()),
                        (connection, forSchema, place) -> Optional.empty())),
                options.session(),
                Dialect.POSTGRES,
                layout,
                pause);
    }

    private static Catalog migrate(Schema schema) {
        return schema.prepare(Samples.CATALOG, SchemaMode.MIGRATE).added();
    }

    private String history() {
        return database.query("SELECT layout || ' ' || what || ' ' || checksum FROM"
                + " storageport.\"storageport$history\" ORDER BY layout");
    }

    private String labels() {
        return database.query(
                "SELECT name || ': ' || label FROM storageport.\"storageport$collections\" ORDER BY name");
    }

    @Test
    @Rule("SCHEMA-5")
    void furtherStep_isTakenOnceAndNotedWithItsChecksum() {
        migrate(schema(Layout.CURRENT));
        String before = history();
        assertThat(before).startsWith("1 created the layout ").hasLineCount(1);
        Schema second = schema(SECOND);
        assertThat(migrate(second).collections()).isEmpty();
        assertThat(second.status().layout()).isEqualTo(2);
        assertThat(labels()).isEqualTo("order: the order\nuser: the user");
        String after = history();
        assertThat(after).isEqualTo(before + "\n2 gave collections a label " + LABELS.checksum());
        database.execute("UPDATE storageport.\"storageport$collections\" SET label = 'kept'");
        migrate(schema(SECOND));
        assertThat(history()).isEqualTo(after);
        assertThat(labels()).isEqualTo("order: kept\nuser: kept");
    }

    @Test
    void emptyDatabase_takesEveryStep() {
        Schema second = schema(SECOND);
        assertThat(second.ddl(Samples.CATALOG)).anyMatch(statement -> statement.contains("ADD COLUMN label"));
        assertThat(migrate(second)).isEqualTo(Samples.CATALOG);
        assertThat(history()).contains("1 created the layout ", "2 gave collections a label ");
        assertThat(second.ddl(Samples.CATALOG)).isEmpty();
    }

    @Test
    @Rule("SCHEMA-5")
    void stepThatFails_leavesTheLayoutBefore() {
        migrate(schema(Layout.CURRENT));
        String before = history();
        LayoutStep failing =
                new LayoutStep("fails at its end", List.of(LABELS.statements().get(0), "SELECT 1 / 0"));
        assertThatThrownBy(() -> migrate(schema(Layout.CURRENT.then(failing))))
                .isInstanceOf(StorageFailureException.class)
                .hasMessageContaining("layout 2");
        assertThat(history()).isEqualTo(before);
        assertThat(
                        database.query(
                                "SELECT count(*) FROM information_schema.columns WHERE table_schema = 'storageport' AND column_name = 'label'"))
                .isEqualTo("0");
        assertThat(migrate(schema(Layout.CURRENT)).collections()).isEmpty();
    }

    @Test
    @Rule("SCHEMA-5")
    void stepWithAnotherChecksum_isRefused() {
        migrate(schema(SECOND));
        LayoutStep other = new LayoutStep(LABELS.what(), List.of("SELECT 1"));
        assertThatThrownBy(() -> migrate(schema(Layout.CURRENT.then(other))))
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("layout 2 was changed");
        database.execute(
                "UPDATE storageport.\"storageport$history\" SET checksum = reverse(checksum) WHERE layout = 1");
        for (SchemaMode mode : SchemaMode.values()) {
            assertThatThrownBy(() -> schema(SECOND).prepare(Samples.CATALOG, mode))
                    .isInstanceOf(SchemaException.class)
                    .hasMessageContaining("layout 1 was changed");
        }
    }

    @Test
    void historyWithAGapOrNothing_isRefused() {
        migrate(schema(SECOND));
        database.execute("DELETE FROM storageport.\"storageport$history\" WHERE layout = 1");
        assertThatThrownBy(() -> migrate(schema(SECOND)))
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("layout 2 was changed");
        database.execute("DELETE FROM storageport.\"storageport$history\"");
        assertThatThrownBy(() -> migrate(schema(SECOND)))
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("its history is empty");
    }

    @Test
    @Rule("SCHEMA-3")
    void layoutOfANewerLibrary_isRefused() {
        migrate(schema(SECOND));
        for (SchemaMode mode : SchemaMode.values()) {
            assertThatThrownBy(() -> schema(Layout.CURRENT).prepare(Samples.CATALOG, mode))
                    .isInstanceOf(SchemaException.class)
                    .hasMessageContaining("has the layout 2")
                    .hasMessageContaining("up to 1");
        }
        assertThatThrownBy(() -> schema(Layout.CURRENT).ddl(Samples.CATALOG)).isInstanceOf(SchemaException.class);
    }

    @Test
    void earlierLayout_validatedOrDroppedFrom_isRefusedAndStaysAsItIs() {
        migrate(schema(Layout.CURRENT));
        String before = history();
        Schema second = schema(SECOND);
        assertThatThrownBy(() -> second.prepare(Samples.CATALOG, SchemaMode.VALIDATE))
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("layout 2");
        assertThatThrownBy(() -> second.dropCollection("user"))
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("has the layout 1");
        assertThat(history()).isEqualTo(before);
        assertThat(second.status().collections()).hasSize(2);
    }
}
