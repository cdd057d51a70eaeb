// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.AbstractDeserializer;
import com.fasterxml.jackson.databind.deser.BeanDeserializerBase;
import com.fasterxml.jackson.databind.deser.DefaultDeserializationContext;
import com.fasterxml.jackson.databind.deser.SettableBeanProperty;
import com.fasterxml.jackson.databind.deser.ValueInstantiator;
import com.fasterxml.jackson.databind.deser.std.ContainerDeserializerBase;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.node.TreeTraversingParser;
import com.fasterxml.jackson.databind.ser.BeanPropertyWriter;
import com.fasterxml.jackson.databind.ser.PropertyWriter;
import com.fasterxml.jackson.databind.ser.std.BeanSerializerBase;
import java.io.IOException;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds out, without a value, whether a mapper can read what it writes of a declared type: by following, member by member, what it would write
 * with and what it would read with. Places where the JSON tells the class are left to the first value of each class, and so is what a
 * serializer of the application writes.
 */
final class ReadableType {

    private final ObjectMapper mapper;
    private final DeserializationContext reading;
    private final SerializerProvider writing;

    /** Whether members are asked for that the reader does not know: programs that only read need not care. */
    private final boolean forWriting;

    private final Set<JavaType> seen = new HashSet<>();

    private ReadableType(ObjectMapper mapper, boolean forWriting) throws IOException {
        this.mapper = mapper;
        this.forWriting = forWriting;
        this.writing = mapper.getSerializerProviderInstance();
        this.reading = context(mapper, mapper.getNodeFactory().objectNode().traverse(mapper));
    }

    private static DeserializationContext context(ObjectMapper mapper, JsonParser parser) {
        DeserializationConfig config = mapper.getDeserializationConfig();
        return ((DefaultDeserializationContext) mapper.getDeserializationContext())
                .createInstance(config, parser, mapper.getInjectableValues());
    }

    /** Returns why no value, or none with a certain member, can be read; null if that is not known of the type. */
    static @Nullable MappingFailure unreadable(ObjectMapper mapper, JavaType type) {
        return failure(mapper, type, false);
    }

    /** Returns also why a value that is written could not be read. */
    static @Nullable MappingFailure unreadableWhenWritten(ObjectMapper mapper, JavaType type) {
        return failure(mapper, type, true);
    }

    private static @Nullable MappingFailure failure(ObjectMapper mapper, JavaType type, boolean forWriting) {
        return failure(() -> {
            ReadableType walk = new ReadableType(mapper, forWriting);
            walk.value(walk.reading.findRootValueDeserializer(type), walk.serializer(type), type, "");
        });
    }

    /** Returns why no value of exactly this class can be read, whatever tells its class; null if that is not known. */
    static @Nullable MappingFailure unreadable(ObjectMapper mapper, Class<?> type) {
        return failure(() -> {
            ReadableType walk = new ReadableType(mapper, false);
            JavaType exactly = mapper.constructType(type);
            if (walk.reading.findContextualValueDeserializer(exactly, null) instanceof BeanDeserializerBase bean) {
                requireCreator(bean, walk.serializer(exactly), exactly, "");
            }
        });
    }

    private interface Walk {
        void run() throws IOException;
    }

    private static @Nullable MappingFailure failure(Walk walk) {
        try {
            walk.run();
            return null;
        } catch (MappingFailure.Unreadable unreadable) {
            return unreadable.failure();
        } catch (IOException | IllegalArgumentException unusable) {
            return MappingFailure.ofDefinition(unusable);
        }
    }

    /** Follows a value; what takes its place where it is read and written is known. */
    private void value(
            @Nullable JsonDeserializer<?> found, @Nullable JsonSerializer<?> serializer, JavaType type, String path)
            throws IOException {
        JsonDeserializer<?> reader = found;
        while (reader != null && reader.getDelegatee() != null) {
            reader = reader.getDelegatee();
        }
        if (reader instanceof ContainerDeserializerBase<?> container) {
            content(container.getContentDeserializer(), type.getContentType(), path);
        } else if (type.isReferenceType()) {
            content(null, type.getContentType(), path);
        } else if (ExactTypes.isOfTheJdk(type.getRawClass())) {
            return; // the table of values says which
        } else if (reader instanceof AbstractDeserializer && reader.getObjectIdReader() == null) {
            throw new MappingFailure.Unreadable(MappingFailure.abstractType(MappingFailure.place(path), type));
        } else if (reader instanceof BeanDeserializerBase bean && seen.add(type)) {
            object(bean, serializer, type, path);
        }
    }

