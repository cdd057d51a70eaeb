// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sample;

import dev.storageport.CollectionSpec;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** Starts the service. */
@SpringBootApplication
public class SampleApplication {

    /** Called by Spring. */
    SampleApplication() {}

    // tag::collection[]
    @Bean
    CollectionSpec<Book> books() {
        return BookIndexes.BOOKS;
    }
    // end::collection[]

    /**
     * Starts the service.
     *
     * @param arguments properties, for instance {@code --storage.url=postgres://user:password@host/database}
     */
    public static void main(String[] arguments) {
        SpringApplication.run(SampleApplication.class, arguments);
    }
}
