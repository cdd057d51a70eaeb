// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.packaging;

import dev.storageport.CollectionSpec;
import dev.storageport.Content;
import dev.storageport.DocumentCollection;
import dev.storageport.Index;
import dev.storageport.MultiValueIndex;
import dev.storageport.SearchIndex;
import dev.storageport.Storage;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Uses what a backend reaches by reflection, native code and service files, in threads with each kind of context class loader, and says how it
 * went: a line for each URL and thread.
 */
public final class Program {

    private enum Colour {
        RED,
        BLUE
    }

    private record Note(String title, Colour colour, List<String> tags, Instant when, Optional<String> remark) {}

    private static final Index<Note, String> TITLE = Index.unique("title", String.class, Note::title);

    private static final MultiValueIndex<Note, String> TAGS = MultiValueIndex.of("tags", String.class, Note::tags);
    private static final SearchIndex<Note> WORDS = SearchIndex.<Note>of("words").field(Note::title);
    private static final CollectionSpec<Note> NOTES = CollectionSpec.of("notes", Note.class)
            .index(TITLE)
            .index(TAGS)
            .index(WORDS)
            .build();

    private Program() {}

    /**
     * Prints what {@link #run} returns, or with {@code --once} before the URLs, what becomes of each in one thread.
     *
     * @param arguments the URLs
     */
    public static void main(String[] arguments) throws IOException {
        List<String> urls = List.of(arguments);
        if (urls.get(0).equals("--once")) {
            urls.stream().skip(1).forEach(url -> System.out.println(use(url)));
        } else {
            run(urls).forEach(System.out::println);
        }
    }

    /**
     * Opens each URL in each kind of thread.
     *
     * @return a line for each URL and thread
     */
    public static List<String> run(List<String> urls) throws IOException {
        List<String> lines = new ArrayList<>();
        try (URLClassLoader foreign = new URLClassLoader(new URL[0], null)) {
            Map<String, @Nullable ClassLoader> contexts = new LinkedHashMap<>();
            contexts.put("own", Program.class.getClassLoader());
            contexts.put("none", null);
            contexts.put("platform", ClassLoader.getPlatformClassLoader());
            contexts.put("system", ClassLoader.getSystemClassLoader());
            contexts.put("foreign", foreign);
            for (String url : urls) {
                contexts.forEach((name, loader) -> lines.add(scheme(url) + ", " + name + ": " + runIn(loader, url)));
            }
        }
        return lines;
    }

    private static String runIn(@Nullable ClassLoader context, String url) {
        FutureTask<String> task = new FutureTask<>(() -> use(url));
        Thread thread = new Thread(task, "program");
        thread.setContextClassLoader(context);
        thread.start();
        try {
            return task.get();
        } catch (ExecutionException failed) { // whatever it is, the line says so
            Throwable why = Objects.requireNonNullElse(failed.getCause(), failed);
            return why.getClass().getSimpleName() + ": " + why.getMessage();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private static String use(String url) {
        try (Storage storage = Storage.open(url, NOTES)) {
            DocumentCollection<Note> notes = storage.collection(NOTES);
            Note note = new Note("A first note", Colour.BLUE, List.of("a", "b"), Instant.EPOCH, Optional.of("none"));
            notes.put("first", note, Content.text("what is compressed ".repeat(100)));
            notes.upsert(
                    "second", before -> new Note("Another", Colour.RED, List.of("b"), Instant.EPOCH, Optional.empty()));
            storage.transact(transaction -> transaction.collection(NOTES).update("second", before -> before));
            require(notes.find(TITLE.is("A first note")).get(0).value().equals(note), "the note comes back as it was");
            require(notes.keys(TAGS.contains("b")).equals(List.of("first", "second")), "both have the tag");
            require(notes.keys(WORDS.contains("noth")).equals(List.of("second")), "one has the word");
            require(notes.content("first").orElseThrow().size() == 1900, "the content is whole");
            require(storage.health(Duration.ofSeconds(10)).ok(), "it is up");
            return "works";
        }
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalStateException("not so: " + what);
        }
    }

    private static String scheme(String url) {
        return url.substring(0, url.indexOf(':'));
    }
}
