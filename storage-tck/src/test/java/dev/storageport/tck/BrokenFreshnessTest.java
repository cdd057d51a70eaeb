// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The chapter on freshness notices read-throughs and leases that are wrong in one way each. */
final class BrokenFreshnessTest {

    @TempDir
    Path folder;

    /**
     * A line of the library, altered.
     *
     * @param mistake what it then does wrong
     * @param rule the rule that it breaks
     * @param source the path of the source
     * @param right the text that stands there
     * @param wrong the text instead
     */
    private record Alteration(String rule, String mistake, String source, String right, String wrong) {

        void assertNoticed(Path folder) throws IOException, ClassNotFoundException {
            Class<?> chapter =
                    AlteredClasses.of(source, right, wrong, folder).loadClass(FreshnessOnFake.class.getName());
            KitRun.ofRule(rule, chapter, folder).assertNoticed(mistake, rule);
        }
    }

    private static Alteration readThrough(String rule, String mistake, String type, String right, String wrong) {
        return new Alteration(rule, mistake, "readthrough/" + type + ".java", right, wrong);
    }

    private static Alteration lease(String rule, String mistake, String type, String right, String wrong) {
        return new Alteration(rule, mistake, "lease/" + type + ".java", right, wrong);
    }

    @TestFactory
    Stream<DynamicTest> alteration_isNoticed() {
        return Stream.of(serving(), storing(), sharing(), refreshing(), failing(), leasing())
                .flatMap(List::stream)
                .map(altered -> dynamicTest(
                        altered.rule() + ": " + altered.mistake(),
                        () -> altered.assertNoticed(Files.createTempDirectory(folder, "altered"))));
    }

    private static List<Alteration> serving() {
        return List.of(
                readThrough(
                        "FRESH-1",
                        "refreshes what is fresh",
                        "ServingReadThrough",
                        "        if (stale) {\n            refreshStale(",
                        "        if (true) {\n            refreshStale("),
                readThrough(
                        "FRESH-2",
                        "takes a value at the threshold for fresh",
                        "FreshnessPolicy",
                        "age.compareTo(refreshAfter) >= 0",
                        "age.compareTo(refreshAfter) > 0"),
                readThrough(
                        "FRESH-3",
                        "serves what has expired just now",
                        "FreshnessPolicy",
                        "return expireAfter == null || age.compareTo(expireAfter) < 0",
                        "return expireAfter == null || age.compareTo(expireAfter) <= 0"),
                readThrough(
                        "FRESH-4",
                        "takes the age from the clock of the machine",
                        "ReadThroughStore",
                        "return clock.instant();",
                        "return Instant.now();"),
                readThrough(
                        "FRESH-5",
                        "calls stale what was just fetched",
                        "ReadThroughStore",
                        "content, false, Duration.ZERO",
                        "content, true, Duration.ZERO"),
                readThrough(
                        "FRESH-5",
                        "gives what was just fetched an age",
                        "ReadThroughStore",
                        "content, false, Duration.ZERO",
                        "content, false, Duration.ofMillis(1)"),
                readThrough(
                        "FRESH-5",
                        "tells another time than was stored",
                        "ReadThroughStore",
                        "stored.map(Stored::updatedAt).orElse(loadedAt);",
                        "loadedAt;"),
                readThrough(
                        "FRESH-5",
                        "tells another time than was stored by a touch",
                        "ReadThroughStore",
                        "Instant storedAt = touchedAt(stored);",
                        "Instant storedAt = now();"),
                readThrough(
                        "FRESH-20",
                        "loads what has no valid key",
                        "ReadThroughStore",
                        "failure.remedy() == Remedy.FIX_THE_CALL",
                        "false"),
                readThrough(
                        "FRESH-21",
                        "asks for keys of a batch one by one",
                        "BatchLoads",
                        "if (loader == null) {",
                        "if (true) {"),
                readThrough(
                        "FRESH-21",
                        "stops at the first of several keys that fails",
                        "BatchLoads",
                        "            } catch (RuntimeException failed) {\n                results.failures().put(key, failed);",
                        "            } catch (RuntimeException failed) {\n                throw failed;"),
                readThrough(
                        "FRESH-25",
                        "does not tell of what was loaded",
                        "ServingReadThrough",
                        "telling.served(begun, answer);\n            return answer.value();",
                        "return answer.value();"),
                readThrough(
                        "FRESH-26",
                        "takes zero for a policy",
                        "FreshnessPolicy",
                        "age.isZero() || age.isNegative()",
                        "age.isNegative()"));
    }

