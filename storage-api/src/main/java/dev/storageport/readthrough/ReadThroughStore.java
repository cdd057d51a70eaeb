// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.readthrough;

import com.fasterxml.jackson.databind.JsonNode;
import dev.storageport.Content;
import dev.storageport.DocumentCollection;
import dev.storageport.StorageException;
import dev.storageport.StorageException.Remedy;
import dev.storageport.StorageInterruptedException;
import dev.storageport.Stored;
import dev.storageport.event.ReadThroughEnded.Result;
import dev.storageport.event.ReadThroughStoreFailed.Access;
import dev.storageport.readthrough.Flights.Answer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What is stored, read and written as the policies say; here alone is decided what becomes of a storage that fails. */
final class ReadThroughStore<T> {

    private final DocumentCollection<T> documents;
    private final String collection;
    private final boolean contents;
    private final @Nullable Absences absences;
    private final FreshnessPolicy freshness;
    private final StoreFailurePolicy onFailure;
    private final InstantSource clock;
    private final Telling telling;
    private final BackOff backOff;

    ReadThroughStore(
            ReadThroughBuilder<T> options,
            DocumentCollection<T> documents,
            @Nullable Absences absences,
            InstantSource clock,
            Telling telling,
            BackOff backOff) {
        this.documents = documents;
        this.collection = options.spec().name();
        this.contents = options.hasContents();
        this.absences = absences;
        this.freshness = options.freshness();
        this.onFailure = options.storeFailurePolicy();
        this.clock = clock;
        this.telling = telling;
        this.backOff = backOff;
    }

    Instant now() {
        return clock.instant();
    }

    // ---- reading

    /**
     * Looks at the document alone.
     *
     * @param round how many loads have ended
     */
    Seen<T> document(String key, long round) {
        try {
            if (contents) {
                return documents
                        .getWithContent(key)
                        .map(found -> Seen.document(found.document(), found.content(), round))
                        .orElseGet(() -> Seen.nothing(round));
            }
            Optional<Stored<T>> found = documents.get(key);
            return found.isPresent() ? Seen.document(found.get(), Optional.empty(), round) : Seen.nothing(round);
        } catch (RuntimeException failed) {
            unread(collection, failed);
            return Seen.unreadable(failed, round);
        }
    }

    /** Looks for an absence where there is no document. */
    Seen<T> orAbsence(String key, Seen<T> seen) {
        if (absences == null || seen.stored() != null || seen.failure() != null) {
            return seen;
        }
        try {
            return absences.find(key)
                    .<Seen<T>>map(absence -> Seen.absence(isBelieved(absence), seen.round()))
                    .orElse(seen);
        } catch (RuntimeException failed) {
            unread(ReadThrough.ABSENCES.name(), failed);
            return seen;
        }
    }

    /** Looks at everything there is of a key. */
    Seen<T> look(String key, long round) {
        return orAbsence(key, document(key, round));
    }

    /** Looks at everything there is of the keys: in one read, or two where some have no document and absences are kept. */
    Map<String, Seen<T>> lookAll(Collection<String> keys, long round) {
        Map<String, Seen<T>> all = new LinkedHashMap<>();
        if (contents) {
            keys.forEach(key -> all.put(key, document(key, round)));
        } else {
            try {
                Map<String, Stored<T>> found = documents.getAll(keys);
                for (String key : keys) {
                    Stored<T> stored = found.get(key);
                    all.put(key, stored == null ? Seen.nothing(round) : Seen.document(stored, Optional.empty(), round));
                }
            } catch (RuntimeException failed) {
                unread(collection, failed);
                keys.forEach(key -> all.put(key, Seen.unreadable(failed, round)));
                return all;
            }
        }
        addAbsences(all);
        return all;
    }

    private void addAbsences(Map<String, Seen<T>> all) {
        if (absences == null) {
            return;
        }
        List<String> missing = new ArrayList<>();
        all.forEach((key, seen) -> {
            if (seen.stored() == null && seen.failure() == null) {
                missing.add(key);
            }
        });
        if (missing.isEmpty()) {
            return;
        }
        try {
            absences.findAll(missing)
                    .forEach((key, absence) ->
                            all.computeIfPresent(key, (same, seen) -> Seen.absence(isBelieved(absence), seen.round())));
        } catch (RuntimeException failed) {
            unread(ReadThrough.ABSENCES.name(), failed);
        }
    }

    private boolean isBelieved(Stored<JsonNode> absence) {
        return freshness.isAbsenceBelieved(absence.age(now()));
    }

