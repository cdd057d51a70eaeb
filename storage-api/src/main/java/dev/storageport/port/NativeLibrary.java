// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.port;

import dev.storageport.StorageFailureException;

/**
 * A library with native code. It is loaded and tried when a storage is opened, before anything is created, because loading can fail in many
 * ways, most of them an {@link Error} at the first use, and another one at the second. Any number of threads may use it.
 */
public final class NativeLibrary {

    /** Uses the library, so that all of it that loading can miss is loaded. */
    @FunctionalInterface
    public interface Trial {
        /** Throws whatever the library throws if it cannot be used. */
        void run() throws Exception;
    }

    private static final String FOR_ALL =
            ". From Java 24 on, a JVM may have to allow native code with --enable-native-access=ALL-UNNAMED";

    private final String name;
    private final String remedy;
    private final Trial trial;
    private volatile boolean works;

    /**
     * Describes a library; loads nothing.
     *
     * @param name how messages call it
     * @param remedy how it is told where to unpack, or find, its native code
     */
    public NativeLibrary(String name, String remedy, Trial trial) {
        this.name = name;
        this.remedy = remedy;
        this.trial = trial;
    }

    /**
     * Loads and tries the library, unless that has succeeded before. It is no use to repeat it in the same JVM when it has failed: what is
     * wrong is how the JVM was started, or the machine.
     *
     * @throws StorageFailureException if it cannot be used; says what to do
     */
    public void require() {
        if (works) {
            return;
        }
        try {
            trial.run();
        } catch (Exception | LinkageError unusable) { // each library has several of both
            throw new StorageFailureException(
                    name
                            + ": its native code cannot be loaded. It is unpacked into the folder for temporary files, which must be writable"
                            + " and allow to execute: " + remedy + FOR_ALL,
                    unusable);
        }
        works = true;
    }
}
