// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.type.WritableTypeId;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.Serializers;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.type.CollectionType;
import com.fasterxml.jackson.databind.type.MapType;
import com.fasterxml.jackson.databind.type.ReferenceType;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Calendar;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.Locale;
import java.util.Queue;
import java.util.TimeZone;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.BaseStream;
import org.jspecify.annotations.Nullable;

/**
 * Makes every type of the JDK that Jackson maps come back equal, or refuses it: where Jackson's own way of writing loses something that can
 * be written, it is written otherwise. The table of {@code docs/values.md} says what holds for each type.
 */
final class ExactTypes extends SimpleModule {

    private static final long serialVersionUID = 1L;

    static final String ID = "dev.storageport.exact-types";

    ExactTypes() {
        super(ID);
        addDeserializer(Path.class, new OfText<>(Path.class, Path::of));
        addDeserializer(File.class, new OfText<>(File.class, File::new));
        addDeserializer(InetSocketAddress.class, new OfText<>(InetSocketAddress.class, ExactTypes::socketAddress));
        setSerializerModifier(new ExactBeans());
    }

    @Override
    public Object getTypeId() {
        return ID;
    }

    @Override
    public void setupModule(SetupContext context) {
        super.setupModule(context);
        context.addSerializers(new ExactSerializers());
        context.addKeySerializers(new ExactKeys());
    }

    /** Returns whether a class is one of the JDK's own. */
    static boolean isOfTheJdk(Class<?> type) {
        String module = type.getModule().getName();
        return module != null && (module.startsWith("java.") || module.startsWith("jdk."));
    }

    /** What is written in another way than Jackson's, or not at all. */
    private static final class ExactSerializers extends Serializers.Base {

        @Override
        public @Nullable JsonSerializer<?> findSerializer(
                SerializationConfig config, JavaType type, BeanDescription description) {
            Class<?> raw = type.getRawClass();
            if (!isOfTheJdk(raw)) {
                return null;
            }
            String refused = refused(raw);
            return refused == null ? text(raw) : new Refusing(refused);
        }

        private static @Nullable String refused(Class<?> raw) {
            if (Calendar.class.isAssignableFrom(raw) || isXmlCalendar(raw)) {
                return "is a " + raw.getName() + ", whose time zone and calendar would be lost; use ZonedDateTime";
            }
            if (raw.getName().startsWith("java.sql.")) {
                return "is a " + raw.getName()
                        + ", of which parts would be lost; use Instant, LocalDate, LocalTime or byte[]";
            }
            boolean readOnce = Iterator.class.isAssignableFrom(raw) || BaseStream.class.isAssignableFrom(raw);
            boolean cannotBeRead = raw.getName().startsWith("java.util.concurrent.atomic.")
                    && !raw.getSimpleName().startsWith("Atomic");
            return readOnce || cannotBeRead ? unreadable(raw) : null;
        }

        private static boolean isXmlCalendar(Class<?> raw) {
            return raw.getName().endsWith(".XMLGregorianCalendar")
                    || raw.getName().endsWith(".XMLGregorianCalendarImpl");
        }

        private static @Nullable JsonSerializer<?> text(Class<?> raw) {
            if (raw == Pattern.class) {
                return new Text<>(Pattern.class, ExactSerializers::pattern);
            } else if (raw == File.class) {
                return new Text<>(File.class, File::getPath); // Jackson makes it absolute
            } else if (Path.class.isAssignableFrom(raw)) {
                return new Text<>(Path.class, ExactSerializers::path);
            } else if (TimeZone.class.isAssignableFrom(raw)) {
                return new Text<>(TimeZone.class, ExactSerializers::timeZone);
            } else if (InetAddress.class.isAssignableFrom(raw)) {
                return new Text<>(InetAddress.class, ExactSerializers::address);
            } else if (raw == InetSocketAddress.class) {
                return new Text<>(InetSocketAddress.class, ExactSerializers::socketAddress);
            }
            return null;
        }

        private static String pattern(Pattern pattern) throws RefusedValueException {
            if (Pattern.compile(pattern.pattern()).flags() != pattern.flags()) {
                throw new RefusedValueException(
                        "is a pattern with flags, which would be lost; write them into it, as in (?i)");
            }
            return pattern.pattern();
        }

        private static String path(Path path) throws RefusedValueException {
            if (!path.getFileSystem().equals(FileSystems.getDefault())) {
                throw new RefusedValueException("is a path of another file system, which would be lost; use URI");
            }
            return path.toString();
        }

        private static String timeZone(TimeZone zone) throws RefusedValueException {
            if (!TimeZone.getTimeZone(zone.getID()).equals(zone)) {
                throw new RefusedValueException(
                        "is a time zone with rules of its own, which would be lost; use ZoneId");
            }
            return zone.getID();
        }

