// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Holds the code of the pages to code that is compiled and run: a block in a language of code names a region of a test's source and
 * equals it. A block that is no code says so: {@code text}, {@code console} or {@code shell}.
 */
public final class CodeBlocks {

    private static final Set<String> NO_CODE = Set.of("text", "console", "shell");

    /** Sources of tests, and those of the applications that the build itself runs. */
    private static final Pattern TESTED = Pattern.compile(
            "storage-[\\w-]+/src/(test|it)/.*|storage-(sample|quickstart|example)/(src/main/.*|pom\\.xml)");

    private final Repository repository;

    CodeBlocks(Repository repository) {
        this.repository = repository;
    }

    /**
     * Writes the text of each block anew from its region.
     *
     * @param arguments the folder of the repository
     * @throws IOException if a page cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        Repository repository =
                new Repository(Path.of(arguments[0]).toAbsolutePath().normalize());
        CodeBlocks blocks = new CodeBlocks(repository);
        for (Map.Entry<String, String> page : repository.pages().entrySet()) {
            String written = blocks.rewritten(page.getKey(), page.getValue());
            if (!written.equals(page.getValue())) {
                Files.writeString(repository.root().resolve(page.getKey()), written);
                System.out.println("code blocks: wrote " + page.getKey());
            }
        }
    }

    /** Returns what is wrong with the blocks of all pages, a line each. */
    List<String> problems() {
        ShellCommands commands = new ShellCommands(repository);
        List<String> problems = new ArrayList<>();
        repository.pages().forEach((path, text) -> {
            List<String> lines = text.lines().toList();
            for (CodeBlock block : CodeBlock.of(lines)) {
                String place = path + ":" + block.first() + ": ";
                problem(block, lines).ifPresent(problem -> problems.add(place + problem));
            }
            for (String line : lines) {
                commands.missing(line).forEach(what -> problems.add(path + ": there is no " + what));
            }
        });
        return problems;
    }

    private Optional<String> problem(CodeBlock block, List<String> lines) {
        if (block.region().isEmpty()) {
            if (block.language().isEmpty()) {
                return Optional.of("the block says no language; what is no code is text, console or shell");
            }
            return NO_CODE.contains(block.language())
                    ? Optional.empty()
                    : Optional.of("the block of " + block.language() + " names no region of a test");
        }
        try {
            return region(block.region().get()).equals(block.text(lines))
                    ? Optional.empty()
                    : Optional.of("the block differs from its region "
                            + block.region().get());
        } catch (IllegalArgumentException none) {
            return Optional.of(Objects.requireNonNull(none.getMessage()));
        }
    }

    /** Returns a page with the text of each block that names a region written anew. */
    String rewritten(String path, String page) {
        List<String> lines = page.lines().toList();
        List<String> written = new ArrayList<>();
        int next = 0;
        for (CodeBlock block : CodeBlock.of(lines)) {
            written.addAll(lines.subList(next, block.first()));
            try {
                written.addAll(
                        block.region().isPresent() ? region(block.region().get()) : block.text(lines));
            } catch (IllegalArgumentException none) {
                throw new IllegalArgumentException(path + ":" + block.first() + ": " + none.getMessage(), none);
            }
            next = block.end();
        }
        written.addAll(lines.subList(next, lines.size()));
        return String.join("\n", written) + "\n";
    }

    /**
     * Returns the lines of a region.
     *
     * @throws IllegalArgumentException if it is none of a test
     */
    private List<String> region(String named) {
        String file = named.substring(0, named.indexOf('#'));
        String name = named.substring(named.indexOf('#') + 1);
        if (!TESTED.matcher(file).matches()) {
            throw new IllegalArgumentException("the region " + named + " is in no test");
        }
        if (!Files.isRegularFile(repository.root().resolve(file))) {
            throw new IllegalArgumentException("there is no file " + file);
        }
        return Region.of(repository.read(file), name);
    }
}
