// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sample;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.postgresql.Driver;
import org.slf4j.Logger;
import org.springframework.boot.SpringBootVersion;
import org.sqlite.JDBC;

/** The application has the versions that its Spring Boot manages, so that what is shown here is what a user gets; but for the one property. */
class BootVersionsTest {

    private static final String SQLITE_OF_THE_LIBRARY = "3.54.1.0";

    @Test
    void classPath_hasTheVersionsThatBootManages() throws Exception {
        assertThat(SpringBootVersion.getVersion()).isEqualTo(System.getProperty("boot.version"));
        assertThat(version(Driver.class)).isEqualTo(managed("postgresql"));
        assertThat(version(HikariDataSource.class)).isEqualTo(managed("hikaricp"));
        assertThat(version(ObjectMapper.class))
                .isEqualTo(
                        SpringBootVersion.getVersion().startsWith("3.")
                                ? managed("jackson-bom")
                                : managed("jackson-2-bom"));
        assertThat(version(MeterRegistry.class)).isEqualTo(managed("micrometer"));
        assertThat(version(Logger.class)).isEqualTo(managed("slf4j"));
        assertThat(version(Test.class)).isEqualTo(managed("junit-jupiter"));
    }

    /** When Boot's is new enough, this fails, and the property and what is said of it can go. */
    @Test
    void sqlite_isTheOnePropertyThatAnApplicationSets() throws Exception {
        assertThat(version(JDBC.class)).isEqualTo(SQLITE_OF_THE_LIBRARY).isNotEqualTo(managed("sqlite-jdbc"));
        assertThat(managed("sqlite-jdbc")).isLessThan("3.51.3");
    }

    private static String version(Class<?> type) throws Exception {
        Path jar =
                Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        return jar.getName(jar.getNameCount() - 2).toString();
    }

    private static String managed(String property) throws Exception {
        String bom = Files.readString(Path.of(System.getProperty("boot.dependencies")));
        Matcher found = Pattern.compile("<" + property + ".version>([^<]+)<").matcher(bom);
        assertThat(found.find())
                .as("%s.version in the versions of Spring Boot", property)
                .isTrue();
        return found.group(1);
    }
}
