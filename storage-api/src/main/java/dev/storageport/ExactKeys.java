// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.ser.Serializers;
import java.io.IOException;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.net.URL;
import java.util.Currency;
import java.util.Date;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Refuses keys of maps that would be read as others. Jackson writes any object as a key, by its {@code toString}. */
final class ExactKeys extends Serializers.Base {

    /** Types of keys that do not tell what is read back, which is a text. */
    private static final Set<Class<?>> OPEN =
            Set.of(Object.class, Serializable.class, Comparable.class, CharSequence.class);

    /** Types of the JDK that are kept as keys, beside enums and {@code java.time}. */
    private static final Set<Class<?>> KEPT = Set.of(
            String.class,
            Byte.class,
            Short.class,
            Integer.class,
            Long.class,
            Float.class,
            Double.class,
            Boolean.class,
            Character.class,
            BigInteger.class,
            BigDecimal.class,
            Date.class,
            UUID.class,
            URI.class,
            URL.class,
            Class.class,
            Currency.class,
            Locale.class);

    @Override
    public @Nullable JsonSerializer<?> findSerializer(
            SerializationConfig config, JavaType type, BeanDescription description) {
        Class<?> raw = type.getRawClass();
        if (OPEN.contains(raw)) {
            return new TextKey();
        }
        boolean kept = raw.isEnum()
                || raw == Enum.class
                || KEPT.contains(raw)
                || raw.getPackageName().equals("java.time");
        return raw.isArray() || (ExactTypes.isOfTheJdk(raw) && !kept)
                ? new ExactTypes.Refusing(
                        "has a key of type " + raw.getTypeName() + ", which would come back as another")
                : null;
    }

    /** Writes keys that are texts. */
    private static final class TextKey extends JsonSerializer<Object> {

        @Override
        public void serialize(Object key, JsonGenerator out, SerializerProvider provider) throws IOException {
            if (!(key instanceof String text)) {
                throw new RefusedValueException(
                        "has a key of type " + key.getClass().getName() + ", which would come back as a text");
            }
            out.writeFieldName(text);
        }
    }
}
