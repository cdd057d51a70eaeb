// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import dev.storageport.port.StorageProvider;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The providers that are installed: first those that this library's own class loader sees, then those of the thread's context class
 * loader. The latter alone depends on the thread: a container gives each application its own, and threads of a pool often have none or
 * one that sees nothing of the application. One that cannot be loaded hides no other. In each loader those that are registered come first, then
 * this library's own by their names.
 */
final class InstalledProviders {

    private static final Logger LOG = LoggerFactory.getLogger(InstalledProviders.class);

    /**
     * This library's own, by name, because jars made of many keep one file of services of each name unless they are told to merge them. Not in
     * any order: no two have a scheme in common.
     */
    private static final List<String> OWN = List.of(
            "dev.storageport.fake.FakeProvider",
            "dev.storageport.postgres.PostgresProvider",
            "dev.storageport.sqlite.SqliteProvider");

    /** A class loader that cannot be searched at all fails again at each step. */
    private static final int MOST_FAILURES = 64;

    private final List<Throwable> failures = new ArrayList<>();

    /** Returns the first that is meant; none if there is no such. */
    @Nullable
    StorageProvider first(Predicate<StorageProvider> meant) {
        Set<@Nullable ClassLoader> loaders = new LinkedHashSet<>();
        loaders.add(InstalledProviders.class.getClassLoader());
        ClassLoader context = context();
        if (!seesAnotherCopy(context)) {
            loaders.add(context);
        }
        for (ClassLoader loader : loaders) {
            StorageProvider found = first(ServiceLoader.load(StorageProvider.class, loader), meant);
            if (found == null) {
                found = firstByName(loader, meant);
            }
            if (found != null) {
                failures.forEach(failure -> LOG.debug("A storage backend is not used: {}", reason(failure)));
                return found;
            }
        }
        return null;
    }

    /** A thread that has none gets the one that {@link ServiceLoader} takes then. */
    private static ClassLoader context() {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return context == null ? ClassLoader.getSystemClassLoader() : context;
    }

    /** Returns whether the providers of a loader are for another copy of this library, and not for this one. */
    private static boolean seesAnotherCopy(ClassLoader loader) {
        try {
            return Class.forName(StorageProvider.class.getName(), false, loader) != StorageProvider.class;
        } catch (ClassNotFoundException | LinkageError none) {
            return false;
        }
    }

    private @Nullable StorageProvider firstByName(@Nullable ClassLoader loader, Predicate<StorageProvider> meant) {
        for (String name : OWN) {
            try {
                StorageProvider provider = Class.forName(name, true, loader)
                        .asSubclass(StorageProvider.class)
                        .getConstructor()
                        .newInstance();
                if (meant.test(provider)) {
                    return provider;
                }
            } catch (ClassNotFoundException absent) {
                LOG.trace("There is no {} in {}", name, loader);
            } catch (ReflectiveOperationException | ClassCastException | LinkageError unusable) {
                if (failures.stream().noneMatch(known -> reason(known).contains(name))) { // as one that is registered
                    failures.add(unusable);
                }
            }
        }
        return null;
    }

    private @Nullable StorageProvider first(ServiceLoader<StorageProvider> loader, Predicate<StorageProvider> meant) {
        Iterator<StorageProvider> providers = loader.iterator();
        int most = failures.size() + MOST_FAILURES;
        while (failures.size() < most) {
            try {
                if (!providers.hasNext()) {
                    return null;
                }
                StorageProvider provider = providers.next();
                if (meant.test(provider)) {
                    return provider;
                }
            } catch (ServiceConfigurationError | LinkageError unusable) {
                failures.add(unusable);
            }
        }
        return null;
    }

    /** Returns what the first one that could not be loaded failed with; none if all could be. */
    @Nullable
    Throwable firstFailure() {
        return failures.isEmpty() ? null : failures.get(0);
    }

    /** Returns the failure of a search that found nothing, perhaps because of those that could not be loaded. */
    ConfigurationException refused(String place) {
        ConfigurationException refused = new ConfigurationException(
                place,
                "no backend for it could be loaded; repair or remove: "
                        + failures.stream()
                                .map(InstalledProviders::reason)
                                .distinct()
                                .collect(Collectors.joining("; ")),
                firstFailure());
        failures.stream().skip(1).forEach(refused::addSuppressed);
        return refused;
    }

    /** Returns what failed, with the class that is missing if there is one: what the JDK's own text says of it is often too little. */
    static String reason(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof ServiceConfigurationError
                ? failure.getMessage() + (cause == null ? "" : " (" + cause + ")")
                : failure.toString();
    }
}
