// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.spring;

import dev.storageport.ConfigurationException;
import dev.storageport.SchemaException;
import dev.storageport.StorageException;
import dev.storageport.StorageUnavailableException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in two sentences, instead of a stack trace, why an application does not start whose storage does not open. */
final class StorageFailureAnalyzer extends AbstractFailureAnalyzer<StorageException> {

    /** Called by Spring Boot. */
    StorageFailureAnalyzer() {}

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, StorageException cause) {
        return new FailureAnalysis("The storage does not open: " + cause.getMessage(), action(cause), cause);
    }

    private static String action(StorageException cause) {
        if (cause instanceof ConfigurationException) {
            return "Correct the property or the dependency that is named. All properties are below 'storage.'.";
        }
        if (cause instanceof SchemaException) {
            return "Let the storage create what is missing (storage.schema-mode=migrate), or run what Storage.ddl prints as administrator.";
        }
        if (cause instanceof StorageUnavailableException) {
            return "Start the database, or correct 'storage.url'.";
        }
        return "Repair what is named, then start again.";
    }
}