        private static String address(InetAddress address) throws RefusedValueException {
            String text = address.getHostAddress(); // a host's name would be looked up when it is read
            if (text.indexOf('%') >= 0) {
                throw new RefusedValueException(
                        "is an address of one network interface, which other machines do not have; use a text");
            }
            return text;
        }

        private static String socketAddress(InetSocketAddress address) throws RefusedValueException {
            if (!address.isUnresolved()) {
                throw new RefusedValueException(
                        "is a resolved address, and would come back unresolved; use InetSocketAddress.createUnresolved");
            }
            return address.getHostString() + ":" + address.getPort();
        }

        @Override
        public @Nullable JsonSerializer<?> findMapSerializer(
                SerializationConfig config,
                MapType type,
                BeanDescription description,
                @Nullable JsonSerializer<Object> keySerializer,
                @Nullable TypeSerializer elementTypeSerializer,
                @Nullable JsonSerializer<Object> elementSerializer) {
            return IdentityHashMap.class.isAssignableFrom(type.getRawClass())
                    ? new Refusing("is an IdentityHashMap, whose keys would be others; use another map")
                    : null;
        }

        /** Queues that order, or delay, what they hold by more than when it came. */
        @Override
        public @Nullable JsonSerializer<?> findCollectionSerializer(
                SerializationConfig config,
                CollectionType type,
                BeanDescription description,
                @Nullable TypeSerializer elementTypeSerializer,
                @Nullable JsonSerializer<Object> elementSerializer) {
            String name = type.getRawClass().getSimpleName().toLowerCase(Locale.ROOT);
            return Queue.class.isAssignableFrom(type.getRawClass())
                            && isOfTheJdk(type.getRawClass())
                            && (name.contains("priority") || name.contains("delay"))
                    ? new Refusing("is a " + type.getRawClass().getName() + ", whose order would be lost; use a list")
                    : null;
        }

        @Override
        public @Nullable JsonSerializer<?> findReferenceSerializer(
                SerializationConfig config,
                ReferenceType type,
                BeanDescription description,
                @Nullable TypeSerializer contentTypeSerializer,
                @Nullable JsonSerializer<Object> contentSerializer) {
            JavaType content = type.getContentType();
            boolean nested = OpenTypes.isOptional(content) || content.hasRawClass(AtomicReference.class);
            return nested && (OpenTypes.isOptional(type) || type.hasRawClass(AtomicReference.class))
                    ? new Refusing("is an Optional of an Optional, of which one would be lost; use one")
                    : null;
        }
    }

    static String unreadable(Class<?> type) {
        return "is a " + type.getName()
                + ", which cannot be read back; use a type of your own, or one of docs/values.md";
    }

    /** A value as text. */
    private interface ToText<T> {
        String of(T value) throws RefusedValueException;
    }

    /** Writes a value as text. */
    private static final class Text<T> extends StdSerializer<T> {

        private static final long serialVersionUID = 1L;

        private final transient ToText<T> text;

        Text(Class<T> type, ToText<T> text) {
            super(type);
            this.text = text;
        }

        @Override
        public void serialize(T value, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeString(text.of(value));
        }

        @Override
        public void serializeWithType(T value, JsonGenerator out, SerializerProvider provider, TypeSerializer type)
                throws IOException {
            WritableTypeId id = type.writeTypePrefix(out, type.typeId(value, handledType(), JsonToken.VALUE_STRING));
            serialize(value, out, provider);
            type.writeTypeSuffix(out, id);
        }
    }

    /** Writes nothing and says why. */
    static final class Refusing extends StdSerializer<Object> {

        private static final long serialVersionUID = 1L;

        private final String problem;

        Refusing(String problem) {
            super(Object.class);
            this.problem = problem;
        }

        @Override
        public void serialize(Object value, JsonGenerator out, SerializerProvider provider) throws IOException {
            throw new RefusedValueException(problem);
        }

        @Override
        public void serializeWithType(Object value, JsonGenerator out, SerializerProvider provider, TypeSerializer type)
                throws IOException {
            throw new RefusedValueException(problem);
        }
    }

    /** Reads what {@link Text} wrote; of these types Jackson takes some texts for another value. */
    private static final class OfText<T> extends FromStringDeserializer<T> {

        private static final long serialVersionUID = 1L;

        private final transient Function<String, T> value;

        OfText(Class<T> type, Function<String, T> value) {
            super(type);
            this.value = value;
        }

        @Override
        protected T _deserialize(String text, DeserializationContext context) {
            return value.apply(text); // what it throws of a malformed text becomes Jackson's own error
        }

        @Override
        protected Object _deserializeFromEmptyString(DeserializationContext context) {
            return value.apply("");
        }
    }

    private static InetSocketAddress socketAddress(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("without a port");
        }
        return InetSocketAddress.createUnresolved(
                text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    }
}
