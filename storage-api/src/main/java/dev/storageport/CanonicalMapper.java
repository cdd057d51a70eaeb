// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.WriterBasedJsonGenerator;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Maps values to canonical JSON: at once if the mapper writes JSON as Jackson does by default, else by parsing what it wrote. Either way
 * the result is the same. For use by many threads.
 */
final class CanonicalMapper {

    private static final int FIRST_SIZE = 1024;

    /** What had longer documents is not kept. */
    private static final int LARGEST_SIZE = 64 * 1024;

    private static final String SAMPLE = "{\"a/\u00e9\":[1,0.5,\"\\\"'/\u00e9\",true],\"b\":{}}";

    /** What a document has to pass that has an object of a class in a place where none was before. */
    interface FirstSight {
        void check(CanonicalText document) throws MappingFailure.Unreadable;
    }

    private final ObjectWriter writer;

    /** A generator with the mapper's settings; null: they change what is written. */
    private final @Nullable JsonGenerator ordinary;

    /** A writer that waits for its next document; with several threads the others make new ones. */
    private final AtomicReference<@Nullable CanonicalWriter> idle = new AtomicReference<>();

    private final @Nullable FirstSight firstSight;
    private final @Nullable WrittenPlaces places;

    CanonicalMapper(ObjectWriter writer) {
        this(writer, null);
    }

    CanonicalMapper(ObjectWriter writer, @Nullable FirstSight firstSight) {
        this.writer = writer;
        this.firstSight = firstSight;
        this.places = firstSight == null ? null : new WrittenPlaces();
        this.ordinary = ordinary(writer);
    }

    /**
     * Returns the canonical form of a value.
     *
     * @param document names the document in messages
     * @throws MappingFailure.Unreadable if the check at first sight says so
     */
    CanonicalText write(String document, Object value) throws JsonProcessingException, MappingFailure.Unreadable {
        if (ordinary == null) {
            CanonicalText text = CanonicalJson.of(document, writer.writeValueAsString(value));
            WrittenPlaces.Place unknown = places == null ? null : places.unknown(value.getClass());
            check(text, unknown == null ? null : List.of(unknown));
            return text;
        }
        CanonicalWriter waiting = idle.getAndSet(null);
        CanonicalWriter out = waiting == null ? new CanonicalWriter(FIRST_SIZE) : waiting;
        try {
            CanonicalGenerator generator = new CanonicalGenerator(writer, ordinary, out, places);
            writer.writeValue(generator, value);
            CanonicalText text = generator.finish(document);
            keep(out);
            check(text, generator.newPlaces());
            return text;
        } catch (JsonProcessingException | MappingFailure.Unreadable unmappable) {
            throw unmappable;
        } catch (IOException ofTheApplication) { // as writeValueAsString does
            throw JsonMappingException.fromUnexpectedIOE(ofTheApplication);
        }
    }

    private void check(CanonicalText text, @Nullable List<WrittenPlaces.Place> newPlaces)
            throws MappingFailure.Unreadable {
        if (newPlaces != null && firstSight != null && places != null) {
            firstSight.check(text);
            places.add(newPlaces);
        }
    }

    /** Keeps a writer that nothing went wrong with. */
    private void keep(CanonicalWriter out) {
        if (out.capacity() <= LARGEST_SIZE) {
            out.clear();
            idle.setRelease(out);
        }
    }

    private static @Nullable JsonGenerator ordinary(ObjectWriter writer) {
        StringWriter written = new StringWriter();
        try (JsonGenerator generator = writer.createGenerator(written)) {
            boolean plain = generator.getClass() == WriterBasedJsonGenerator.class
                    && writer.getFactory().getOutputDecorator() == null
                    && generator.getPrettyPrinter() == null
                    && generator.getCharacterEscapes() == null
                    && !generator.isEnabled(StreamWriteFeature.STRICT_DUPLICATE_DETECTION);
            return plain && writesAsUsual(generator, written) ? generator : null;
        } catch (IOException | RuntimeException notForText) { // the first document will tell
            return null;
        }
    }

    private static boolean writesAsUsual(JsonGenerator generator, StringWriter written) throws IOException {
        generator.writeStartObject();
        generator.writeArrayFieldStart("a/\u00e9");
        generator.writeNumber(1);
        generator.writeNumber(0.5);
        generator.writeString("\"'/\u00e9");
        generator.writeBoolean(true);
        generator.writeEndArray();
        generator.writeObjectFieldStart("b");
        generator.writeEndObject();
        generator.writeEndObject();
        generator.flush();
        return written.toString().equals(SAMPLE);
    }
}
