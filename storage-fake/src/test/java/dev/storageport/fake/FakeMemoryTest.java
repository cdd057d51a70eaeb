// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.fake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.CollectionSpec;
import dev.storageport.Document;
import dev.storageport.DocumentCollection;
import dev.storageport.Storage;
import dev.storageport.Stored;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Reading a large collection takes little memory beside the data, which this backend keeps in the heap itself. */
class FakeMemoryTest {

    private static final int DOCUMENTS = 100_000;

    /** The documents, with their keys, times and tree, do not fit into 120 MB by themselves; 64 MB are added for reading them. */
    private static final String HEAP = "-Xmx184m";

    record Page(String key, String text) {}

    private static final CollectionSpec<Page> PAGES =
            CollectionSpec.of("pages", Page.class).build();

    @Test
    void stream_ofAHundredThousandDocuments_fitsBesideTheData() throws IOException, InterruptedException {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        HEAP,
                        "--enable-native-access=ALL-UNNAMED",
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FakeMemoryTest.class.getName())
                .redirectErrorStream(true)
                .start();
        String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(child.waitFor(2, TimeUnit.MINUTES)).as("the child ends").isTrue();
        assertThat(output).as("what the child says").endsWith("read " + DOCUMENTS + System.lineSeparator());
        assertThat(child.exitValue()).isZero();
    }

    /** What the child runs: writes the documents and reads them as a stream. */
    public static void main(String[] arguments) {
        try (Storage storage = FakeStorage.open(PAGES)) {
            DocumentCollection<Page> pages = storage.collection(PAGES);
            for (int i = 0; i < DOCUMENTS; i += 1_000) {
                pages.putAll(batch(i));
            }
            try (Stream<Stored<Page>> stream = pages.stream()) {
                long read = stream.filter(page -> page.value().key().equals(page.key()))
                        .count();
                System.out.println("read " + read);
            }
        }
    }

    private static List<Document<Page>> batch(int from) {
        List<Document<Page>> batch = new ArrayList<>();
        for (int i = from; i < from + 1_000; i++) {
            String key = "page%06d".formatted(i);
            batch.add(Document.of(key, new Page(key, "%010d".formatted(i).repeat(98))));
        }
        return batch;
    }
}
