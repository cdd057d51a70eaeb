// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.Content;
import dev.storageport.Document;
import dev.storageport.DocumentCollection;
import dev.storageport.LimitExceededException;
import dev.storageport.Limits;
import dev.storageport.Storage;
import dev.storageport.Stored;
import dev.storageport.Summary;
import dev.storageport.port.ContentChange;
import dev.storageport.port.Write;
import dev.storageport.tck.fixture.Item;
import dev.storageport.tck.harness.Topic;
import dev.storageport.tck.rule.Rule;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** CONT: contents, except for damaged ones. */
abstract class ContentRules extends Topic {

    @Test
    @Rule("CONT-1")
    void content_ofAnySize_comesBackExactly() {
        DocumentCollection<Item> items = Item.in(bench());
        Random random = new Random(1);
        for (int size : new int[] {0, 1, 12, 13, 255, 256, 257, 65_535, 65_536, 1_000_003, 3 << 20}) {
            byte[] noise = new byte[size];
            random.nextBytes(noise);
            items.put("noise-" + size, Item.of(size), Content.bytes(noise));
            items.put("text-" + size, Item.of(size), Content.text("ab\u00e9".repeat(size / 4)));

            assertThat(items.content("noise-" + size))
                    .as("%d random bytes", size)
                    .contains(Content.bytes(noise));
            assertThat(items.content("text-" + size))
                    .as("content of text-")
                    .contains(Content.text("ab\u00e9".repeat(size / 4)));
        }
        assertThat(items.content("noise-0").orElseThrow().isText())
                .as("bytes are not text")
                .isFalse();
        assertThat(items.content("text-0").orElseThrow().isText())
                .as("text stays text")
                .isTrue();
    }

    @Test
    @Rule("CONT-1")
    void content_of64Mebibytes_isTheLargest() {
        DocumentCollection<Item> items = Item.in(bench());
        byte[] large = new byte[Limits.CONTENT_BYTES];
        for (int i = 0; i < large.length; i += 4096) {
            large[i] = (byte) (i >> 12);
        }
        items.put("large", Item.of(1), Content.bytes(large));

        Content read = items.content("large").orElseThrow();

        assertThat(read.size()).as("size of the content").isEqualTo(Limits.CONTENT_BYTES);
        assertThat(Arrays.equals(read.bytes(), large)).as("the bytes of 64 MiB").isTrue();
        assertThatThrownBy(() -> Content.bytes(new byte[Limits.CONTENT_BYTES + 1]))
                .isInstanceOf(LimitExceededException.class);
        assertThat(items.summary().contentBytes()).as("bytes of contents").isEqualTo(Limits.CONTENT_BYTES);
    }

    @Test
    @Rule("CONT-2")
    void content_ofNothing_isEmptyAndAnEmptyOneIsNot() {
        DocumentCollection<Item> items = Item.in(bench());
        items.put("without", Item.of(1));
        items.put("empty", Item.of(2), Content.text(""));
        items.put("none", Item.of(3), Content.bytes(new byte[0]));

        assertThat(items.content("absent")).as("content of an absent document").isEmpty();
        assertThat(items.content("without"))
                .as("content of a document without one")
                .isEmpty();
        assertThat(items.content("empty")).as("an empty text").contains(Content.text(""));
        assertThat(items.content("none")).as("no bytes").contains(Content.bytes(new byte[0]));
        assertThat(items.getWithContent("absent")).as("content of absent").isEmpty();
        assertThat(items.getWithContent("without").orElseThrow().content())
                .as("content of without")
                .isEmpty();
        assertThat(items.getWithContent("empty").orElseThrow().content())
                .as("content of empty")
                .contains(Content.text(""));
    }

    @Test
    @Rule({"CONT-1", "CONT-2"})
    void content_ofSeveralDocuments_belongsToItsOwn() {
        DocumentCollection<Item> items = Item.in(bench());
        items.put("a", Item.of(1), Content.text("of a"));
        items.put("A", Item.of(2), Content.text("of A"));
        items.put("b", Item.of(3), Content.text("of b"));
        items.put("c", Item.of(4));

        assertThat(items.content("a")).as("content of a").contains(Content.text("of a"));
        assertThat(items.content("A")).as("content of A").contains(Content.text("of A"));
        assertThat(items.getWithContent("b").orElseThrow().content())
                .as("content of b")
                .contains(Content.text("of b"));
        assertThat(items.content("c")).as("content of c").isEmpty();
    }

