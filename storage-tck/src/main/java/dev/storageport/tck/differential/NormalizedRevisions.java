// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.differential;

import dev.storageport.Content;
import dev.storageport.Stored;
import dev.storageport.StoredWithContent;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Writes results so that two storages can be compared. A document's first revision is random, so revisions are written as the
 * number of the document's life and the distance from the first revision seen in it.
 */
final class NormalizedRevisions {

    /** Farther apart than any sequence writes, nearer than two random numbers below 2^52 come by chance. */
    private static final long LONGEST_LIFE = 1_000_000;

    private record Life(int number, long first, long latest) {}

    private final Map<String, Life> lives = new HashMap<>();

    /** Returns the revision of a document that was seen last, whether or not it is still the current one. */
    long latest(String key) {
        Life life = lives.get(key);
        return life == null ? 1 : life.latest();
    }

    String render(Object result) {
        if (result instanceof Stored<?> stored) {
            return stored.key() + " = " + stored.value() + " " + relative(stored.key(), stored.revision()) + " v"
                    + stored.dataVersion() + " " + stored.createdAt() + " " + stored.updatedAt();
        } else if (result instanceof StoredWithContent<?> both) {
            return render(both.document()) + " with " + render(both.content());
        } else if (result instanceof Content content) {
            return content + " of hash " + content.hashCode();
        } else if (result instanceof Optional<?> optional) {
            return optional.map(this::render).orElse("nothing");
        } else if (result instanceof Map<?, ?> map) {
            return render(map.values());
        } else if (result instanceof Collection<?> many) {
            return many.stream().map(this::render).collect(Collectors.joining("; ", "[", "]"));
        }
        return result.toString();
    }

    private String relative(String key, long revision) {
        Life life = lives.get(key);
        if (life == null || revision < life.first() || revision - life.first() > LONGEST_LIFE) {
            life = new Life(life == null ? 1 : life.number() + 1, revision, revision);
        }
        lives.put(key, new Life(life.number(), life.first(), revision));
        return "life " + life.number() + " revision +" + (revision - life.first());
    }
}
