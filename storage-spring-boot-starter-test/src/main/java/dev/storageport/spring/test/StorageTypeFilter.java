// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.spring.test;

import dev.storageport.CollectionSpec;
import java.io.IOException;
import org.springframework.boot.context.TypeExcludeFilter;
import org.springframework.context.annotation.Bean;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.core.type.classreading.MetadataReader;
import org.springframework.core.type.classreading.MetadataReaderFactory;

/** Keeps everything out of the context that scanning finds, but for classes that declare a collection. */
final class StorageTypeFilter extends TypeExcludeFilter {

    @Override
    public boolean match(MetadataReader reader, MetadataReaderFactory readers) throws IOException {
        return !declaresCollection(reader.getAnnotationMetadata());
    }

    private static boolean declaresCollection(AnnotationMetadata type) {
        return type.getAnnotatedMethods(Bean.class.getName()).stream()
                .anyMatch(method -> method.getReturnTypeName().equals(CollectionSpec.class.getName()));
    }

    /** Contexts of tests are kept by what makes them, and one filter is as good as another. */
    @Override
    public boolean equals(Object other) {
        return other instanceof StorageTypeFilter;
    }

    @Override
    public int hashCode() {
        return StorageTypeFilter.class.hashCode();
    }
}
