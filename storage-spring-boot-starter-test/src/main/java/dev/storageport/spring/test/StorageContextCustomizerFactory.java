// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.spring.test;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.MergedContextConfiguration;
import org.springframework.test.context.TestContextAnnotationUtils;

/** Narrows the context of a {@link StorageTest}: with what both lines of Spring Boot have, instead of annotations that moved between them. */
final class StorageContextCustomizerFactory implements ContextCustomizerFactory {

    /** Called by Spring. */
    StorageContextCustomizerFactory() {}

    @Override
    public @Nullable ContextCustomizer createContextCustomizer(
            Class<?> testClass, List<ContextConfigurationAttributes> attributes) {
        return TestContextAnnotationUtils.hasAnnotation(testClass, StorageTest.class) ? new Narrowing() : null;
    }

    /** Equal to any other: a context that was narrowed serves every test that wants one. */
    private record Narrowing() implements ContextCustomizer {

        @Override
        public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration configuration) {
            context.getEnvironment()
                    .getPropertySources()
                    .addFirst(new MapPropertySource(
                            "StorageTest", Map.of("spring.boot.enableautoconfiguration", "false")));
            context.getBeanFactory().registerSingleton(StorageTypeFilter.class.getName(), new StorageTypeFilter());
        }
    }
}
