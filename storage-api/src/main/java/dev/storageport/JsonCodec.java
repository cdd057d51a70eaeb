// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
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

    /** How many more values are read back before they are stored, so that a type that cannot be read is noticed when it is new. */
    private final AtomicInteger unproven = new AtomicInteger(READ_BACK);

    JsonCodec(String collection, Type type, ObjectMapper mapper) {
        this.collection = collection;
        this.mapper = mapper;
        this.type = mapper.constructType(type);
        this.writer = new CanonicalMapper(
                mapper.writerFor(this.type).without(JsonWriteFeature.WRITE_NAN_AS_STRINGS.mappedFeature()));
        this.reader = mapper.readerFor(this.type).with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
        this.isOpen = mapper.getRegisteredModuleIds().contains(ExactTypes.ID)
                && mapper.getSerializationConfig().getDefaultTyper(this.type) == null
                && OpenTypes.isOpen(this.type);
    }

    /** Returns the canonical JSON of a value; the document is named in messages. */
    CanonicalText encode(String document, T value) {
        if (value == null) {
            throw new InvalidValueException(document, "the value is null");
        }
        CanonicalText canonical;
        try {
            if (isOpen) {
                OpenTypes.check(type, value);
            }
            canonical = writer.write(document, value);
        } catch (RefusedValueException refused) {
            throw new InvalidValueException(document + member(refused), refused.getOriginalMessage());
        } catch (StreamConstraintsException tooDeep) {
            throw new LimitExceededException(document, Limits.JSON_DEPTH, "levels of nested JSON");
        } catch (JsonProcessingException unmappable) {
            if (unmappable.getCause() instanceof StreamConstraintsException) {
                throw new LimitExceededException(document, Limits.JSON_DEPTH, "levels of nested JSON");
            }
            throw new InvalidValueException(
                    document + member(unmappable), "cannot be mapped to JSON", applicationError(unmappable));
        }
        if (unproven.get() > 0) {
            readBack(document, canonical.json());
            unproven.decrementAndGet();
        }
        return canonical;
    }

    private void readBack(String document, String json) {
        try (JsonParser parser = parser(json)) {
            reader.<T>readValue(parser);
        } catch (JsonProcessingException unreadable) {
            throw new InvalidValueException(
                    document + member(unreadable),
                    "would be written and could not be read again as " + type.toCanonical(),
                    applicationError(unreadable));
        } catch (IOException ofTheApplication) {
            throw new InvalidValueException(
                    document,
                    "would be written and could not be read again as " + type.toCanonical(),
                    ofTheApplication);
        }
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
                throw new MappingException(collection, key, "the mapper gave null", null);
            }
            return value;
        } catch (JsonProcessingException unmappable) {
            requireIntact(key, body);
            throw new MappingException(
                    collection,
                    key,
                    "does not fit " + reader.getValueType().toCanonical() + member(unmappable),
                    applicationError(unmappable));
        } catch (IOException ofTheApplication) { // reading from a String cannot fail, a deserializer can
            throw new MappingException(
                    collection, key, "does not fit " + reader.getValueType().toCanonical(), ofTheApplication);
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
                throw new MappingException(collection, key, "could not be brought to a later data version", failed);
            }
            if (tree == null) {
                throw new MappingException(collection, key, "a step to a later data version gave null", null);
            }
        }
        return mapper.treeAsTokens(tree);
    }

    private static String member(JsonProcessingException failure) {
        if (!(failure instanceof JsonMappingException mapping)
                || mapping.getPath().isEmpty()) {
            return "";
        }
        StringBuilder path = new StringBuilder(", member ");
        List<JsonMappingException.Reference> references = mapping.getPath();
        for (JsonMappingException.Reference reference : references) {
            path.append('/').append(reference.getFieldName() == null ? reference.getIndex() : reference.getFieldName());
        }
        return path.toString();
    }

    /**
     * Returns what a constructor, getter or serializer of the application threw. Jackson's own exceptions are dropped, and with them
     * what the JDK told Jackson of a value that has not the form of a date or number: their texts quote the data.
     */
    private static @Nullable Throwable applicationError(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof JsonProcessingException) {
            if (cause instanceof MismatchedInputException || cause instanceof StreamReadException) {
                return null;
            }
            cause = cause.getCause();
        }
        return cause;
    }
}
