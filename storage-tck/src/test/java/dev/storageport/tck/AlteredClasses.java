// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/**
 * Classes of the library of which one is compiled from an altered source. What stands above the port has no seam by which a test could break
 * it, and needs none: the packages that know of it are loaded anew, with the alteration, and everything else is as it is.
 */
final class AlteredClasses extends ClassLoader {

    private static final Path SOURCES = Path.of("../storage-api/src/main/java/dev/storageport");

    private static final JavaCompiler COMPILER =
            Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "a JDK has a compiler");

    /** Shared, because it knows then what is in the jars. */
    private static final StandardJavaFileManager FILES =
            COMPILER.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8);

    /** What is loaded anew: what may be altered, and all that refers to it. */
    private static final List<String> ANEW = List.of(
            "dev.storageport.readthrough.",
            "dev.storageport.lease.",
            "dev.storageport.tck.freshness.",
            FreshnessOnFake.class.getName());

    private final Path compiled;

    private AlteredClasses(Path compiled) {
        super(AlteredClasses.class.getClassLoader());
        this.compiled = compiled;
    }

    /**
     * Compiles a source in which one text stands instead of another.
     *
     * @param source its path below the library's package
     * @param right what stands there, once
     * @param folder where the compiled classes go
     */
    static AlteredClasses of(String source, String right, String wrong, Path folder) throws IOException {
        String text = Files.readString(SOURCES.resolve(source));
        int at = text.indexOf(right);
        assertThat(at).as("where %s says: %s", source, right).isNotNegative().isEqualTo(text.lastIndexOf(right));
        Path altered = folder.resolve(Path.of(source).getFileName());
        Files.writeString(altered, text.substring(0, at) + wrong + text.substring(at + right.length()));
        assertThat(isCompiled(altered, folder))
                .as("whether an altered %s compiles", source)
                .isTrue();
        return new AlteredClasses(folder);
    }

    private static synchronized boolean isCompiled(Path source, Path folder) throws IOException {
        FILES.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(folder));
        return COMPILER.getTask(
                        null,
                        FILES,
                        null,
                        List.of("-proc:none", "-nowarn", "-cp", System.getProperty("java.class.path")),
                        null,
                        FILES.getJavaFileObjects(source))
                .call();
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (ANEW.stream().noneMatch(name::startsWith)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : findClass(name);
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        String file = name.replace('.', '/') + ".class";
        Path altered = compiled.resolve(file);
        try (InputStream original = getParent().getResourceAsStream(file)) {
            if (original == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] bytes = Files.exists(altered) ? Files.readAllBytes(altered) : original.readAllBytes();
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
