// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.port;

import dev.storageport.ConfigurationException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The oldest version of a library that will do. Build tools choose versions, often older ones than this library was built with; what is too
 * old fails somewhere, some time, with an error that names a method. So it is refused when a storage is opened, before anything is created.
 *
 * <p>Only what is known to be too old is refused: a version that cannot be found, as in a jar into which several were merged, will do. Any
 * number of threads may use it.
 */
public final class LibraryVersion {

    /** Finds the version of a library that is loaded. */
    @FunctionalInterface
    public interface Search {
        /** Returns the version, or empty text if it is not known. What it throws means that it is not known. */
        String version() throws Exception;
    }

    private static final Pattern NUMBERS = Pattern.compile("\\d{1,9}(?:[.-]\\d{1,9}){0,5}");

    private final String artifact;
    private final String oldest;
    private final String springBoot;
    private final Search search;
    private volatile @Nullable String known;
    private volatile boolean newEnough;

    /**
     * Describes what is needed; looks for nothing yet.
     *
     * @param artifact group and name, separated by a colon
     * @param oldest the version, of numbers that dots or hyphens separate
     * @param springBoot how a build with Spring Boot sets the version: the words behind "under Spring Boot"
     */
    public LibraryVersion(String artifact, String oldest, String springBoot, Search search) {
        this.artifact = artifact;
        this.oldest = oldest;
        this.springBoot = springBoot;
        this.search = search;
    }

    /**
     * Returns a search in what Maven leaves in a jar.
     *
     * @param inside a class of the library, whose class loader is asked
     */
    public static Search inJar(Class<?> inside, String artifact) {
        String path = "/META-INF/maven/" + artifact.replace(':', '/') + "/pom.properties";
        return () -> {
            try (InputStream properties = inside.getResourceAsStream(path)) {
                return properties == null ? "" : version(properties);
            }
        };
    }

    private static String version(InputStream stream) throws IOException {
        Properties properties = new Properties();
        properties.load(stream);
        return properties.getProperty("version", "");
    }

    /**
     * Returns a search in a constant of a library. It is read when it is asked for: the compiler would copy the value that it was built with.
     */
    public static Search constant(Class<?> holder, String name) {
        return () -> String.valueOf(holder.getField(name).get(null));
    }

    /** Returns group and name of the artifact. */
    public String artifact() {
        return artifact;
    }

    /** Returns the oldest version that will do. */
    public String oldest() {
        return oldest;
    }

    /**
     * Refuses a version that is too old.
     *
     * @throws ConfigurationException if it is; names the artifact, both versions and what to set
     */
    public void require() {
        if (newEnough) {
            return;
        }
        String found = found();
        if (isOlder(found)) {
            throw new ConfigurationException(
                    artifact,
                    "is version " + found + " and must be " + oldest + " or newer: "
                            + "depend on that, or import storage-bom first; under Spring Boot " + springBoot);
        }
        newEnough = true;
    }

    /** Returns the version that is loaded; empty if it is not known. It is looked for until it is known, and once then. */
    public String found() {
        String version = known;
        if (version == null) {
            version = search();
            known = version.isEmpty() ? null : version;
        }
        return version;
    }

    private String search() {
        try {
            return search.version();
        } catch (Exception | LinkageError unknown) { // also a class or member that another version has not got
            return "";
        }
    }

    private boolean isOlder(String found) {
        int[] there = numbers(found);
        int[] needed = numbers(oldest);
        for (int i = 0; i < Math.min(there.length, needed.length); i++) {
            if (there[i] != needed[i]) {
                return there[i] < needed[i];
            }
        }
        return false;
    }

    /** Returns the numbers that a version begins with; none if it is something else. */
    private static int[] numbers(String version) {
        Matcher numbers = NUMBERS.matcher(version);
        if (!numbers.lookingAt()) {
            return new int[0];
        }
        return Pattern.compile("[.-]")
                .splitAsStream(numbers.group())
                .mapToInt(Integer::parseInt)
                .toArray();
    }
}
