// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import java.io.IOException;
import java.lang.reflect.Type;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Maps the values of one collection to canonical JSON and back. */
final class JsonCodec<T> {

    private static final int READ_BACK = 8;

    private final String collection;
    private final CanonicalMapper writer;
    private final StoredJsonFactory parsers = new StoredJsonFactory();
    private final ObjectReader reader;
    private final ObjectMapper mapper;
    private final JavaType type;

    /** Whether values are to be looked at as those of members are: the library's own mapper has no place for it. */
    private final boolean isOpen;

    /**
     * How many more values are read back before they are stored, whatever their classes are, so that what depends on values, as serializers of
     * the application do, is noticed when it is new.
     */
    private final AtomicInteger unproven = new AtomicInteger(READ_BACK);

    /**
     * Finds out what can be known of the type without a value.
     *
     * @throws MappingException if no value of the type can be read
     */
    JsonCodec(String collection, Type type, ObjectMapper mapper) {
        this.collection = collection;
        this.mapper = mapper;
        this.type = mapper.constructType(type);
        this.writer = new CanonicalMapper(
                mapper.writerFor(this.type).without(JsonWriteFeature.WRITE_NAN_AS_STRINGS.mappedFeature()),
                document -> readBack(document.json()));
        this.reader = mapper.readerFor(this.type).with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
        this.isOpen = mapper.getRegisteredModuleIds().contains(ExactTypes.ID)
                && mapper.getSerializationConfig().getDefaultTyper(this.type) == null
                && OpenTypes.isOpen(this.type);
        MappingFailure unreadable = ReadableType.unreadable(mapper, this.type);
        if (unreadable != null) {
            throw MappingException.refused(collection, null, typeName(), unreadable);
        }
    }

    private String typeName() {
        return type.toCanonical();
    }

    /**
     * Returns the canonical JSON of a value.
     *
     * @param document names the document in messages
     * @param key its key
     */
    CanonicalText encode(String document, String key, T value) {
        if (value == null) {
            throw new InvalidValueException(document, "the value is null");
        }
        try {
            if (isOpen) {
                OpenTypes.check(type, value);
            }
            CanonicalText canonical = writer.write(document, value);
            if (unproven.get() > 0) {
                prove(canonical);
            }
            return canonical;
        } catch (MappingFailure.Unreadable unreadable) {
            throw MappingException.refused(collection, key, typeName(), unreadable.failure());
        } catch (RefusedValueException refused) {
            throw new InvalidValueException(document + MappingFailure.place(refused), refused.getOriginalMessage());
        } catch (StreamConstraintsException tooDeep) {
            throw new LimitExceededException(document, Limits.JSON_DEPTH, "levels of nested JSON");
        } catch (JsonProcessingException unmappable) {
            if (unmappable.getCause() instanceof StreamConstraintsException) {
                throw new LimitExceededException(document, Limits.JSON_DEPTH, "levels of nested JSON");
            }
            if (MappingFailure.isInaccessible(unmappable)) {
                throw MappingException.refused(collection, key, typeName(), MappingFailure.of(unmappable));
            }
            throw new InvalidValueException(
                    document + MappingFailure.place(unmappable),
                    "cannot be mapped to JSON",
                    MappingFailure.applicationError(unmappable));
        }
    }

    private void prove(CanonicalText document) throws MappingFailure.Unreadable {
        if (unproven.get() == READ_BACK) {
            MappingFailure unreadable = ReadableType.unreadableWhenWritten(mapper, type);
            if (unreadable != null) {
                throw new MappingFailure.Unreadable(unreadable);
            }
        }
        readBack(document.json());
        unproven.decrementAndGet();
    }

    private void readBack(String json) throws MappingFailure.Unreadable {
        try (JsonParser parser = parser(json)) {
            reader.<T>readValue(parser);
        } catch (IOException unreadable) {
            throw new MappingFailure.Unreadable(failure(unreadable));
        }
    }

    /** Classifies a failure to read, after a look at whether any JSON of that class could be read: Jackson's exceptions do not tell. */
    private MappingFailure failure(IOException thrown) {
        MappingFailure failure = MappingFailure.of(thrown);
        Class<?> target = target(thrown);
        if (target == null || ExactTypes.isOfTheJdk(target)) {
            return failure;
        }
        MappingFailure always = ReadableType.unreadable(mapper, target);
        return always == null
                ? failure
                : new MappingFailure(always.reason(), failure.place(), always.problem(), failure.cause());
    }

    private static @Nullable Class<?> target(IOException thrown) {
        if (thrown instanceof InvalidDefinitionException definition) {
            return definition.getType() == null ? null : definition.getType().getRawClass();
        }
        return thrown.getClass() == MismatchedInputException.class
                ? ((MismatchedInputException) thrown).getTargetType()
                : null;
    }

    /** Returns the value of stored JSON, after the steps were applied to it. */
    T decode(String key, String body, List<UnaryOperator<JsonNode>> steps) {
        try (StoredJsonParser stored = parser(body);
                JsonParser parser = steps.isEmpty() ? stored : upcast(key, stored, steps)) {
            T value = reader.readValue(parser);
            if (stored.isSuspect() || isLong(body)) {
                requireIntact(key, body);
            }
            if (value == null) {
                throw new MappingException(
                        MappingException.Reason.OTHER, collection, key, "the mapper gave null", null);
            }
            return value;
        } catch (JsonProcessingException unmappable) {
            requireIntact(key, body);
            throw MappingException.read(collection, key, typeName(), failure(unmappable));
        } catch (IOException ofTheApplication) { // reading from a String cannot fail, a deserializer can
            throw MappingException.read(collection, key, typeName(), failure(ofTheApplication));
        }
    }

    /** Returns whether a document may be beyond the limit: databases add white space, so only its canonical form tells. */
    private static boolean isLong(String body) {
        int mostBytesOfACharacter = 3;
        return body.length() > Limits.BODY_BYTES / mostBytesOfACharacter
                && TextRules.utf8Length("the stored JSON", body) > Limits.BODY_BYTES;
    }

    /** Refuses JSON that no put would have stored: somebody else changed it. */
    private void requireIntact(String key, String body) {
        try {
            if (CanonicalJson.of("the stored JSON", body).bytes() > Limits.BODY_BYTES) {
                throw new LimitExceededException("the stored JSON", Limits.BODY_BYTES, "bytes");
            }
        } catch (InvalidValueException | LimitExceededException damaged) {
            throw new CorruptDataException(collection, key, damaged.detail(), null);
        }
    }

    private StoredJsonParser parser(String body) throws IOException {
        StoredJsonParser parser = new ExactNumbers(parsers.parser(body));
        parser.setCodec(mapper);
        return parser;
    }

    private JsonParser upcast(String key, JsonParser stored, List<UnaryOperator<JsonNode>> steps) throws IOException {
        JsonNode tree = mapper.readTree(stored);
        if (tree == null || stored.nextToken() != null) {
            throw new JsonParseException(stored, "not one document");
        }
        for (UnaryOperator<JsonNode> step : steps) {
            try {
                tree = step.apply(tree);
            } catch (RuntimeException failed) {
                throw new MappingException(
                        MappingException.Reason.APPLICATION,
                        collection,
                        key,
                        "could not be brought to a later data version",
                        failed);
            }
            if (tree == null) {
                throw new MappingException(
                        MappingException.Reason.APPLICATION,
                        collection,
                        key,
                        "a step to a later data version gave null",
                        null);
            }
        }
        return mapper.treeAsTokens(tree);
    }
}
