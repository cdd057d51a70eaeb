// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** A failure that several callers share is the same for each of them, in an exception of their own. */
class StorageExceptionCopyTest {

    private final Throwable cause = new IllegalStateException("native");

    /** Each kind there is, found by the compiler's own list. */
    private static Stream<Class<?>> kinds(Class<?> kind) {
        return kind.isSealed()
                ? Arrays.stream(kind.getPermittedSubclasses()).flatMap(StorageExceptionCopyTest::kinds)
                : Stream.of(kind);
    }

    @TestFactory
    Stream<DynamicTest> copy_ofEachKind_tellsTheSameInAnotherException() {
        assertThat(kinds(StorageException.class)).contains(UniqueViolationException.class, UsageException.class);
        return kinds(StorageException.class)
                .flatMap(kind -> Arrays.stream(kind.getConstructors()))
                .map(constructor -> DynamicTest.dynamicTest(constructor.toString(), () -> assertCopied(constructor)));
    }

    private void assertCopied(Constructor<?> constructor) throws ReflectiveOperationException {
        StorageException failure = (StorageException) constructor.newInstance(arguments(constructor));
        assertEqual(failure, failure.copy());
        failure.locate("Backend", "put in collection notes");
        failure.addSuppressed(new IllegalStateException("closing"));
        StorageException copy = failure.copy();
        assertEqual(failure, copy);
        copy.addSuppressed(new IllegalStateException("of one caller"));
        assertThat(failure.getSuppressed()).hasSize(1);
    }

    private static void assertEqual(StorageException failure, StorageException copy)
            throws ReflectiveOperationException {
        assertThat(copy).isNotSameAs(failure).hasSameClassAs(failure).hasMessage(failure.getMessage());
        assertThat(copy.getCause()).isSameAs(failure.getCause());
        assertThat(copy.getSuppressed()).isEqualTo(failure.getSuppressed());
        assertThat(copy.getStackTrace()).isEqualTo(failure.getStackTrace());
        for (Class<?> type = failure.getClass(); type != RuntimeException.class; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers())) {
                    field.setAccessible(true);
                    assertThat(field.get(copy)).as(field.getName()).isEqualTo(field.get(failure));
                }
            }
        }
    }

    /** Arguments of which no two are equal, and none is what a field has without one. */
    private Object[] arguments(Constructor<?> constructor) {
        List<Object> arguments = new ArrayList<>();
        for (Class<?> type : constructor.getParameterTypes()) {
            int at = arguments.size();
            if (type == String.class) {
                arguments.add("text" + at);
            } else if (type == Throwable.class) {
                arguments.add(cause);
            } else if (type == boolean.class) {
                arguments.add(true);
            } else if (type == int.class) {
                arguments.add(7 + at);
            } else if (type == Instant.class) {
                arguments.add(Instant.EPOCH.plusSeconds(at));
            } else if (type == long.class) {
                arguments.add(7L + at);
            } else if (type.isEnum()) {
                Object[] values = type.getEnumConstants();
                arguments.add(values[values.length - 1]);
            } else {
                throw new IllegalArgumentException(constructor + " has a parameter of type " + type);
            }
        }
        return arguments.toArray();
    }
}
