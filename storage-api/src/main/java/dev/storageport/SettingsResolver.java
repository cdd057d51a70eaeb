// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import dev.storageport.NamedSettings.Given;
import dev.storageport.port.NearestName;
import dev.storageport.port.Option;
import dev.storageport.port.Option.Preset;
import dev.storageport.port.Quoted;
import dev.storageport.port.StorageProvider;
import dev.storageport.port.StorageUrl;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Puts together what several places say.
 *
 * <pre>
 * beside the URL    each option by its name
 * in the URL        its parameters; user and password
 * otherwise         POSTGRES_USER, POSTGRES_PASSWORD; what the mode sets
 * </pre>
 */
final class SettingsResolver {

    /** What says where a server is, and has no meaning beside a URL. */
    private static final Set<String> PARTS = Set.of("host", "port", "database");

    private static final Set<String> PASSWORDS = Set.of(SettingLayers.PASSWORD, SettingLayers.PASSWORD_FILE);
    private static final String HIDDEN = "***";
    private static final Pattern SIMPLE = Pattern.compile("[A-Za-z0-9_.-]+");

    private final SettingLayers own;
    private final SettingLayers server;
    private final @Nullable Given explicitUrl;
    private final boolean byParts;
    private final StorageUrl url;
    private final List<Option<?>> backend;
    private final Optional<Preset> mode;
    private final Map<String, String> shown = new TreeMap<>();

    /**
     * Finds out where the storage is.
     *
     * @param commonPrefix that of the places in which {@code DATABASE_URL} and {@code POSTGRES_…} are looked at too
     */
    SettingsResolver(List<NamedSettings> places, String commonPrefix) {
        List<NamedSettings> common = places.stream()
                .filter(place -> place.prefix().equals(commonPrefix))
                .toList();
        own = new SettingLayers(places);
        server = new SettingLayers(common.stream().map(NamedSettings::ofServer).toList());
        Given named = own.find(ResolvedSettings.URL);
        explicitUrl = named != null
                ? named
                : new SettingLayers(
                                common.stream().map(NamedSettings::ofDatabase).toList())
                        .find(ResolvedSettings.URL);
        byParts = explicitUrl == null && own.before(server).find("host") != null;
        url = address(commonPrefix);
        backend = Backends.using(url.scheme(), StorageProvider::options);
        mode = Optional.ofNullable(own.find(ResolvedSettings.MODE))
                .map(given -> ResolvedSettings.MODE.parse(given.place(), given.value()));
    }

    private StorageUrl address(String prefix) {
        if (explicitUrl != null) {
            ResolvedSettings.URL.parse(explicitUrl.place(), explicitUrl.value());
            return StorageUrl.parse(explicitUrl.value());
        }
        SettingLayers both = own.before(server);
        Given hosts = both.find("host");
        if (hosts != null) {
            return ComposedUrl.server(hosts, both.find("port"), both.find("database"));
        }
        Given path = own.find(ResolvedSettings.PATH);
        if (path == null) {
            throw new ConfigurationException(
                    prefix + "URL",
                    "is missing, and so are DATABASE_URL, " + prefix + "HOST, POSTGRES_HOST and " + prefix
                            + "PATH; nothing says where the storage is");
        }
        return ComposedUrl.file(ResolvedSettings.PATH.parse(path.place(), path.value()));
    }

    ResolvedSettings resolved() {
        requireKnown();
        Map<String, String> beside = beside();
        Map<String, String> library = new LinkedHashMap<>();
        StorageOptionSet.ALL.options().forEach(option -> take(own, option, library));
        return new ResolvedSettings(
                mode, url.with(beside, otherwise()), presets(StorageOptionSet.ALL.options()), library, shown);
    }

