// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.port;

import dev.storageport.ConfigurationException;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * All options of a thing, and how each is set on its builder. Immutable.
 *
 * @param <B> the builder
 */
public final class OptionSet<B> {

    /**
     * How an option is set.
     *
     * @param option the option
     * @param setter sets a value of it on a builder
     */
    public record Setting<B, T>(Option<T> option, BiConsumer<? super B, ? super T> setter) {

        private void set(B builder, String text) {
            setter.accept(builder, option.parse(text));
        }
    }

    private final Map<String, Setting<B, ?>> settings;

    private OptionSet(Map<String, Setting<B, ?>> settings) {
        this.settings = Collections.unmodifiableMap(settings);
    }

    /** Returns a set without an option. */
    public static <B> OptionSet<B> empty() {
        return new OptionSet<>(Map.of());
    }

    /**
     * Returns this set with an option more.
     *
     * @throws IllegalArgumentException if it has one of that name
     */
    public <T> OptionSet<B> with(Option<T> option, BiConsumer<? super B, ? super T> setter) {
        Map<String, Setting<B, ?>> more = new LinkedHashMap<>(settings);
        if (more.put(option.name(), new Setting<B, T>(option, setter)) != null) {
            throw new IllegalArgumentException("two options are called " + option.name());
        }
        return new OptionSet<>(more);
    }

    /** Returns the options in their order; unmodifiable. */
    public List<Option<?>> options() {
        return settings.values().stream().<Option<?>>map(Setting::option).toList();
    }

    /** Returns the names in the order of the options; unmodifiable. */
    public Collection<String> names() {
        return settings.keySet();
    }

    /** Returns the option of that very name; empty if there is none. */
    public Optional<Option<?>> option(String name) {
        return Optional.ofNullable(settings.get(name)).map(Setting::option);
    }

    /**
     * Sets an option by name, to what the text means.
     *
     * @throws ConfigurationException if there is no such option, naming the nearest, or the text is malformed or not allowed
     */
    public void set(B builder, String name, String text) {
        Setting<B, ?> setting = settings.get(name);
        if (setting == null) {
            throw new ConfigurationException(
                    "parameter " + Quoted.text(name), "is unknown" + NearestName.hint(name, names()));
        }
        setting.set(builder, text);
    }
}
