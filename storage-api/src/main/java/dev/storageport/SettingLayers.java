// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import dev.storageport.NamedSettings.Given;
import dev.storageport.port.Option;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Several places that say something of options, the first of which goes before the others.
 *
 * @param places in that order
 */
record SettingLayers(List<NamedSettings> places) {

    static final String PASSWORD = "password";
    static final String PASSWORD_FILE = "passwordFile";

    private static final String FILE = "File";
    private static final long LONGEST_SECRET = 64 * 1024;

    SettingLayers {
        places = List.copyOf(places);
    }

    SettingLayers before(SettingLayers others) {
        return new SettingLayers(
                Stream.concat(places.stream(), others.places.stream()).toList());
    }

    /** Returns what the first place says that says anything; a secret may be in a file. */
    @Nullable
    Given find(Option<?> option) {
        for (NamedSettings place : places) {
            Given given = place.find(option.name());
            Given file = option.isSecret() ? place.find(fileOf(option)) : null;
            refuseBoth(given, file);
            if (file != null) {
                return new Given(file.place(), secretIn(file));
            }
            if (given != null) {
                return given;
            }
        }
        return null;
    }

    /** Returns what the first place says of the name that says anything. */
    @Nullable
    Given find(String name) {
        for (NamedSettings place : places) {
            Given given = place.find(name);
            if (given != null) {
                return given;
            }
        }
        return null;
    }

    /** Returns which of the two ways to a password the first place has that has any; {@code null} if none has. */
    @Nullable
    String passwordOption() {
        for (NamedSettings place : places) {
            Given password = place.find(PASSWORD);
            Given file = place.find(PASSWORD_FILE);
            refuseBoth(password, file);
            if (password != null || file != null) {
                return password != null ? PASSWORD : PASSWORD_FILE;
            }
        }
        return null;
    }

    private static void refuseBoth(@Nullable Given given, @Nullable Given file) {
        if (given != null && file != null) {
            throw new ConfigurationException(file.place(), "contradicts " + given.place());
        }
    }

    static String fileOf(Option<?> option) {
        return option.name() + FILE;
    }

    /** Reads a secret, without the end of its line. Neither it nor the path is repeated: who mixes up the two has put the secret there. */
    private static String secretIn(Given file) {
        try {
            Path path = Path.of(file.value());
            if (Files.size(path) > LONGEST_SECRET) {
                throw new ConfigurationException(file.place(), "names a file of more than 64 KiB");
            }
            String secret = Files.readString(path, StandardCharsets.UTF_8).strip();
            if (secret.isEmpty()) {
                throw new ConfigurationException(file.place(), "names a file that is empty");
            }
            return secret;
        } catch (CharacterCodingException notText) {
            throw new ConfigurationException(file.place(), "names a file that is not UTF-8");
        } catch (IOException | InvalidPathException unreadable) {
            throw new ConfigurationException(
                    file.place(),
                    "names a file that cannot be read (" + unreadable.getClass().getSimpleName() + ")");
        }
    }
}