    private void unread(String ofCollection, RuntimeException failed) {
        if (isOfTheCall(failed)) {
            throw failed;
        }
        failed(Access.READ, ofCollection, failed);
    }

    /** Takes note that leases could not be used, or throws that. */
    void unleased(String ofCollection, RuntimeException failed) {
        if (isOfTheCall(failed)) {
            throw failed;
        }
        failed(Access.LEASE, ofCollection, failed);
    }

    /** Returns whether it is the caller who has to do something, and not the storage that is unwell. */
    private static boolean isOfTheCall(RuntimeException failed) {
        return !(failed instanceof StorageException failure)
                || failure.remedy() == Remedy.FIX_THE_CALL
                || failure instanceof StorageInterruptedException;
    }

    private void failed(Access access, String ofCollection, RuntimeException failed) {
        telling.storeFailed(access, ofCollection, failed);
        if (onFailure == StoreFailurePolicy.FAIL) {
            throw failed;
        }
    }

    // ---- writing

    /**
     * Stores what the loader answered, over what was seen and nothing else. A thread that is interrupted stores all the same, since others
     * wait for it, and stays interrupted.
     *
     * @return what callers get
     */
    Answer<T> keep(String key, Seen<T> seen, Loaded<T> loaded) {
        boolean interrupted = Thread.interrupted();
        try {
            return switch (loaded.kind()) {
                case VALUE -> value(key, seen, loaded);
                case NOT_CHANGED -> unchanged(key, seen);
                case ABSENT -> absent(key, seen);
            };
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Answer<T> value(String key, Seen<T> seen, Loaded<T> loaded) {
        Instant loadedAt = now();
        Optional<Stored<T>> stored = write(
                key, () -> written(key, seen.stored(), loaded.value(), loaded.content()), Optional.<Stored<T>>empty());
        Instant storedAt = stored.map(Stored::updatedAt).orElse(loadedAt);
        if (seen.absenceStored()) {
            absence(kept -> kept.remove(key));
        }
        return fetched(loaded.value(), contents ? loaded.content() : Optional.empty(), storedAt);
    }

    /**
     * Writes what came of a load. Where that fails the key is left alone for a while: the next read would find it as stale as before, and have
     * it loaded in vain again.
     */
    private <R> R write(String key, Supplier<R> change, R otherwise) {
        R result;
        try {
            result = change.get();
        } catch (RuntimeException failed) {
            backOff.failed(key);
            failed(Access.WRITE, collection, failed);
            return otherwise;
        }
        backOff.succeeded(key);
        return result;
    }

    private Optional<Stored<T>> written(String key, @Nullable Stored<T> before, T value, Optional<Content> content) {
        if (before == null) {
            return content.isPresent() ? documents.insert(key, value, content.get()) : documents.insert(key, value);
        }
        return content.isPresent()
                ? documents.replaceIf(key, before.revision(), value, content.get())
                : documents.replaceIf(key, before.revision(), value);
    }

    private Answer<T> unchanged(String key, Seen<T> seen) {
        Stored<T> stored = seen.stored();
        if (stored == null) {
            throw new IllegalArgumentException("nothing is stored"); // which the loader was refused for
        }
        Instant storedAt = touchedAt(stored);
        write(key, () -> documents.touch(key), false);
        return fetched(stored.value(), seen.content(), storedAt);
    }

    /** Returns what {@code updatedAt} becomes by a touch, which does not say so: it has microseconds, and never goes back. */
    private Instant touchedAt(Stored<T> stored) {
        Instant now = now().truncatedTo(ChronoUnit.MICROS);
        return now.isAfter(stored.updatedAt()) ? now : stored.updatedAt().plus(1, ChronoUnit.MICROS);
    }

    private Answer<T> absent(String key, Seen<T> seen) {
        Stored<T> stored = seen.stored();
        write(key, () -> stored != null && documents.deleteIf(key, stored.revision()), false);
        absence(kept -> kept.add(key));
        return new Answer<>(Result.MISS, Optional.empty());
    }

    private void absence(Consumer<Absences> change) {
        if (absences != null) {
            try {
                change.accept(absences);
            } catch (RuntimeException failed) {
                failed(Access.WRITE, ReadThrough.ABSENCES.name(), failed);
            }
        }
    }

    private Answer<T> fetched(T value, Optional<Content> content, Instant storedAt) {
        return new Answer<>(
                Result.MISS,
                Optional.of(new Served<>(value, content, false, Duration.ZERO, storedAt, Served.Source.FETCHED)));
    }
}