    private Map<String, String> beside() {
        SettingLayers layers = byParts ? own.before(server) : own;
        Map<String, String> beside = new LinkedHashMap<>();
        for (Option<?> option : backend) {
            if (PARTS.contains(option.name())) {
                refuseBesideUrl(option.name());
            } else if (!PASSWORDS.contains(option.name())) {
                take(layers, option, beside);
                refuseContradiction(layers, option);
            }
        }
        takePassword(layers, beside);
        return beside;
    }

    private void refuseContradiction(SettingLayers layers, Option<?> option) {
        Given given = layers.find(option);
        String inUrl = url.parameters().get(option.name());
        if (given != null && option.isParameter() && inUrl != null && !inUrl.equals(given.value())) {
            throw new ConfigurationException(
                    given.place(), "contradicts the parameter " + option.name() + " of the URL");
        }
    }

    private void refuseBesideUrl(String part) {
        Given given = byParts ? null : own.find(part);
        if (given != null) {
            throw new ConfigurationException(given.place(), "contradicts the URL, which names the server already");
        }
    }

    private Map<String, String> otherwise() {
        Map<String, String> otherwise = presets(backend);
        Optional<Option<?>> user = ofBackend("user");
        if (!byParts && user.isPresent()) {
            take(server, user.get(), otherwise);
            takePassword(server, otherwise);
        }
        return otherwise;
    }

    private void take(SettingLayers layers, Option<?> option, Map<String, String> taken) {
        Given given = layers.find(option);
        if (given != null) {
            option.parse(given.place(), given.value());
            taken.put(option.name(), given.value());
            shown.putIfAbsent(option.name(), option.isSecret() ? HIDDEN : Quoted.text(given.value()));
        }
    }

    /** A backend that has an option for the file of the password reads it itself, and again for each connection. */
    private void takePassword(SettingLayers layers, Map<String, String> taken) {
        boolean fromFile = SettingLayers.PASSWORD_FILE.equals(layers.passwordOption());
        String name = fromFile && ofBackend(SettingLayers.PASSWORD_FILE).isPresent()
                ? SettingLayers.PASSWORD_FILE
                : SettingLayers.PASSWORD;
        ofBackend(name).ifPresent(option -> take(layers, option, taken));
    }

    private Optional<Option<?>> ofBackend(String name) {
        return backend.stream().filter(option -> option.name().equals(name)).findAny();
    }

    private Map<String, String> presets(List<Option<?>> options) {
        Map<String, String> presets = new LinkedHashMap<>();
        mode.ifPresent(where ->
                options.forEach(option -> option.preset(where).ifPresent(value -> presets.put(option.name(), value))));
        return presets;
    }

    /** Refuses names that are none of an option, and options of another backend. */
    private void requireKnown() {
        Set<String> names = Stream.of(ResolvedSettings.OWN, backend, StorageOptionSet.ALL.options())
                .flatMap(List::stream)
                .flatMap(option -> option.isSecret()
                        ? Stream.of(option.name(), SettingLayers.fileOf(option))
                        : Stream.of(option.name()))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        Set<String> folded = names.stream().map(NearestName::folded).collect(Collectors.toSet());
        for (NamedSettings place : own.places()) {
            place.unknown(folded).forEach((name, given) -> {
                throw new ConfigurationException(shown(given.place()), problem(name, names, place));
            });
        }
    }

    /** Returns the name, which may be any text where it is a key of a map. */
    private static String shown(String name) {
        return SIMPLE.matcher(name).matches() ? name : Quoted.text(name);
    }

    private String problem(String unknown, Set<String> names, NamedSettings place) {
        return Backends.otherSchemeWith(unknown, url.scheme())
                .map(other -> "is an option of " + other + ", and the storage is on " + url.scheme())
                .or(() -> NearestName.of(unknown, names)
                        .map(nearest -> "is unknown; did you mean " + place.shown(nearest) + "?"))
                .orElseGet(() -> "is unknown; there are "
                        + names.stream().map(place::shown).sorted().collect(Collectors.joining(", ")));
    }
}
