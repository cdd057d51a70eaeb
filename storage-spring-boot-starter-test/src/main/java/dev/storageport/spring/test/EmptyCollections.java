// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.spring.test;

import dev.storageport.CollectionSpec;
import dev.storageport.Storage;
import dev.storageport.fake.FakeDatabase;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestContextAnnotationUtils;
import org.springframework.test.context.TestExecutionListener;

/**
 * Empties every collection after each method of a {@link StorageTest}: contexts are shared by test classes, and a test is not to find what another
 * one left. Before that, what was scripted to fail and did not is forgotten.
 */
final class EmptyCollections implements TestExecutionListener {

    /** Called by Spring. */
    EmptyCollections() {}

    @Override
    public void afterTestMethod(TestContext test) {
        if (TestContextAnnotationUtils.hasAnnotation(test.getTestClass(), StorageTest.class)
                && test.hasApplicationContext()) {
            ApplicationContext context = test.getApplicationContext();
            context.getBean(FakeDatabase.class).faults().clear();
            Storage storage = context.getBean(Storage.class);
            for (CollectionSpec<?> spec :
                    context.getBeansOfType(CollectionSpec.class).values()) {
                storage.collection(spec).clear();
            }
        }
    }
}