    private static List<Alteration> storing() {
        return List.of(
                readThrough(
                        "FRESH-10",
                        "overwrites what was written while it loaded",
                        "ReadThroughStore",
                        ": documents.replaceIf(key, before.revision(), value);",
                        ": documents.replace(key, value);"),
                readThrough(
                        "FRESH-10",
                        "overwrites what was inserted while it loaded",
                        "ReadThroughStore",
                        ": documents.insert(key, value);",
                        ": Optional.of(documents.put(key, value));"),
                readThrough(
                        "FRESH-10",
                        "brings back what was deleted while it loaded",
                        "ReadThroughStore",
                        ": documents.replaceIf(key, before.revision(), value);",
                        ": Optional.of(documents.put(key, value));"),
                readThrough(
                        "FRESH-11",
                        "writes a value anew that has not changed",
                        "ReadThroughStore",
                        "documents.touch(key), false",
                        "documents.put(key, stored.value()), null"),
                readThrough(
                        "FRESH-12",
                        "keeps what the source has no more",
                        "ReadThroughStore",
                        "stored != null && documents.deleteIf(key, stored.revision())",
                        "false"),
                readThrough(
                        "FRESH-12",
                        "deletes what was written while it loaded",
                        "ReadThroughStore",
                        "documents.deleteIf(key, stored.revision())",
                        "documents.delete(key)"),
                readThrough(
                        "FRESH-18",
                        "believes an absence for ever",
                        "FreshnessPolicy",
                        "negatives != null && age.compareTo(negatives) < 0",
                        "negatives != null"),
                readThrough(
                        "FRESH-18",
                        "believes an absence at the threshold",
                        "FreshnessPolicy",
                        "age.compareTo(negatives) < 0",
                        "age.compareTo(negatives) <= 0"),
                readThrough(
                        "FRESH-18",
                        "keeps the absence of what there is",
                        "ReadThroughStore",
                        "absence(kept -> kept.remove(key));",
                        ""),
                readThrough(
                        "FRESH-22",
                        "serves no content that was just fetched",
                        "ReadThroughStore",
                        "contents ? loaded.content() : Optional.empty()",
                        "Optional.empty()"));
    }

    private static List<Alteration> sharing() {
        return List.of(
                readThrough(
                        "FRESH-6",
                        "loads for each of those who miss at once",
                        "Flights",
                        "return running.putIfAbsent(key, flight);",
                        "return null;"),
                readThrough(
                        "FRESH-6",
                        "loads again for who looked before another's load",
                        "Loads",
                        "if (flights.rounds() != first.round()) {",
                        "if (false) {"),
                readThrough(
                        "FRESH-7",
                        "hands one exception to all",
                        "Flights",
                        "failure == null ? null : failure.copy()",
                        "failure"),
                readThrough(
                        "FRESH-7",
                        "keeps the key of a load that failed",
                        "Flights",
                        "        running.remove(key, flight);",
                        "        if (flight.answer != null) {\n            running.remove(key, flight);\n        }"),
                readThrough(
                        "FRESH-8",
                        "fails all when one is interrupted",
                        "Loads",
                        "if (failed instanceof StorageInterruptedException) {",
                        "if (false) {"),
                readThrough(
                        "FRESH-8",
                        "loses the flag of who is interrupted",
                        "Loads",
                        "        Thread.currentThread().interrupt();\n        return new",
                        "        return new"),
                readThrough(
                        "FRESH-9",
                        "forgets who waits for a load that ends in an error",
                        "Loads",
                        "        } catch (Throwable failed) {\n            settle(",
                        "        } catch (RuntimeException failed) {\n            settle("),
                readThrough(
                        "FRESH-9",
                        "keeps the keys of a batch",
                        "BatchLoads",
                        "        } finally {\n            end(legs);",
                        "        } finally {\n            legs.clear();\n            end(legs);"),
                readThrough(
                        "FRESH-23",
                        "does not ask for leases",
                        "Turns",
                        "        if (leases == null) {",
                        "        if (true) {"),
                readThrough(
                        "FRESH-23", "does not give leases back", "Turns", "held -> held::close", "held -> Turn.ALONE"));
    }

