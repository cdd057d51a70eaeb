// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files of the repository that are pages: those in its root, in {@code docs}, and the one that each module has about itself.
 *
 * @param root the repository's folder
 */
record Repository(Path root) {

    private static final Pattern TEXT = Pattern.compile(".*\\.(java|kt|md|xml|json|ya?ml|properties|sql|html|txt)");

    /** Returns the text of each page by its path, in the order of the paths. */
    Map<String, String> pages() {
        Map<String, String> pages = new TreeMap<>();
        try (Stream<Path> top = Files.list(root);
                Stream<Path> docs = Files.walk(root.resolve("docs"))) {
            Stream.concat(top.flatMap(this::ofTop), docs)
                    .filter(file -> file.toString().endsWith(".md"))
                    .forEach(file -> pages.put(path(file), read(file)));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return pages;
    }

    private Stream<Path> ofTop(Path file) {
        if (Files.isRegularFile(file.resolve("pom.xml"))) {
            Path page = file.resolve("README.md");
            return Files.isRegularFile(page) ? Stream.of(page) : Stream.empty();
        }
        return Files.isRegularFile(file) ? Stream.of(file) : Stream.empty();
    }

    private String path(Path file) {
        return root.relativize(file).toString().replace('\\', '/');
    }

    /** Returns the paths of the files of text in a folder and below it, in their order; nothing of what a build leaves there. */
    List<String> texts(String folder) {
        try (Stream<Path> files = Files.walk(root.resolve(folder))) {
            return files.filter(Files::isRegularFile)
                    .map(this::path)
                    .filter(path ->
                            !path.contains("/target/") && TEXT.matcher(path).matches())
                    .sorted()
                    .toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Returns the text of a file. */
    String read(String path) {
        return read(root.resolve(path));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failed) {
            throw new UncheckedIOException(file.toString(), failed);
        }
    }
}