    private void content(@Nullable JsonDeserializer<?> found, @Nullable JavaType content, String path)
            throws IOException {
        if (content == null || tellsItsClass(content)) {
            return;
        }
        JsonDeserializer<?> reader = found == null ? reading.findRootValueDeserializer(content) : found;
        value(reader, serializer(content), content, path + "/*");
    }

    private boolean tellsItsClass(JavaType type) throws JsonMappingException {
        return type.getTypeHandler() != null
                || reading.getFactory().findTypeDeserializer(reading.getConfig(), type) != null;
    }

    private void object(BeanDeserializerBase reader, @Nullable JsonSerializer<?> serializer, JavaType type, String path)
            throws IOException {
        requireCreator(reader, serializer, type, path);
        if (serializer instanceof BeanSerializerBase bean) {
            for (Iterator<PropertyWriter> members = bean.properties(); members.hasNext(); ) {
                member(reader, members.next(), type, path);
            }
        }
    }

    private static void requireCreator(
            BeanDeserializerBase reader, @Nullable JsonSerializer<?> serializer, JavaType type, String path)
            throws MappingFailure.Unreadable {
        ValueInstantiator creator = reader.getValueInstantiator();
        boolean creates = serializer instanceof BeanSerializerBase
                ? creator.canCreateUsingDefault()
                        || creator.canCreateFromObjectWith()
                        || creator.canCreateUsingDelegate()
                        || creator.canCreateUsingArrayDelegate()
                : creator.canInstantiate();
        if (!creates && !Throwable.class.isAssignableFrom(type.getRawClass())) {
            throw new MappingFailure.Unreadable(MappingFailure.noCreator(MappingFailure.place(path), type));
        }
    }

    private void member(BeanDeserializerBase reader, PropertyWriter writer, JavaType type, String path)
            throws IOException {
        if (!(writer instanceof BeanPropertyWriter member) || member.isUnwrapping()) {
            return;
        }
        String place = path + "/" + member.getName();
        SettableBeanProperty read = reader.findProperty(member.getName());
        if (read == null) {
            if (forWriting && refuses(reader, member.getName())) {
                throw new MappingFailure.Unreadable(
                        MappingFailure.unknownMember(MappingFailure.place(place), type.getRawClass()));
            }
        } else if (!read.hasValueTypeDeserializer() && read.getValueDeserializer() != null) {
            JsonSerializer<?> chosen = member.getSerializer();
            value(
                    read.getValueDeserializer(),
                    chosen == null ? serializer(read.getType()) : chosen,
                    read.getType(),
                    place);
        }
    }

    /** What writes values of a type; null if nothing does, which is nothing that a program that only reads has to know. */
    private @Nullable JsonSerializer<?> serializer(JavaType type) throws JsonMappingException {
        try {
            return writing.findValueSerializer(type, null);
        } catch (JsonMappingException unwritable) {
            if (MappingFailure.isInaccessible(unwritable)) {
                throw unwritable;
            }
            return null;
        }
    }

    /**
     * Asks a reader for an object with nothing but this member. Annotations, features, handlers and subclasses of readers decide what becomes
     * of a member that is not known, and only the reader knows all of them.
     */
    private boolean refuses(BeanDeserializerBase reader, String member) throws IOException {
        try (JsonParser parser =
                new TreeTraversingParser(mapper.getNodeFactory().objectNode().putNull(member), mapper)) {
            parser.nextToken();
            reader.deserialize(parser, context(mapper, parser));
            return false;
        } catch (UnrecognizedPropertyException unknown) {
            return unknown.getPath().size() == 1 && member.equals(unknown.getPropertyName());
        } catch (IOException | RuntimeException another) {
            return false; // it misses the other members, so this says nothing; the first value will tell
        }
    }
}
