// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.spring.test;

import dev.storageport.spring.StorageAutoConfiguration;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;

/**
 * A test of what stores documents, without the rest of the application: its collections on a storage in memory, and nothing else that is scanned or
 * configured automatically. Each test method finds the collections empty and no fault scripted.
 *
 * <p>In the context are the configuration classes that declare a bean of type {@link dev.storageport.CollectionSpec}, the {@link dev.storageport.Storage}
 * and its {@link dev.storageport.DocumentCollection}s, and the {@link dev.storageport.fake.FakeDatabase} below them, for scripting faults. Components to
 * be tested are added with {@link org.springframework.context.annotation.Import}. If the test has a bean of type
 * {@link dev.storageport.fake.ManualClock}, it is the storage's clock. No property below {@code storage.} is read, since they are for the database
 * that is not there; beans of type {@link dev.storageport.spring.StorageOptionsCustomizer} are called.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.NONE)
@ImportAutoConfiguration({StorageTestAutoConfiguration.class, StorageAutoConfiguration.class})
public @interface StorageTest {}
