// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.test;

import dev.storageport.CollectionSpec;
import dev.storageport.Storage;
import dev.storageport.StorageOptions;
import dev.storageport.fake.ManualClock;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a storage, empty at the start of each. One property says where it is ({@link TestBackend#PROPERTY}: {@code fake}, which is the
 * default, {@code sqlite} or {@code postgres}), so the same tests run in memory at once and on the real thing before a release.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final StorageExtension STORAGE = StorageExtension.of(PLAYERS);
 *
 * @Test
 * void player_isFound(Storage storage) {
 *     storage.collection(PLAYERS).put("a", player);
 * }
 * }</pre>
 *
 * <p>In a static field it has one database for each class of tests, which is emptied before each test: its tests run one after the other, and one that
 * begins while another is under way is refused. In a field of the instance it has a database for each test, and they may run at the same
 * time. Parameters may be the {@link Storage}, the {@link TestDatabase}, and the {@link ManualClock} if there is one. The extension opens and closes the storage.
 */
public final class StorageExtension
        implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback, ParameterResolver {

    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(StorageExtension.class);

    private final CollectionSpec<?>[] specs;
    private final StorageOptions options;

    private StorageExtension(StorageOptions options, CollectionSpec<?>... specs) {
        this.options = options;
        this.specs = specs;
    }

    /** Returns an extension whose storage has these collections and the library's defaults. */
    public static StorageExtension of(CollectionSpec<?>... specs) {
        return new StorageExtension(StorageOptions.defaults(), specs.clone());
    }

    /**
     * Returns an extension with other options. If their clock is a {@link ManualClock}, tests may have it as a parameter, and scripted delays of the
     * fake move it.
     */
    public StorageExtension withOptions(StorageOptions other) {
        return new StorageExtension(other, specs);
    }

    /** Returns an extension whose storage goes by this clock; see {@link #withOptions}. */
    public StorageExtension withClock(InstantSource clock) {
        return withOptions(options.toBuilder().clock(clock).build());
    }

    private @Nullable ManualClock manualClock() {
        return options.clock() instanceof ManualClock clock ? clock : null;
    }

    /** Opens the storage of a class; called by JUnit. */
    @Override
    public void beforeAll(ExtensionContext context) {
        if (find(context) == null) { // else it is a nested class, which has that of the outer one
            open(context, true);
        }
    }

    /** Empties the storage of the class, or opens one for this test; called by JUnit. */
    @Override
    public void beforeEach(ExtensionContext context) {
        OpenStorage present = find(context);
        if (present == null) {
            present = open(context, false);
        }
        present.begin(context.getUniqueId());
    }

    /** Closes a storage of this test; called by JUnit. */
    @Override
    public void afterEach(ExtensionContext context) {
        OpenStorage present = find(context);
        if (present != null) {
            present.end(context.getUniqueId());
            closeOwn(context);
        }
    }

    /** Closes the storage of a class; called by JUnit. */
    @Override
    public void afterAll(ExtensionContext context) {
        closeOwn(context);
    }

    private OpenStorage open(ExtensionContext context, boolean shared) {
        OpenStorage opened = OpenStorage.open(
                Place.create(backend(context), manualClock()), shared, context.getUniqueId(), options, specs);
        context.getStore(NAMESPACE).put(this, opened);
        return opened;
    }

    private static TestBackend backend(ExtensionContext context) {
        for (Class<?> type = context.getTestClass().orElse(null); type != null; type = type.getEnclosingClass()) {
            OnBackend fixed = type.getAnnotation(OnBackend.class);
            if (fixed != null) {
                return fixed.value();
            }
        }
        return context.getConfigurationParameter(TestBackend.PROPERTY)
                .map(TestBackend::named)
                .orElse(TestBackend.FAKE);
    }

    private @Nullable OpenStorage find(ExtensionContext context) {
        return context.getStore(NAMESPACE).get(this, OpenStorage.class);
    }

    private void closeOwn(ExtensionContext context) {
        OpenStorage present = find(context);
        if (present != null && present.owner().equals(context.getUniqueId())) {
            context.getStore(NAMESPACE).remove(this);
            present.close();
        }
    }

    /** Knows the types that the class speaks of; called by JUnit. */
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Storage.class
                || type == TestDatabase.class
                || (type == ManualClock.class && manualClock() != null);
    }

    /** Returns what a parameter stands for; called by JUnit. */
    @Override
    public @Nullable Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        if (type == ManualClock.class) {
            return manualClock();
        }
        OpenStorage present = find(context);
        if (present == null) {
            throw new IllegalStateException(
                    "the storage is opened after this; have it in a method of a test, or the extension in a static field");
        }
        return type == Storage.class ? present.storage() : present.database();
    }
}
