// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.concurrency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.storageport.DocumentCollection;
import dev.storageport.Stored;
import dev.storageport.UniqueViolationException;
import dev.storageport.tck.fixture.Item;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;

/**
 * One of many callers: it alone writes its keys, so it knows what each of its operations must say, whatever others do at the same
 * time. Some of what it asks for violates a unique index.
 */
final class ModelledCaller {

    /** An alias that has an owner. */
    static final String TAKEN = "taken";

    private final DocumentCollection<Item> items;
    private final List<String> keys;
    private final Random random;
    private final Map<String, Stored<Item>> expected = new HashMap<>();
    private final String name;

    ModelledCaller(DocumentCollection<Item> items, int number, long seed) {
        this.items = items;
        this.keys = List.of("own-" + number + "-a", "own-" + number + "-b");
        this.random = new Random(seed + number);
        this.name = "caller " + number + ", -Dstorage.tck.seed=" + seed;
    }

    void perform(int operations) {
        for (int i = 0; i < operations; i++) {
            String key = keys.get(random.nextInt(keys.size()));
            perform(key, new Item(i, "group-" + i % 3, "alias-" + key));
        }
    }

    private void perform(String key, Item item) {
        Optional<Stored<Item>> before = Optional.ofNullable(expected.get(key));
        long revision = before.map(Stored::revision).orElse(1L) - random.nextInt(2);
        boolean isCurrent =
                before.filter(stored -> stored.revision() == revision).isPresent();
        switch (random.nextInt(9)) {
            case 0 -> written("put", key, item, true, Optional.of(items.put(key, item)));
            case 1 -> written("insert", key, item, before.isEmpty(), items.insert(key, item));
            case 2 -> written("replace", key, item, before.isPresent(), items.replace(key, item));
            case 3 -> written("replaceIf", key, item, isCurrent, items.replaceIf(key, revision, item));
            case 4 ->
                written("update", key, item, before.isPresent(), items.update(key, found -> changed(key, found, item)));
            case 5 -> refused(key, item.number());
            case 6 -> deleted("delete", key, before.isPresent(), items.delete(key));
            case 7 -> deleted("deleteIf", key, isCurrent, items.deleteIf(key, revision));
            default -> assertThat(items.get(key)).as("%s: get %s", name, key).isEqualTo(before);
        }
    }

    private Item changed(String key, Item found, Item wanted) {
        assertThat(found)
                .as("%s: what an update of %s is given", name, key)
                .isEqualTo(Objects.requireNonNull(expected.get(key)).value());
        return wanted;
    }

    private void written(String operation, String key, Item item, boolean applies, Optional<Stored<Item>> answer) {
        assertThat(answer.isPresent())
                .as("%s: whether %s of %s says that it wrote", name, operation, key)
                .isEqualTo(applies);
        answer.ifPresent(stored -> {
            Stored<Item> before = expected.put(key, stored);
            assertThat(stored.key())
                    .as("%s: the key that %s says it wrote", name, operation)
                    .isEqualTo(key);
            assertThat(stored.value())
                    .as("%s: what %s of %s says it wrote", name, operation, key)
                    .isEqualTo(item);
            if (before != null) {
                assertThat(stored.revision())
                        .as("%s: the revision that %s of %s says it wrote", name, operation, key)
                        .isEqualTo(before.revision() + 1);
            }
        });
    }

    /** The alias has another owner; the document must stay as it is, which the next operation on it shows. */
    private void refused(String key, int number) {
        Throwable failure = catchThrowable(() -> items.put(key, Item.aliased(number, TAKEN)));
        assertThat(failure)
                .as("%s: what a put of %s throws whose alias is taken", name, key)
                .isInstanceOf(UniqueViolationException.class)
                .hasMessageContaining("alias")
                .hasMessageContaining(key);
    }

    private void deleted(String operation, String key, boolean applies, boolean answer) {
        assertThat(answer)
                .as("%s: whether %s of %s says that it deleted", name, operation, key)
                .isEqualTo(applies);
        if (answer) {
            expected.remove(key);
        }
    }
}
