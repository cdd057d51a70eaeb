// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite.internal.connection;

import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/**
 * Which copy of this library has which file open, for all copies in this JVM. Each class loader that loads the library loads a native SQLite
 * of its own, and the locks that keep two of these apart belong to the process: neither sees the other's, and both would damage the file.
 *
 * <pre>
 *   system properties ─ NAME ─► identity of a file ─► weak reference ─► what stands for a copy
 * </pre>
 *
 * All in it but the last is of the JDK, so every copy can read it and none keeps the class loader of another. What stands for a copy is
 * gone with its class loader: then nothing of that copy can write any more, and its files are free.
 */
final class FileHolders {

    /** The system property, there while a file is open. */
    static final String NAME = "dev.storageport.sqlite.files";

    /** Stands for this copy. */
    private static final Object COPY = new Object();

    /** How many storages of this copy have a file open. */
    private static final Map<Object, Integer> USERS = new HashMap<>();

    private FileHolders() {}

    /** Returns the monitor that all copies know. Nobody waits for anything while it is held. */
    static Object monitor() {
        return Runtime.getRuntime();
    }

    /** Takes a file for one more user of this copy; returns whether no other copy has it. */
    static boolean take(FileIdentity file) {
        synchronized (monitor()) {
            Map<Object, WeakReference<Object>> holders = holders();
            WeakReference<Object> holder = holders.get(file.key());
            Object copy = holder == null ? null : holder.get();
            if (copy != null && copy != COPY) {
                return false;
            }
            holders.put(file.key(), new WeakReference<>(COPY));
            USERS.merge(file.key(), 1, Integer::sum);
            return true;
        }
    }

    /** Gives a file back, once for each time it was taken, when nothing of its user has it open any more. */
    static void release(FileIdentity file) {
        synchronized (monitor()) {
            if (USERS.merge(file.key(), -1, Integer::sum) == 0) {
                USERS.remove(file.key());
                Map<Object, WeakReference<Object>> holders = holders();
                holders.remove(file.key());
                holders.values().removeIf(holder -> holder.get() == null);
                if (holders.isEmpty()) {
                    System.getProperties().remove(NAME);
                }
            }
        }
    }

    /** Returns the table; a new one has this copy's files, because an application may exchange all properties at any time. */
    @SuppressWarnings("unchecked") // only copies of this class put anything here
    private static Map<Object, WeakReference<Object>> holders() {
        Properties properties = System.getProperties();
        if (!(properties.get(NAME) instanceof Map)) {
            Map<Object, WeakReference<Object>> mine = new HashMap<>();
            USERS.keySet().forEach(key -> mine.put(key, new WeakReference<>(COPY)));
            properties.put(NAME, mine);
        }
        return (Map<Object, WeakReference<Object>>) properties.get(NAME);
    }
}
