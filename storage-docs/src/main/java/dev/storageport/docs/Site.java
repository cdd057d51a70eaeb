// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.docs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Writes the site: every page of the repository as HTML that needs no server and nothing from elsewhere. A broken link fails it. */
public final class Site {

    /** Where Javadoc's plugin leaves the pages of a module. */
    private static final String JAVADOC = "target/reports/apidocs";

    private final Repository repository;
    private final Path out;
    private final Map<String, Page> pages = new LinkedHashMap<>();

    Site(Repository repository, Path out) {
        this.repository = repository;
        this.out = out;
    }

    /**
     * Writes the site.
     *
     * @param arguments the folder of the repository, and the folder to write to, which is emptied before
     * @throws IOException if a file cannot be read or written
     */
    public static void main(String[] arguments) throws IOException {
        Site site = new Site(
                new Repository(Path.of(arguments[0]).toAbsolutePath().normalize()),
                Path.of(arguments[1]).toAbsolutePath().normalize());
        List<String> problems = site.write();
        if (!problems.isEmpty()) {
            throw new IllegalStateException("the site has problems:\n" + String.join("\n", problems));
        }
        System.out.println("The documentation is in " + site.out.resolve("index.html"));
    }

    /** Writes the site and returns what is wrong with it, a line each. */
    List<String> write() throws IOException {
        List<String> problems = new ArrayList<>();
        delete(out);
        repository.pages().forEach((path, text) -> pages.put(path, new Page(path, text)));
        addDecisions();
        Map<String, String> javadoc = copyJavadoc();
        addJavadoc(javadoc);
        Navigation navigation =
                Navigation.parse(resource("navigation.txt").lines().toList(), pages);
        Template template = new Template(navigation);
        Links links = new Links(repository.root(), pages, problems);
        for (Page page : pages.values()) {
            String body = new PageBody(page, links).html();
            write(
                    page.target(),
                    template.html(page.target(), Optional.of(page.path()), page.title(), page.headings(), body));
        }
        Set<String> sources = new TreeSet<>(links.sources());
        for (String folder : links.folders()) {
            List<String> files = repository.texts(folder);
            writeFolder(template, folder, files);
            sources.addAll(files);
        }
        for (String source : sources) {
            writeSource(template, source);
        }
        for (String asset : links.assets()) {
            Path target = out.resolve(asset);
            Files.createDirectories(target.getParent());
            Files.copy(repository.root().resolve(asset), target);
        }
        write("assets/index.js", SearchIndex.script(pages.values()));
        write("assets/site.js", resource("site.js"));
        write("assets/site.css", resource("site.css"));
        return problems;
    }

    private void writeFolder(Template template, String path, List<String> files) throws IOException {
        String target = Links.folderTarget(path);
        StringBuilder body = new StringBuilder("<h1>" + Html.escaped(path) + "</h1>\n<ul>\n");
        for (String file : files) {
            body.append("<li><a href=\"")
                    .append(Html.escaped(Links.relative(target, Links.sourceTarget(file))))
                    .append("\">")
                    .append(Html.escaped(file.substring(path.length() + 1)))
                    .append("</a></li>\n");
        }
        body.append("</ul>\n");
        write(target, template.html(target, Optional.empty(), path, List.of(), body.toString()));
    }

    private void writeSource(Template template, String path) throws IOException {
        String language = path.substring(path.lastIndexOf('.') + 1);
        String name = path.substring(path.lastIndexOf('/') + 1);
        String body = "<h1>" + Html.escaped(name) + "</h1>\n<pre tabindex=\"0\"><code>"
                + Highlighter.html(language, repository.read(path)) + "</code></pre>\n"
                + "<p class=\"origin\">From <code>" + Html.escaped(path) + "</code></p>\n";
        String target = Links.sourceTarget(path);
        write(target, template.html(target, Optional.empty(), name, List.of(), body));
    }

    /** Adds the list of decisions, in which each is named as its own title says. */
    private void addDecisions() {
        StringBuilder list = new StringBuilder(
                "# Decisions\n\nWhy things are as they are, and which alternatives were refused.\n\n");
        pages.values().stream()
                .filter(page -> page.path().startsWith("docs/decisions/"))
                .forEach(page -> list.append("- [")
                        .append(page.title())
                        .append("](")
                        .append(page.path().substring("docs/decisions/".length()))
                        .append(")\n"));
        pages.put("docs/decisions/README.md", new Page("docs/decisions/README.md", list.toString()));
    }

    private void addJavadoc(Map<String, String> modules) {
        StringBuilder list = new StringBuilder("# Javadoc\n\n");
        if (modules.isEmpty()) {
            list.append("This build was run without Javadoc. A whole `mvn -B verify` puts it here.\n");
        }
        modules.forEach((module, start) -> list.append("- [`")
                .append(module)
                .append("`](")
                .append(Links.JAVADOC)
                .append(start)
                .append(")\n"));
        pages.put("docs/javadoc.md", new Page("docs/javadoc.md", list.toString()));
    }

    private Map<String, String> copyJavadoc() throws IOException {
        Map<String, String> modules = new TreeMap<>();
        try (var folders = Files.list(repository.root())) {
            for (Path folder : folders.sorted().toList()) {
                Path javadoc = folder.resolve(JAVADOC);
                if (Files.isRegularFile(javadoc.resolve("index.html"))) {
                    String module = folder.getFileName().toString();
                    copy(javadoc, out.resolve("javadoc").resolve(module));
                    modules.put(module, module + "/index.html");
                }
            }
        }
        return modules;
    }

    private void write(String target, String text) throws IOException {
        Path file = out.resolve(target);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static String resource(String name) throws IOException {
        try (InputStream resource = Objects.requireNonNull(Site.class.getResourceAsStream(name), name)) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, java.io.IOException failed) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
