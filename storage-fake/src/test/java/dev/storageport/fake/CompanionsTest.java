// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.CollectionSpec;
import dev.storageport.Storage;
import dev.storageport.StorageClosedException;
import dev.storageport.StorageListener;
import dev.storageport.StorageOptions;
import dev.storageport.event.SpaceChanged;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What is built on a storage: it ends before it, and tells its listeners. */
class CompanionsTest {

    record Note(String text) {}

    private static final CollectionSpec<Note> NOTES =
            CollectionSpec.of("notes", Note.class).build();

    private final List<String> closed = new CopyOnWriteArrayList<>();

    private static Storage open(StorageListener... listeners) {
        return open(Duration.ofMinutes(1), listeners);
    }

    private static Storage open(Duration closeGrace, StorageListener... listeners) {
        StorageOptions.Builder options = StorageOptions.builder().closeGrace(closeGrace);
        for (StorageListener listener : listeners) {
            options.listener(listener);
        }
        return FakeStorage.open(new FakeDatabase(), options.build(), NOTES);
    }

    @Test
    void companions_areClosedOnceTheLastFirst_whileTheStorageAnswers() {
        Storage storage = open();
        for (String name : List.of("a", "b", "c")) {
            storage.closeFirst(() -> closed.add(name + storage.collection(NOTES).count()));
        }
        storage.close();
        storage.close();
        assertThat(closed).containsExactly("c0", "b0", "a0");
    }

    @Test
    void companion_thatIsForgotten_isNotClosed() {
        Storage storage = open();
        AutoCloseable first = () -> closed.add("first");
        AutoCloseable second = () -> closed.add("second");
        storage.closeFirst(first);
        storage.closeFirst(second);
        storage.closeFirst(first);
        storage.forget(first);
        storage.forget(() -> closed.add("unknown"));
        storage.close();
        storage.forget(first);
        assertThat(closed).containsExactly("second", "first");
    }

    @Test
    void companion_thatFails_hindersNothing() {
        Storage storage = open();
        storage.closeFirst(() -> closed.add("a"));
        storage.closeFirst(() -> {
            throw new Exception("checked");
        });
        storage.closeFirst(() -> {
            throw new AssertionError("an error");
        });
        storage.close();
        assertThat(closed).containsExactly("a");
        assertThatThrownBy(() -> storage.collection(NOTES).count()).isInstanceOf(StorageClosedException.class);
    }

    @Test
    void companion_thatHangs_isLeftToItself() throws InterruptedException {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(2);
        Storage storage = open(Duration.ofMillis(50));
        storage.closeFirst(ended::countDown);
        storage.closeFirst(() -> {
            release.await();
            ended.countDown();
        });
        storage.close();
        assertThat(ended.getCount()).as("the one that hangs has not ended").isGreaterThan(0);
        release.countDown();
        ended.await();
    }

    @Test
    void companion_ofAClosedStorage_isRefused() {
        Storage storage = open();
        storage.close();
        assertThatThrownBy(() -> storage.closeFirst(() -> closed.add("late")))
                .isInstanceOf(StorageClosedException.class);
        assertThat(closed).isEmpty();
    }

    @Test
    void companion_thatComesWhileTheStorageCloses_isRefused() {
        Storage storage = open();
        storage.closeFirst(() -> {
            try {
                storage.closeFirst(() -> closed.add("late"));
            } catch (StorageClosedException refused) {
                closed.add("refused");
            }
        });
        storage.close();
        assertThat(closed).containsExactly("refused");
    }

    @Test
    void listener_tellsEveryListener_andLetsNothingOut() {
        List<SpaceChanged> heard = new CopyOnWriteArrayList<>();
        StorageListener angry = new StorageListener() {
            @Override
            public void spaceChanged(SpaceChanged changed) {
                throw new AssertionError("angry");
            }
        };
        StorageListener quiet = new StorageListener() {
            @Override
            public void spaceChanged(SpaceChanged changed) {
                heard.add(changed);
            }
        };
        try (Storage storage = open(angry, quiet)) {
            SpaceChanged changed = new SpaceChanged("memory", true);
            storage.listener().spaceChanged(changed);
            assertThat(heard).containsExactly(changed);
        }
    }

    @Test
    void storage_isHeard_whereItHasAListener() {
        try (Storage unheard = open();
                Storage heard = open(new StorageListener() {})) {
            assertThat(unheard.isHeard()).isFalse();
            assertThat(heard.isHeard()).isTrue();
        }
    }
}
