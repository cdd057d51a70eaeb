// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.spring;

import dev.storageport.CollectionSpec;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** An application with everything that configures itself, and one collection. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class Application {

    /** Any port, and no file of properties that happens to be on the class path. */
    private static final String[] ALWAYS = {"--server.port=0", "--spring.config.name=none"};

    /** A data source that nobody needs here, because Spring's JDBC is on the class path and insists on one. */
    private static final String[] NO_DATABASE = {
        "--spring.datasource.url=jdbc:sqlite::memory:", "--spring.flyway.enabled=false"
    };

    /** Starts the application on a port of its own. */
    public static ConfigurableApplicationContext start(Class<?> more, String... arguments) {
        String[] all = new String[arguments.length + ALWAYS.length];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        System.arraycopy(ALWAYS, 0, all, arguments.length, ALWAYS.length);
        return new SpringApplicationBuilder(Application.class, more).run(all);
    }

    /** Starts the application on a port of its own, with a database of its own for nothing. */
    public static ConfigurableApplicationContext startWithoutDataSource(Class<?> more, String... arguments) {
        String[] all = new String[arguments.length + NO_DATABASE.length];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        System.arraycopy(NO_DATABASE, 0, all, arguments.length, NO_DATABASE.length);
        return start(more, all);
    }

    @Bean
    CollectionSpec<Player> players() {
        return Player.PLAYERS;
    }
}
