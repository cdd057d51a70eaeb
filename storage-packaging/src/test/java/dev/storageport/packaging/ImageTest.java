// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.packaging.Artifacts.Backend;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Run-time images made by jlink. */
final class ImageTest {

    private static final String PROGRAM = "dev.storageport.packaging/dev.storageport.packaging.Program";

    /** The modules of the JDK that PostgreSQL needs, as docs/installation.md says. */
    private static final String POSTGRES = "java.sql,java.naming,java.management";

    @TempDir
    Path folder;

    private Path link(String... arguments) {
        Path image = folder.resolve("image");
        List<String> line = new ArrayList<>(List.of(arguments));
        line.addAll(List.of("--output", image.toString(), "--strip-debug", "--no-man-pages", "--no-header-files"));
        StringWriter out = new StringWriter();
        int status = ToolProvider.findFirst("jlink")
                .orElseThrow()
                .run(new PrintWriter(out), new PrintWriter(out), line.toArray(String[]::new));
        assertThat(status).as(out::toString).isZero();
        return image;
    }

    @ParameterizedTest
    @EnumSource(names = {"FAKE", "SQLITE"})
    void image_withTheProgramAndAllItsModules_works(Backend backend) throws Exception {
        String provider = backend == Backend.FAKE ? "dev.storageport.fake" : "dev.storageport.sqlite";
        String url = backend == Backend.FAKE ? Urls.MEMORY : Urls.SQLITE;
        Path image = link(
                "--module-path",
                Artifacts.path(Artifacts.program(backend)),
                "--add-modules",
                "dev.storageport.packaging," + provider);
        List<String> said = new ChildJvm(image, folder).run(List.of("-m", PROGRAM, url));
        Urls.assertWork(said, url.substring(0, url.indexOf(':')));
    }

    @Test
    void image_ofTheJdksModulesThatPostgresNeeds_runsItFromTheModulePath() throws Exception {
        try (Urls urls = Urls.create()) {
            Path image = link("--add-modules", POSTGRES);
            List<String> said = new ChildJvm(image, folder)
                    .run(List.of(
                            "-p",
                            Artifacts.path(Artifacts.program(Backend.POSTGRES)),
                            "-m",
                            PROGRAM,
                            urls.of(Backend.POSTGRES)));
            Urls.assertWork(said, "postgres");
        }
    }
}