    private static List<Alteration> refreshing() {
        return List.of(
                readThrough(
                        "FRESH-13",
                        "refreshes from what is stored",
                        "ServingReadThrough",
                        "loads.refresh(stale, seen);",
                        "get(stale);"),
                readThrough(
                        "FRESH-13",
                        "refreshes what was written since",
                        "ServingReadThrough",
                        "stored != null && stored.revision() == revision",
                        "stored != null"),
                readThrough("FRESH-13", "refreshes for each read", "RefreshQueue", "known.add(key);", ""),
                readThrough(
                        "FRESH-13",
                        "refreshes no key twice",
                        "RefreshQueue",
                        "        known.remove(key);\n        notifyAll();",
                        "        notifyAll();"),
                readThrough(
                        "FRESH-14",
                        "keeps the key of a refresh that failed",
                        "RefreshQueue",
                        "        } finally {\n            end(refresh.key());\n        }",
                        "            synchronized (this) {\n                running.remove(refresh.key());\n            }\n            return;\n        }\n"
                                + "        end(refresh.key());"),
                readThrough(
                        "FRESH-14",
                        "knows no back-off",
                        "BackOff",
                        "return pause != null",
                        "return false && pause != null"),
                readThrough(
                        "FRESH-14",
                        "backs off no longer each time",
                        "BackOff",
                        "last.length().multipliedBy(2)",
                        "last.length()"),
                readThrough(
                        "FRESH-14",
                        "backs off for longer after a success",
                        "BackOff",
                        "                pauses.remove(key);\n",
                        ""),
                readThrough(
                        "FRESH-14",
                        "loads in vain what cannot be stored",
                        "ReadThroughStore",
                        "            backOff.failed(key);\n",
                        ""),
                readThrough(
                        "FRESH-14",
                        "forgets the back-off with each load",
                        "Loads",
                        "        return loaded;\n    }\n\n    /** Returns what a caller gets",
                        "        backOff.succeeded(key);\n        return loaded;\n    }\n\n    /** Returns what a caller gets"),
                readThrough(
                        "FRESH-14",
                        "deletes what could not be refreshed",
                        "Loads",
                        "            settle(key, flight, failed);\n            throw failed;",
                        "            store.keep(key, seen, Loaded.absent());\n            throw failed;"),
                readThrough(
                        "FRESH-15",
                        "refreshes any number at once",
                        "RefreshQueue",
                        "worker = taken && workers < concurrency;",
                        "worker = taken;"),
                readThrough(
                        "FRESH-15",
                        "takes one more than may wait",
                        "RefreshQueue",
                        "queued.size() < capacity",
                        "queued.size() <= capacity"),
                readThrough(
                        "FRESH-16",
                        "serves what is fresh where a load is asked for",
                        "ServingReadThrough",
                        "return loads.load(key, seen, Reason.ASKED, loads.deadline()).value();",
                        "return get(key);"),
                readThrough(
                        "FRESH-24",
                        "does not wait for what runs",
                        "RefreshQueue",
                        "        if (!hasEnded(grace)) {",
                        "        if (!hasEnded(java.time.Duration.ZERO)) {"),
                readThrough(
                        "FRESH-25",
                        "does not tell how a refresh ends",
                        "RefreshQueue",
                        "telling.refresh(Step.COMPLETED, begun);",
                        ""));
    }

    private static List<Alteration> failing() {
        return List.of(
                readThrough(
                        "FRESH-17",
                        "serves on error for too long",
                        "FreshnessPolicy",
                        "age.minus(staleOnError).compareTo(expireAfter) < 0",
                        "age.minus(staleOnError).compareTo(expireAfter) <= 0"),
                readThrough(
                        "FRESH-17",
                        "tries at once again what failed",
                        "ServingReadThrough",
                        "return backOff.holds(key) ?",
                        "return false ?"),
                readThrough(
                        "FRESH-19",
                        "fails a value that cannot be stored",
                        "ReadThroughStore",
                        "onFailure == StoreFailurePolicy.FAIL",
                        "true"),
                readThrough(
                        "FRESH-19",
                        "hides failures from who wants them",
                        "ReadThroughStore",
                        "onFailure == StoreFailurePolicy.FAIL",
                        "false"),
                readThrough(
                        "FRESH-19",
                        "is silent about a storage that fails",
                        "ReadThroughStore",
                        "telling.storeFailed(access, ofCollection, failed);",
                        ""));
    }

    private static List<Alteration> leasing() {
        return List.of(
                lease(
                        "LEASE-1",
                        "lends a name to each who asks at once",
                        "Leases",
                        "leases.insert(key, terms.body(until))",
                        "Optional.of(leases.put(key, terms.body(until)))"),
                lease("LEASE-2", "lends what is held", "Leases", "return hasEnded(taken.get()) ?", "return true ?"),
                lease(
                        "LEASE-2",
                        "keeps a lease for ever",
                        "Leases",
                        "return !clock.instant().isBefore(LeaseTerms.until(lease))",
                        "return false"),
                lease(
                        "LEASE-2",
                        "ends a lease after its end",
                        "Leases",
                        "return !clock.instant().isBefore(LeaseTerms.until(lease))",
                        "return clock.instant().isAfter(LeaseTerms.until(lease))"),
                lease(
                        "LEASE-2",
                        "takes the name from the next holder",
                        "Lease",
                        "leases.deleteIf(key, revision)",
                        "leases.delete(key)"),
                lease(
                        "LEASE-3",
                        "does not move the end",
                        "Lease",
                        "Instant end = terms.end();",
                        "Instant end = until;"),
                lease(
                        "LEASE-4",
                        "ends a lease that it has seen once",
                        "WatchedLeases",
                        "return Duration.ofNanos(now - seen.nanos()).compareTo(duration) >= 0;",
                        "return true;"),
                lease(
                        "LEASE-5",
                        "keeps the lease of who is interrupted",
                        "Lease",
                        "boolean interrupted = Thread.interrupted();",
                        "boolean interrupted = false;"),
                lease("LEASE-6", "lends for no time", "Leases", "duration.compareTo(SHORTEST) < 0 ||", ""));
    }
}
