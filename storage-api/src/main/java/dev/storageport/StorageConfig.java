// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import dev.storageport.port.Option;
import dev.storageport.port.Option.Preset;
import dev.storageport.port.StorageUrl;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a storage lives and all that can be said of it by text: from environment variables, properties or any other map. Immutable, checked
 * as a whole before anything is connected to, and shown without secrets. Nothing is read that was not handed in: not the environment, not
 * system properties.
 *
 * <pre>{@code
 * Storage storage = StorageConfig.from(System.getenv()).open(PLAYERS);
 * }</pre>
 *
 * <p>Every option of the library and of the backend has its name here, as in {@code STORAGE_POOL_SIZE}; {@link #libraryOptions()} and
 * {@link #backendOptions} list them, {@code docs/options.md} shows them. A name behind the prefix that is none of them is refused, as is
 * every value that is malformed or not allowed. Names without the prefix are nobody's business, but for these:
 *
 * <p>Where the storage is, the first that is given:
 * <ol>
 *   <li>{@code STORAGE_URL}, or else {@code DATABASE_URL};
 *   <li>{@code STORAGE_HOST} with {@code STORAGE_PORT}, {@code STORAGE_DATABASE} and {@code STORAGE_USER}, or else {@code POSTGRES_HOST},
 *       {@code POSTGRES_PORT}, {@code POSTGRES_DB} and {@code POSTGRES_USER}: PostgreSQL;
 *   <li>{@code STORAGE_PATH}: SQLite, in that file or {@code :memory:}.
 * </ol>
 *
 * <p>The password, the first that is given: {@code STORAGE_PASSWORD} or {@code STORAGE_PASSWORD_FILE}; the URL's; {@code POSTGRES_PASSWORD} or
 * {@code POSTGRES_PASSWORD_FILE}. Every other secret may be in a file too, which is read once, if its name has {@code _FILE} behind it.
 *
 * <p>What is set in code goes before what is read. {@code DATABASE_URL} and {@code POSTGRES_…} are looked at with the prefix
 * {@code STORAGE_} only.
 */
public final class StorageConfig {

    private static final Logger LOG = LoggerFactory.getLogger(StorageConfig.class);

    private static final String PREFIX = "STORAGE_";

    private final Optional<Preset> mode;
    private final StorageUrl url;
    private final String redactedUrl;
    private final Map<String, String> shown;
    private final StorageOptions options;

    StorageConfig(ResolvedSettings resolved, Consumer<StorageOptions.Builder> code) {
        mode = resolved.mode();
        url = resolved.url();
        redactedUrl = Backends.shown(url);
        shown = resolved.shown();
        StorageOptions.Builder builder = StorageOptions.builder();
        resolved.presets().forEach((name, text) -> StorageOptionSet.ALL.set(builder, name, text));
        code.accept(builder);
        resolved.library().forEach((name, text) -> StorageOptionSet.ALL.set(builder, name, text));
        options = builder.build();
    }

    /** Reads what begins with {@code STORAGE_}, and {@code DATABASE_URL} and {@code POSTGRES_…}, as the type says. */
    public static StorageConfig from(Map<String, String> settings) {
        return builder().from(settings).build();
    }

    /** Reads what begins with the prefix and nothing else, otherwise as {@link #from(Map)}. */
    public static StorageConfig from(String prefix, Map<String, String> settings) {
        return builder().from(prefix, settings).build();
    }

    /** Asks for names as {@link #from(Map)} reads them. What is asked is not told which names it has, so none that is unknown is refused. */
    public static StorageConfig from(Function<String, @Nullable String> settings) {
        return builder().from(settings).build();
    }

    /** Asks for names with the prefix and for nothing else, otherwise as {@link #from(Function)}. */
    public static StorageConfig from(String prefix, Function<String, @Nullable String> settings) {
        return builder().from(prefix, settings).build();
    }

    /** Begins with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Begins with what each option is in production: a pool of 20, a certificate that is verified, and a password required. An embedded
     * database is warned of when it is opened.
     */
    public static Builder production() {
        return builder().set("mode", "production");
    }

    /** Begins with what each option is in development: a pool of 5, and streams that remember where they were opened. */
    public static Builder development() {
        return builder().set("mode", "development");
    }

    /** Returns the options of the library itself, which hold for each backend; unmodifiable. */
    public static List<Option<?>> libraryOptions() {
        return StorageOptionSet.ALL.options();
    }

    /** Returns what says where a storage is, and what it is for: the options that are neither the library's nor a backend's; unmodifiable. */
    public static List<Option<?>> ownOptions() {
        return ResolvedSettings.OWN;
    }

    /**
     * Returns the options of the backend that answers to the scheme; unmodifiable.
     *
     * @throws ConfigurationException if there is no such backend
     */
    public static List<Option<?>> backendOptions(String scheme) {
        return Backends.using(scheme, provider -> List.copyOf(provider.options()));
    }

    /** Returns what the storage is for, if that was said. */
    public Optional<Preset> mode() {
        return mode;
    }

    /** Returns the URL without passwords and without parameters. It is for people; nothing connects with it. */
    public String redactedUrl() {
        return redactedUrl;
    }

    /** Returns the URL with all options of the backend, for backends; may hold a password, which its text does not show. */
    public StorageUrl url() {
        return url;
    }

    /** Returns the options of the library. */
    public StorageOptions options() {
        return options;
    }

    /**
     * Opens the storage.
     *
     * @throws StorageException as {@link Storage#open(String, StorageOptions, CollectionSpec...)}
     */
    public Storage open(CollectionSpec<?>... specs) {
        boolean embedded = url.scheme().endsWith("sqlite") || url.scheme().equals("memory");
        if (embedded && mode.filter(Preset.PRODUCTION::equals).isPresent()) {
            LOG.warn(
                    "{} in production: it serves one machine, and its data is gone with the disk; a server is reached by a postgres URL",
                    redactedUrl);
        }
        return Storage.open(Backends.port(url), options, specs);
    }

    /**
     * Returns the statements that opening would run now.
     *
     * @throws StorageException as {@link Storage#ddl(String, CollectionSpec...)}
     */
    public List<String> ddl(CollectionSpec<?>... specs) {
        return Storage.ddl(Backends.port(url), specs);
    }

    /** Returns URL, mode and what was given, by name, without secrets. */
    @Override
    public String toString() {
        return "StorageConfig[" + redactedUrl + ", mode="
                + mode.map(Enum::name).orElse("none").toLowerCase(Locale.ROOT) + ", " + shown + "]";
    }

    /** Gathers settings. Not for use by several threads. */
    public static final class Builder {

        private final Map<String, String> code = new HashMap<>();
        private final List<NamedSettings> places = new ArrayList<>();
        private Consumer<StorageOptions.Builder> options = builder -> {};

        private Builder() {}

        /** Sets the storage's URL. */
        public Builder url(String url) {
            return set("url", url);
        }

        /**
         * Sets an option by its name, as {@code poolSize}; checked by {@link #build()}.
         *
         * @param text its value, as URLs have it
         */
        public Builder set(String option, String text) {
            code.put(option, text);
            return this;
        }

        /**
         * Sets options of the library in code: those that no text can say, a clock, a mapper or a listener. Called when the configuration is
         * built, after the mode's values and before what is given by name.
         */
        public Builder options(Consumer<StorageOptions.Builder> set) {
            options = options.andThen(set);
            return this;
        }

        /** Reads a map as {@link StorageConfig#from(Map)} does; it goes before what was read already. */
        public Builder from(Map<String, String> settings) {
            return from(PREFIX, settings);
        }

        /** Reads a map as {@link StorageConfig#from(String, Map)} does; it goes before what was read already. */
        public Builder from(String prefix, Map<String, String> settings) {
            NamedSettings named = NamedSettings.of(prefix, Map.copyOf(settings));
            places.add(0, named);
            return this;
        }

        /** Asks for names as {@link StorageConfig#from(Function)} does; the answers go before what was read already. */
        public Builder from(Function<String, @Nullable String> settings) {
            return from(PREFIX, settings);
        }

        /** Asks for names as {@link StorageConfig#from(String, Function)} does; the answers go before what was read already. */
        public Builder from(String prefix, Function<String, @Nullable String> settings) {
            places.add(0, NamedSettings.of(prefix, settings));
            return this;
        }

        /**
         * Returns the configuration.
         *
         * @throws ConfigurationException if a name is unknown, a value is malformed, not allowed or contradicts another one, a file of a
         *     secret cannot be read, a password is missing in production, or the backend is missing; names what is at fault, and never its
         *     value
         */
        public StorageConfig build() {
            List<NamedSettings> all = new ArrayList<>();
            all.add(NamedSettings.of("", Map.copyOf(code)));
            all.addAll(places);
            return new StorageConfig(new SettingsResolver(all, PREFIX).resolved(), options);
        }
    }
}
