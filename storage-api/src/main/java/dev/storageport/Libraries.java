// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.github.luben.zstd.util.ZstdVersion;
import dev.storageport.port.LibraryVersion;
import java.util.List;
import org.slf4j.Logger;

/** What every storage stands on, and the oldest versions of it. Jackson's parts are looked at each, because builds mix them. */
final class Libraries {

    private static final String JACKSON = "2.18.2";
    private static final String OF_JACKSON =
            "set the property jackson-bom.version, or jackson-2-bom.version from Spring Boot 4 on";

    private static final String SLF4J = "org.slf4j:slf4j-api";

    static final List<LibraryVersion> NEEDED = List.of(
            jackson("core:jackson-core", () -> new JsonFactory().version().toString()),
            jackson("core:jackson-databind", () -> new ObjectMapper().version().toString()),
            jackson(
                    "datatype:jackson-datatype-jdk8",
                    () -> new Jdk8Module().version().toString()),
            jackson(
                    "datatype:jackson-datatype-jsr310",
                    () -> new JavaTimeModule().version().toString()),
            new LibraryVersion(
                    "com.github.luben:zstd-jni",
                    "1.5.5-11",
                    "it is a dependency to be declared, because none is managed",
                    LibraryVersion.constant(ZstdVersion.class, "VERSION")),
            new LibraryVersion(
                    SLF4J, "2.0.0", "set the property slf4j.version", LibraryVersion.inJar(Logger.class, SLF4J)));

    private Libraries() {}

    private static LibraryVersion jackson(String artifact, LibraryVersion.Search search) {
        return new LibraryVersion("com.fasterxml.jackson." + artifact, JACKSON, OF_JACKSON, search);
    }

    /**
     * Refuses versions that are too old.
     *
     * @throws ConfigurationException if there is one
     */
    static void require() {
        NEEDED.forEach(LibraryVersion::require);
    }
}
