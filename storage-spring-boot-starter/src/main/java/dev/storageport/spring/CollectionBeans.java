// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.spring;

import dev.storageport.CollectionSpec;
import dev.storageport.DocumentCollection;
import dev.storageport.Storage;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.RuntimeBeanReference;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.ResolvableType;

/**
 * Adds a {@link DocumentCollection} for each bean of type {@link CollectionSpec}, of the same document type, so that it is injected where it is asked
 * for. Its name is that of the declaration with {@code Collection} behind it, and the declaration's name is its qualifier. One that the application
 * defines itself goes first.
 */
final class CollectionBeans implements BeanDefinitionRegistryPostProcessor {

    private static final String SUFFIX = "Collection";

    /** Called by Spring for each bean that {@link #definition} describes; by name, so that it survives ahead-of-time processing. */
    static <T> DocumentCollection<T> open(Storage storage, CollectionSpec<T> spec) {
        return storage.collection(spec);
    }

    @Override
    public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
        if (registry instanceof ConfigurableListableBeanFactory factory) {
            for (String spec : factory.getBeanNamesForType(CollectionSpec.class, true, false)) {
                if (!registry.containsBeanDefinition(spec + SUFFIX) && registry.containsBeanDefinition(spec)) {
                    registry.registerBeanDefinition(spec + SUFFIX, definition(spec, factory));
                }
            }
        }
    }

    private static RootBeanDefinition definition(String spec, ConfigurableListableBeanFactory factory) {
        ResolvableType document = declared(factory.getMergedBeanDefinition(spec))
                .as(CollectionSpec.class)
                .getGeneric();
        RootBeanDefinition definition = new RootBeanDefinition(CollectionBeans.class);
        definition.setFactoryMethodName("open");
        definition.getConstructorArgumentValues().addIndexedArgumentValue(0, new RuntimeBeanReference(Storage.class));
        definition.getConstructorArgumentValues().addIndexedArgumentValue(1, new RuntimeBeanReference(spec));
        definition.setTargetType(ResolvableType.forClassWithGenerics(DocumentCollection.class, document));
        definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, spec));
        definition.setFallback(true);
        definition.setRole(BeanDefinition.ROLE_APPLICATION);
        return definition;
    }

    private static ResolvableType declared(BeanDefinition definition) {
        return definition.getResolvableType();
    }
}
