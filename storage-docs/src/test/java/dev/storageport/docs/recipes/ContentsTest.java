// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.docs.recipes;

import static dev.storageport.Condition.keyStartsWith;
import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.CollectionSpec;
import dev.storageport.Content;
import dev.storageport.DocumentCollection;
import dev.storageport.Storage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContentsTest {

    // tag::declare[]
    record FileInfo(String name, String type) {}

    static final CollectionSpec<FileInfo> FILES =
            CollectionSpec.of("files", FileInfo.class).build();
    // end::declare[]

    @TempDir
    private Path folder;

    @Test
    void file_storedWithItsDescription_staysWhenTheDescriptionChanges() throws IOException {
        Path file = Files.writeString(folder.resolve("page.html"), "<p>hello</p>");
        try (Storage storage = Storage.open("sqlite:" + folder.resolve("files.db"), FILES)) {
            DocumentCollection<FileInfo> files = storage.collection(FILES);
            // tag::contents[]
            files.put("page", new FileInfo("page.html", "text/html"), Content.bytes(Files.readAllBytes(file)));
            files.update("page", info -> new FileInfo("index.html", info.type())); // the content stays as it is

            FileInfo info = files.get("page").orElseThrow().value(); // the content is not read
            Optional<Content> content = files.content("page"); // only the content
            // end::contents[]
            assertThat(info).isEqualTo(new FileInfo("index.html", "text/html"));
            assertThat(content.orElseThrow().bytes()).isEqualTo(Files.readAllBytes(file));
        }
    }

    // tag::parts[]
    static final int PART = 16 * 1024 * 1024;

    /** Stores a file of any size in parts; all or nothing. The keys sort as the parts follow each other. */
    static void store(Storage storage, String key, FileInfo info, InputStream in) throws IOException {
        storage.transactWithoutResult(tx -> {
            DocumentCollection<FileInfo> files = tx.collection(FILES);
            files.delete(keyStartsWith(key + "/"));
            int number = 0;
            for (byte[] part = in.readNBytes(PART); part.length > 0; part = in.readNBytes(PART)) {
                files.put("%s/%06d".formatted(key, number++), info, Content.bytes(part));
            }
        });
    }

    static void load(DocumentCollection<FileInfo> files, String key, OutputStream out) throws IOException {
        for (String part : files.keys(keyStartsWith(key + "/"))) {
            out.write(files.content(part).orElseThrow().bytes());
        }
    }
    // end::parts[]

    @Test
    void file_largerThanOnePart_comesBack() throws IOException {
        byte[] large = new byte[PART + 1000];
        new Random(1).nextBytes(large);
        try (Storage storage = Storage.open("memory:", FILES)) {
            store(storage, "film", new FileInfo("film.mp4", "video/mp4"), new ByteArrayInputStream(large));
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            load(storage.collection(FILES), "film", out);
            assertThat(out.toByteArray()).isEqualTo(large);
            assertThat(storage.collection(FILES).keys(keyStartsWith("film/")))
                    .containsExactly("film/000000", "film/000001");
        }
    }
}
