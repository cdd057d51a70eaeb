// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.packaging.Artifacts.Backend;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Programs that are modules. */
final class ModulePathTest {

    private static final String PROGRAM = "dev.storageport.packaging/dev.storageport.packaging.Program";

    private static final String DECLARATION = """
            module example.application {
                requires dev.storageport.%s;
                opens example.application to com.fasterxml.jackson.databind;
            }
            """;

    private static final String SOURCE = """
            package example.application;

            import dev.storageport.*;
            import dev.storageport.%s.*;
            import java.nio.file.Path;

            public final class Main {
                private record Note(String text) {}

                public static void main(String[] arguments) {
                    CollectionSpec<Note> notes = CollectionSpec.of("notes", Note.class).build();
                    try (Storage storage = %s) {
                        storage.collection(notes).put("a", new Note("text"), Content.text("content ".repeat(100)));
                        System.out.println(storage.collection(notes).getWithContent("a").orElseThrow().content().orElseThrow().size());
                    }
                    System.out.println(Main.class.getModule());
                }
            }
            """;

    @TempDir
    Path folder;

    private static String name(Backend backend) {
        return switch (backend) {
            case FAKE -> "fake";
            case SQLITE -> "sqlite";
            case POSTGRES -> "postgres";
        };
    }

    @ParameterizedTest
    @EnumSource
    void program_thatKnowsTheUrlOnly_findsTheBackendOnTheModulePath(Backend backend) throws Exception {
        try (Urls urls = Urls.create()) {
            String url = urls.of(backend);
            List<String> said = ChildJvm.ofTheTests(folder)
                    .run(List.of("-p", Artifacts.path(Artifacts.program(backend)), "-m", PROGRAM, url));
            Urls.assertWork(said, url.substring(0, url.indexOf(':')));
        }
    }

    @ParameterizedTest
    @EnumSource
    void program_thatRequiresABackend_needsNothingElse(Backend backend) throws Exception {
        try (Urls urls = Urls.create()) {
            String open = switch (backend) {
                case FAKE -> "FakeStorage.open(new FakeDatabase(), notes)";
                case SQLITE -> "SqliteStorage.open(SqliteOptions.file(Path.of(\"typed.db\")), notes)";
                case POSTGRES -> "PostgresStorage.open(PostgresOptions.parse(arguments[0]), notes)";
            };
            List<Path> library = Artifacts.library(backend);
            Path application =
                    compile(library, DECLARATION.formatted(name(backend)), SOURCE.formatted(name(backend), open));
            List<Path> modules = new ArrayList<>(library);
            modules.add(application);
            List<String> said = ChildJvm.ofTheTests(folder)
                    .run(List.of(
                            "-p",
                            Artifacts.path(modules),
                            "-m",
                            "example.application/example.application.Main",
                            urls.of(backend)));
            assertThat(said).containsExactly("800", "module example.application");
        }
    }

    private Path compile(List<Path> library, String declaration, String source) throws IOException {
        Path sources = Files.createDirectories(folder.resolve("sources/example/application"));
        Path module = Files.writeString(folder.resolve("sources/module-info.java"), declaration);
        Path main = Files.writeString(sources.resolve("Main.java"), source);
        Path classes = folder.resolve("classes");
        StringWriter out = new StringWriter();
        int status = ToolProvider.findFirst("javac")
                .orElseThrow()
                .run(
                        new PrintWriter(out),
                        new PrintWriter(out),
                        "-proc:none",
                        "-p",
                        Artifacts.path(library),
                        "-d",
                        classes.toString(),
                        module.toString(),
                        main.toString());
        assertThat(status).as(out::toString).isZero();
        return classes;
    }
}
