// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.SchemaMode;
import dev.storageport.UniqueViolationException;
import dev.storageport.port.ContentChange;
import dev.storageport.port.Precondition;
import dev.storageport.port.Projection;
import dev.storageport.port.StoredRecord;
import dev.storageport.port.Write;
import dev.storageport.port.WriteOutcome;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Operations that wait while all lanes are in use: one statement, and for each caller what it would be alone. */
class PostgresCombiningTest {

    /** What becomes of a write, but for the revision, which a statement counts on from the first one of its writes. */
    private static final String FIRST = "written 0";

    private static final String SECOND = "written 1";
    private static final String NOT_APPLIED = "not applied";
    private static final String DELETED = "deleted";

    private final TestDatabase database = TestDatabase.create();
    private final PostgresPort port = database.port("poolSize=4&combiningLanes=1");
    private final WaitingCalls calls = new WaitingCalls(port);

    @BeforeEach
    void prepare() {
        port.prepare(Samples.CATALOG, SchemaMode.MIGRATE);
    }

    @AfterEach
    void close() {
        port.close();
        database.close();
    }

    private static Write put(String key, Precondition precondition, ContentChange content) {
        return Samples.put(Samples.USERS, key, "{\"k\": \"" + key + "\"}", precondition, Map.of(), content);
    }

    private static Write put(String key, Precondition precondition) {
        return put(key, precondition, new ContentChange.Keep());
    }

    private String write(Write write) {
        return told(port.write(List.of(write)).get(0));
    }

    private static String told(WriteOutcome outcome) {
        if (outcome instanceof WriteOutcome.Written written) {
            assertThat(written.createdAt()).isEqualTo(Samples.NOON);
            return "written "
                    + Duration.between(Samples.NOON, written.updatedAt()).toNanos() / 1000;
        }
        return outcome instanceof WriteOutcome.Deleted ? DELETED : NOT_APPLIED;
    }

    private List<Future<String>> call(List<Write> writes) {
        List<Future<String>> results = new ArrayList<>();
        writes.forEach(write -> results.add(calls.call(() -> write(write))));
        return results;
    }

    /** Runs writes together and returns their outcomes in order. */
    private List<String> together(List<Write> writes) throws SQLException {
        try (HeldPermits lane = new HeldPermits(database, port)) {
            List<Future<String>> results = call(writes);
            lane.release();
            return results.stream().map(WaitingCalls::get).toList();
        }
    }

    private static List<Write> puts(int count) {
        List<Write> puts = new ArrayList<>();
        for (int i = count - 1; i >= 0; i--) {
            puts.add(put("k%02d".formatted(i), new Precondition.None()));
        }
        return puts;
    }

    /** Rows that one statement has written have one {@code xmin}. */
    private String statements() {
        return database.query("SELECT count(DISTINCT xmin::text) FROM storageport.\"user\"");
    }

    @Test
    void puts_thatWait_areOneStatementAndEachHasItsOwnOutcome() throws SQLException {
        write(put("k03", new Precondition.None(), Samples.content("page")));
        write(put("k05", new Precondition.None(), Samples.content("page")));
        List<String> outcomes = together(puts(20));
        assertThat(statements()).isEqualTo("1");
        for (int i = 0; i < 20; i++) {
            assertThat(outcomes.get(19 - i)).isEqualTo(i == 3 || i == 5 ? SECOND : FIRST);
        }
        assertThat(database.query("SELECT key FROM storageport.\"user\" WHERE body->>'k' = key"))
                .hasLineCount(20);
        assertThat(database.query("SELECT revision FROM storageport.\"user\" ORDER BY key"))
                .startsWith("100\n101\n102\n101\n104\n101\n106");
        List<Write> removing = List.of(
                put("k03", new Precondition.None(), new ContentChange.Remove()),
                put("new", new Precondition.None(), new ContentChange.Remove()));
        assertThat(together(removing)).last().isEqualTo(FIRST);
        assertThat(database.query("SELECT key FROM storageport.\"user\" WHERE frame IS NOT NULL"))
                .isEqualTo("k05");
    }

    @Test
    void conditionsOfEachKind_areJudgedForEachCaller() throws SQLException {
        for (String key : List.of("a", "b", "c")) {
            write(put(key, new Precondition.None()));
        }
        assertThat(together(List.of(
                        put("a", new Precondition.AtRevision(100)),
                        put("b", new Precondition.AtRevision(7)),
                        put("x", new Precondition.Present()),
                        put("c", new Precondition.Present()))))
                .containsExactly(SECOND, NOT_APPLIED, NOT_APPLIED, SECOND);
        assertThat(together(List.of(put("a", new Precondition.Absent()), put("d", new Precondition.Absent()))))
                .containsExactly(NOT_APPLIED, FIRST);
        assertThat(together(List.of(
                        new Write.Touch(Samples.USERS, "d", Samples.NOON),
                        new Write.Touch(Samples.USERS, "x", Samples.NOON),
                        new Write.Touch(Samples.USERS, "b", Samples.NOON))))
                .containsExactly(SECOND, NOT_APPLIED, SECOND);
        assertThat(together(List.of(
                        new Write.Delete(Samples.USERS, "a", new Precondition.AtRevision(100)),
                        new Write.Delete(Samples.USERS, "b", new Precondition.AtRevision(101)),
                        new Write.Delete(Samples.USERS, "x", new Precondition.None()),
                        new Write.Delete(Samples.USERS, "c", new Precondition.None()))))
                .containsExactly(NOT_APPLIED, DELETED, NOT_APPLIED, DELETED);
        assertThat(database.query("SELECT string_agg(key, ' ' ORDER BY key) FROM storageport.\"user\""))
                .isEqualTo("a d");
    }

