// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Declared types that do not tell what is read back: a member of type {@code Object} takes a set and gives a list. A value that its declared
 * type would turn into another is refused. Declared types that tell, nearly all, are not looked into.
 */
final class OpenTypes {

    private static final Set<Class<?>> UNTYPED = Set.of(Object.class, Serializable.class, Comparable.class);
    private static final Set<Class<?>> OPTIONALS =
            Set.of(Optional.class, OptionalInt.class, OptionalLong.class, OptionalDouble.class);

    /** What is read of a number without a declared type is equal to each of these as a number. */
    private static final Set<Class<?>> NUMBERS = Set.of(
            Byte.class,
            Short.class,
            Integer.class,
            Long.class,
            BigInteger.class,
            Float.class,
            Double.class,
            BigDecimal.class);

    static final String NULL_OPTIONAL = "is a null where there should be an empty Optional, which would come back";

    private OpenTypes() {}

    static boolean isOptional(JavaType declared) {
        return OPTIONALS.contains(declared.getRawClass());
    }

    /** Returns whether values of this declared type have to be looked at. */
    static boolean isOpen(JavaType declared) {
        Class<?> raw = declared.getRawClass();
        if (UNTYPED.contains(raw) || raw == Number.class || raw == CharSequence.class || raw == Date.class) {
            return true;
        }
        JavaType content = content(declared);
        boolean ofTheJdk = raw.isArray() || ExactTypes.isOfTheJdk(raw);
        if (content == null || !ofTheJdk) {
            return false;
        }
        return raw == Collection.class
                || raw == Iterable.class
                || isSorted(raw)
                || isOptional(content)
                || isOpen(content);
    }

    /** Jackson knows no content of an Iterable. */
    private static @Nullable JavaType content(JavaType declared) {
        return declared.hasRawClass(Iterable.class) ? declared.containedTypeOrUnknown(0) : declared.getContentType();
    }

    private static boolean isSorted(Class<?> raw) {
        return SortedSet.class.isAssignableFrom(raw) || SortedMap.class.isAssignableFrom(raw);
    }

    /** Refuses a value of an open type that would come back as another. */
    static void check(JavaType declared, @Nullable Object value) throws JsonMappingException {
        check(declared, value, 0);
    }

    private static void check(JavaType declared, @Nullable Object value, int depth) throws JsonMappingException {
        if (depth > Limits.JSON_DEPTH) {
            return; // refused for that, perhaps because it holds itself
        }
        Class<?> raw = declared.getRawClass();
        if (value == null) {
            if (isOptional(declared)) {
                throw new RefusedValueException(NULL_OPTIONAL);
            }
        } else if (UNTYPED.contains(raw)) {
            untyped(declared, value, depth);
        } else if (content(declared) != null) {
            contents(declared, value, depth);
        } else if (!keepsItsType(raw, value)) {
            throw changing(value, raw);
        }
    }

    private static boolean keepsItsType(Class<?> raw, Object value) {
        if (raw == Number.class) {
            return NUMBERS.contains(value.getClass());
        }
        return raw == CharSequence.class
                ? value instanceof String
                : raw != Date.class || value.getClass() == Date.class;
    }

    private static void untyped(JavaType declared, Object value, int depth) throws JsonMappingException {
        if (value instanceof List<?> list) {
            elements(declared, list, depth);
        } else if (value instanceof Map<?, ?> map) {
            members(declared, map, depth);
        } else if (!(value instanceof String) && !(value instanceof Boolean) && !NUMBERS.contains(value.getClass())) {
            throw changing(value, declared.getRawClass());
        }
    }

    private static void contents(JavaType declared, Object value, int depth) throws JsonMappingException {
        Class<?> raw = declared.getRawClass();
        JavaType content = Objects.requireNonNull(content(declared));
        if ((raw == Collection.class || raw == Iterable.class) && !(value instanceof List)) {
            throw changing(value, raw);
        }
        if (value instanceof SortedSet<?> set && isSorted(raw)) {
            naturalOrder(set.comparator());
        }
        if (value instanceof SortedMap<?, ?> map && isSorted(raw)) {
            naturalOrder(map.comparator());
        }
        if (!isOptional(content) && !isOpen(content)) {
            return;
        }
        if (value instanceof Map<?, ?> map) {
            members(content, map, depth);
        } else if (value instanceof Iterable<?> all) {
            elements(content, all, depth);
        } else if (value instanceof Object[] all) {
            elements(content, Arrays.asList(all), depth);
        } else if (value instanceof Optional<?> optional) {
            check(content, optional.orElse(null), depth + 1);
        } else if (value instanceof AtomicReference<?> reference) {
            check(content, reference.get(), depth + 1);
        }
    }

    private static void elements(JavaType content, Iterable<?> elements, int depth) throws JsonMappingException {
        int index = 0;
        for (Object element : elements) {
            try {
                check(content, element, depth + 1);
            } catch (JsonMappingException refused) {
                refused.prependPath(elements, index);
                throw refused;
            }
            index++;
        }
    }

    private static void members(JavaType content, Map<?, ?> members, int depth) throws JsonMappingException {
        for (Map.Entry<?, ?> member : members.entrySet()) {
            try {
                check(content, member.getValue(), depth + 1);
            } catch (JsonMappingException refused) {
                refused.prependPath(members, String.valueOf(member.getKey()));
                throw refused;
            }
        }
    }

    private static void naturalOrder(@Nullable Comparator<?> comparator) throws RefusedValueException {
        if (comparator != null && !comparator.equals(Comparator.naturalOrder())) {
            throw new RefusedValueException(
                    "is sorted by a comparator, which is not stored; declare the member as a list, or as a"
                            + " set or map that is not sorted");
        }
    }

    private static RefusedValueException changing(Object value, Class<?> declared) {
        return new RefusedValueException("is a " + value.getClass().getName() + " in a place of type "
                + declared.getName() + ", and would come back as another type; declare the type that it has");
    }
}
