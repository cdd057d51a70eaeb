// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import java.io.File;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** The library loaded once more by a class loader of its own, with everything it needs, as a container loads each application's. */
final class OtherCopy implements AutoCloseable {

    private final URLClassLoader loader;
    private final BiFunction<String, Path, AutoCloseable> program;

    @SuppressWarnings("unchecked") // the class is this module's own
    OtherCopy() throws ReflectiveOperationException {
        loader = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader());
        program = (BiFunction<String, Path, AutoCloseable>) loader.loadClass(CopyProgram.class.getName())
                .getDeclaredConstructor()
                .newInstance();
    }

    private static URL[] classPath() {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            try {
                urls.add(Path.of(entry).toUri().toURL());
            } catch (MalformedURLException impossible) {
                throw new AssertionError(impossible);
            }
        }
        return urls.toArray(URL[]::new);
    }

    /** Opens the file as a storage there; what it throws is of the other copy's classes. */
    AutoCloseable open(Path file) {
        return program.apply("open", file);
    }

    /** Makes the other copy take the file, and returns what forgets to give it back. */
    AutoCloseable takeForever(Path file) {
        return program.apply("take", file);
    }

    /** Returns what tells that the copy has been collected. */
    WeakReference<ClassLoader> collected() {
        return new WeakReference<>(loader);
    }

    @Override
    public void close() throws IOException {
        loader.close();
    }
}