    @Test
    void writesOfOneDocument_areAppliedOneAfterAnotherInTheirOrder() throws SQLException {
        List<Write> writes = List.of(
                put("a", new Precondition.None()),
                put("a", new Precondition.None()),
                put("b", new Precondition.None()),
                new Write.Touch(Samples.USERS, "a", Samples.NOON),
                new Write.Delete(Samples.USERS, "a", new Precondition.None()),
                put("a", new Precondition.Absent()));
        String third = "written 2";
        assertThat(together(writes)).containsExactly(FIRST, SECOND, FIRST, third, DELETED, FIRST);
    }

    @Test
    void writesOfEveryKindTogether_haveTheOutcomesTheyHaveAlone() throws SQLException {
        write(put("b", new Precondition.None()));
        assertThat(together(List.of(
                        put("a", new Precondition.None()),
                        new Write.Touch(Samples.USERS, "b", Samples.NOON),
                        put("c", new Precondition.None(), new ContentChange.Remove()),
                        put("d", new Precondition.Absent()),
                        Samples.put(Samples.PLAIN, "a", "{}"),
                        put("e", new Precondition.None()))))
                .containsExactly(FIRST, SECOND, FIRST, FIRST, FIRST, FIRST);
    }

    @Test
    void uniqueViolationOfOne_isItsOwnAndNamesItsKey() throws SQLException {
        write(Samples.put("owner", Samples.tag("se-cret")));
        try (HeldPermits lane = new HeldPermits(database, port)) {
            List<Future<String>> before = call(puts(9));
            Future<String> violating = calls.call(() -> write(Samples.put("k04x", Samples.tag("se-cret"))));
            Future<String> other = calls.call(() -> write(Samples.put("k01x", Samples.tag("se-cret"))));
            lane.release();
            assertThat(before).extracting(WaitingCalls::get).containsOnly(FIRST);
            for (Future<String> each : List.of(violating, other)) {
                assertThatThrownBy(() -> WaitingCalls.get(each))
                        .isInstanceOfSatisfying(
                                UniqueViolationException.class,
                                refused -> assertThat(refused.key()).contains(each == violating ? "k04x" : "k01x"))
                        .hasMessageContaining(each == violating ? "key \"k04x\"" : "key \"k01x\"")
                        .satisfies(violation -> Secrets.assertAbsent(violation, "se-cret"));
            }
        }
    }

    @Test
    void oneUniqueValueWantedByTwo_isGivenToOne() throws SQLException {
        try (HeldPermits lane = new HeldPermits(database, port)) {
            List<Future<String>> results = call(List.of(
                    Samples.put("a", Samples.tag("x")),
                    Samples.put("b", Samples.tag("y")),
                    Samples.put("c", Samples.tag("x"))));
            lane.release();
            assertThat(WaitingCalls.get(results.get(1))).isEqualTo(FIRST);
            assertThat(WaitingCalls.get(results.get(0))).isEqualTo(FIRST);
            assertThatThrownBy(() -> WaitingCalls.get(results.get(2))).isInstanceOf(UniqueViolationException.class);
        }
    }

    @Test
    void reads_thatWait_areAnsweredEachWithItsOwnRecord() throws SQLException {
        port.write(puts(10));
        try (HeldPermits lane = new HeldPermits(database, port)) {
            List<Future<Map<String, StoredRecord>>> reads = new ArrayList<>();
            for (String key : List.of("k01", "k02", "absent", "k01", "k09")) {
                reads.add(calls.call(() -> port.read(Samples.USERS, List.of(key), Projection.BODY)));
            }
            reads.add(calls.call(() -> port.read(Samples.USERS, List.of("k03"), Projection.METADATA)));
            lane.release();
            assertThat(reads.stream().map(WaitingCalls::get).map(Map::keySet).map(Object::toString))
                    .containsExactly("[k01]", "[k02]", "[]", "[k01]", "[k09]", "[k03]");
            assertThat(WaitingCalls.get(reads.get(4)).get("k09"))
                    .satisfies(record -> assertThat(record.body()).contains("{\"k\": \"k09\"}"));
        }
    }

    @Test
    void combiningTurnedOff_writesEachByItself() {
        try (PostgresPort apart = database.port("poolSize=4&combiningLanes=0")) {
            apart.prepare(Samples.CATALOG, SchemaMode.MIGRATE);
            List<String> outcomes = puts(5).parallelStream()
                    .map(write -> Samples.repeated(
                            () -> told(apart.write(List.of(write)).get(0))))
                    .toList();
            assertThat(outcomes).containsOnly(FIRST);
            assertThat(apart.read(Samples.USERS, List.of("k01"), Projection.BODY))
                    .containsKey("k01");
        }
        assertThat(statements()).isEqualTo("5");
    }
}
