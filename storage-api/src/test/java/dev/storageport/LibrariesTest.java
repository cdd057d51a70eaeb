// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.port.LibraryVersion;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The versions that are refused are those that the build tests with, and each is really found. */
final class LibrariesTest {

    static List<LibraryVersion> needed() {
        return Libraries.NEEDED;
    }

    @ParameterizedTest
    @MethodSource("needed")
    void oldest_isWhatTheBuildTestsWith(LibraryVersion library) {
        assertThat(System.getProperty("storageport.oldest").split("\\s+"))
                .contains(library.artifact() + ":" + library.oldest());
    }

    @ParameterizedTest
    @MethodSource("needed")
    void version_ofWhatIsLoaded_isFound(LibraryVersion library) {
        assertThat(library.found()).matches("\\d+\\.\\d+\\.\\d+.*");
    }
}
