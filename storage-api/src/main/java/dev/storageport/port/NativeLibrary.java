// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.port;

import dev.storageport.StorageFailureException;
import java.util.function.Supplier;

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

    private static final int DEEPEST = 16;

    private final String name;
    private final Supplier<Class<?>> user;
    private final String remedy;
    private final Trial trial;
    private volatile boolean works;

    /**
     * Describes a library; loads nothing.
     *
     * @param name how messages call it
     * @param user gives the class that loads the native code, which need not be initialized: its module has to be allowed to
     * @param remedy how it is told where to unpack, or find, its native code
     */
    public NativeLibrary(String name, Supplier<Class<?>> user, String remedy, Trial trial) {
        this.name = name;
        this.user = user;
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
            throw new StorageFailureException(name + ": " + reason(unusable), unusable);
        }
        works = true;
    }

    private String reason(Throwable unusable) {
        return isDenied(unusable)
                ? "this JVM allows it no native code; start the JVM with --enable-native-access=" + nativeAccess()
                : "its native code cannot be loaded. It is unpacked into the folder for temporary files, which must be writable and allow to"
                        + " execute: " + remedy;
    }

    private String nativeAccess() {
        Module module = user.get().getModule();
        return module.isNamed() ? module.getName() : "ALL-UNNAMED";
    }

    /**
     * Tells from Java 24 on whether it was {@code --illegal-native-access=deny}. A class that could not be initialized fails in another way
     * from then on, and the JVM keeps no more than the text of the first failure.
     */
    private static boolean isDenied(Throwable unusable) {
        Throwable cause = unusable;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            if (cause instanceof IllegalCallerException
                    || (cause instanceof ExceptionInInitializerError
                            && String.valueOf(cause.getMessage()).contains(IllegalCallerException.class.getName()))) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }
}
