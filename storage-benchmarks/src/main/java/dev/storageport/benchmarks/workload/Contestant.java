// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.benchmarks.workload;

import dev.storageport.quickstart.warriors.Warrior;
import java.util.List;

/**
 * One way to store documents. Each operation includes the mapping between records and JSON; an operation that answers does so only when the
 * write is as durable as the contestant makes it. Any number of threads.
 *
 * <p>Numbers that come back are compared among contestants before anything is measured.
 */
public interface Contestant extends AutoCloseable {

    /** The library. */
    String LIBRARY = "storageport";

    /** What a careful engineer writes against the driver. */
    String JDBC = "JDBC";

    /** Raw JDBC on a table that keeps and gives back what the library does. */
    String EQUAL = "JDBC, equal table";
    /** The same statements through Jdbi. */
    String JDBI = "Jdbi";

    /** Returns its name, the same for the same way on each database. */
    String name();

    /** Returns whether it has an operation. */
    boolean can(Workload workload);

    /** Stores the data that every workload begins with. */
    void load(Data data) throws Exception;

    /** Reads a document; returns its visits, or -1 if it is absent. */
    int get(String key) throws Exception;

    /** Returns how many of the documents there are. */
    int getAll(List<String> keys) throws Exception;

    /** Writes a document, whether it is there or not. */
    void put(String key, Player player) throws Exception;

    /** Writes a document if there is none of that key; returns whether it did. */
    boolean insert(String key, Player player) throws Exception;

    /** Counts one more visit, and loses none of another caller; returns whether the document is there. */
    boolean update(String key) throws Exception;

    /** Returns the revision that {@link #replaceIf} asks for. */
    long revision(String key) throws Exception;

    /** Replaces a document if it still has the revision; returns the new one, or -1. */
    long replaceIf(String key, long revision, Player player) throws Exception;

    /** Writes a document with a page beside it. */
    void putPage(String key, Player player, String html) throws Exception;

    /** Reads a document with its page; returns the page's length, or -1 if it is absent. */
    int getPage(String key) throws Exception;

    /** Writes all documents or none; the first key's index is given and the others follow. */
    void putAll(List<String> keys, List<Player> players) throws Exception;

    /** Reads the first documents by key, without holding all in memory; returns the sum of their visits. */
    long stream(int documents) throws Exception;

    /** Reads two documents and writes both, in one serializable transaction; returns how often it was run until it was committed. */
    int transfer(String from, String to) throws Exception;

    /** Reads a document and writes it, in one serializable transaction; returns how often it was run until it was committed. */
    int readThenWrite(String key) throws Exception;

    /** Stores a warrior; returns whether the id was free. */
    boolean createWarrior(String id, Warrior warrior) throws Exception;

    /** Returns whether the warrior is there. */
    boolean findWarrior(String id) throws Exception;

    /** Returns how many warriors are in the first 50, by name, of a range of names. */
    int pageOfWarriors(String from, String before) throws Exception;

    /** Returns how many warriors are in the first 50, by rank and name, in whose texts all words are found. */
    int searchWarriors(String term) throws Exception;

    /** Returns how many warriors there are. */
    long countWarriors() throws Exception;

    @Override
    void close();
}