    @Test
    @Rule("CONT-3")
    void documents_writtenWithoutContent_loseTheOneTheyHad() {
        DocumentCollection<Item> items = Item.in(bench());
        for (String key : List.of("put", "replace", "replaceIf", "putAll", "again")) {
            items.put(key, Item.of(1), Content.text("old"));
        }
        items.put("put", Item.of(2));
        items.replace("replace", Item.of(2));
        items.replaceIf("replaceIf", items.get("replaceIf").orElseThrow().revision(), Item.of(2));
        items.putAll(List.of(Document.of("putAll", Item.of(2))));
        items.delete("again");
        items.insert("again", Item.of(2));

        for (String key : List.of("put", "replace", "replaceIf", "putAll", "again")) {
            assertThat(items.get(key).orElseThrow().value()).as("document").isEqualTo(Item.of(2));
            assertThat(items.content(key))
                    .as("content after %s without one", key)
                    .isEmpty();
        }
        assertThat(items.summary().contentBytes())
                .as("bytes of contents left behind")
                .isZero();
        items.put("put", Item.of(3), Content.text("new"));
        assertThat(items.content("put")).as("content after put with one").contains(Content.text("new"));
    }

    @Test
    @Rule("CONT-3")
    void documents_updatedTouchedOrNotWritten_keepTheirContent() {
        DocumentCollection<Item> items = Item.in(bench());
        Content content = Content.text("kept");
        Stored<Item> first = items.put("a", Item.of(1), content);

        items.update("a", item -> Item.of(2));
        assertThat(items.content("a")).as("content after update").contains(content);
        items.touch("a");
        assertThat(items.content("a")).as("content after touch").contains(content);
        items.insert("a", Item.of(3));
        items.replaceIf("a", first.revision(), Item.of(4), Content.text("not this"));
        assertThat(items.content("a"))
                .as("content after writes that were not applied")
                .contains(content);
        assertThat(items.get("a").orElseThrow().value()).as("document a").isEqualTo(Item.of(2));
    }

    @Test
    @Rule("CONT-4")
    void update_ofADocumentWithContent_doesNotSendTheContent() {
        RecordingPort port = new RecordingPort(bench().harness().port());
        try (Storage storage = Storage.open(port, bench().options(), Item.SPEC)) {
            DocumentCollection<Item> items = storage.collection(Item.SPEC);
            items.put("a", Item.of(1), Content.text("large".repeat(10_000)));
            port.writes().clear();

            items.update("a", item -> Item.of(2));

            assertThat(port.writes())
                    .as("what update sent to the backend")
                    .singleElement()
                    .satisfies(write -> {
                        assertThat(((Write.Put) write).content()).isInstanceOf(ContentChange.Keep.class);
                        assertThat(((Write.Put) write).body()).contains("2");
                    });
            assertThat(items.content("a").orElseThrow().size())
                    .as("content of a")
                    .isEqualTo(50_000);
            assertThat(items.get("a").orElseThrow().value()).as("document a").isEqualTo(Item.of(2));
        }
    }

    @Test
    @Rule("CONT-5")
    void content_thatCompresses_takesLessSpaceThanItsSize() {
        DocumentCollection<Item> items = Item.in(bench());
        items.put("page", Item.of(1), Content.text("<div class=\"player\">".repeat(5_000)));
        Summary compressed = items.summary();
        items.clear();
        byte[] noise = new byte[100_000];
        new Random(2).nextBytes(noise);
        items.put("noise", Item.of(2), Content.bytes(noise));
        Summary incompressible = items.summary();

        assertThat(compressed.contentBytes()).as("size before compression").isEqualTo(100_000);
        assertThat(compressed.contentStoredBytes()).as("size as stored").isBetween(1L, 10_000L);
        assertThat(incompressible.contentBytes()).as("bytes of contents").isEqualTo(100_000);
        assertThat(incompressible.contentStoredBytes())
                .as("noise grows by a header only")
                .isBetween(100_000L, 100_100L);
    }

    @Test
    @Rule("CONT-8")
    void content_ofAnything_comesBackExactly() {
        DocumentCollection<Item> items = Item.in(bench());
        byte[] every = new byte[256];
        for (int i = 0; i < every.length; i++) {
            every[i] = (byte) i;
        }
        String text = "\uFEFF\u0000 '\"\\%_\r\n\t\u0085\u2028\uFFFF\uD83D\uDE00\u0000";
        items.put("bytes", Item.of(1), Content.bytes(every));
        items.put("text", Item.of(2), Content.text(text));

        assertThat(items.content("bytes").orElseThrow().bytes())
                .as("content of bytes")
                .isEqualTo(every);
        assertThat(items.content("text").orElseThrow().text())
                .as("content of text")
                .isEqualTo(text);
    }
}
