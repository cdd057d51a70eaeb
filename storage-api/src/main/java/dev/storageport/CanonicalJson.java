// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;

/** Brings JSON into the form of {@link CanonicalWriter}, or says what it has that has no such form. */
final class CanonicalJson {

    /** Far above the limits for writing, so that whatever was accepted can be read, and limits are reported as such. */
    static final StreamReadConstraints READ_CONSTRAINTS = StreamReadConstraints.builder()
            .maxNestingDepth(10_000)
            .maxNumberLength(10_000)
            .maxStringLength(Integer.MAX_VALUE)
            .maxNameLength(Integer.MAX_VALUE)
            .build();

    private static final JsonFactory STRICT = new JsonFactoryBuilder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(
                    JsonFactory.Feature
                            .CANONICALIZE_FIELD_NAMES) // one table of names for all: names that collide fill it up
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS) // to name them in the error
            .streamReadConstraints(READ_CONSTRAINTS)
            .build();

    private final String document;
    private final JsonParser parser;
    private final CanonicalWriter out;

    private CanonicalJson(String document, JsonParser parser, int sizeHint) {
        this.document = document;
        this.parser = parser;
        this.out = new CanonicalWriter(sizeHint);
    }

    /**
     * Returns the canonical form.
     *
     * @param document names the document in messages
     * @param json what a mapper wrote
     */
    static CanonicalText of(String document, String json) {
        try (JsonParser parser = STRICT.createParser(json)) {
            CanonicalJson canonical = new CanonicalJson(document, parser, json.length() + 16);
            JsonToken first = parser.nextToken();
            if (first != JsonToken.START_OBJECT && first != JsonToken.START_ARRAY) {
                throw new InvalidValueException(document, "is not a JSON object or array");
            }
            canonical.value(first);
            if (parser.nextToken() != null) {
                throw new InvalidValueException(document, "has more after the end of its JSON");
            }
            return canonical.out.text();
        } catch (StreamConstraintsException tooLong) { // nesting is bounded before, so only a number can be
            throw new LimitExceededException(
                    document, Limits.NUMBER_CHARACTERS, "characters of a number without exponent");
        } catch (JsonProcessingException malformed) { // its text quotes the input, so it is not kept
            throw malformed(document);
        } catch (IOException impossible) {
            throw new IllegalStateException("reading from a String cannot fail", impossible);
        }
    }

    private void value(JsonToken token) throws IOException {
        switch (token) {
            case START_OBJECT -> object();
            case START_ARRAY -> array();
            case VALUE_STRING -> string(parser.getText());
            case VALUE_NUMBER_INT -> number(out.integer(parser.getText()));
            case VALUE_NUMBER_FLOAT -> decimal();
            case VALUE_TRUE -> out.literal(true);
            case VALUE_FALSE -> out.literal(false);
            case VALUE_NULL -> out.nothing();
            default -> throw new IllegalStateException("no value begins with " + token);
        }
    }

    private void array() throws IOException {
        checkDepth(out.startArray());
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            out.element();
            value(token);
        }
        out.endArray();
    }

    private void object() throws IOException {
        checkDepth(out.startObject());
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            name(parser.currentName());
            value(parser.nextToken());
        }
        if (!out.endObject()) {
            throw malformed(document);
        }
    }

    private void name(String name) {
        if (!out.name(name)) {
            TextRules.utf8Length(() -> document + ", the name of a member", name); // throws if it is not valid
            throw new LimitExceededException(
                    document + ", the name of a member", Limits.MEMBER_NAME_BYTES, "bytes of UTF-8");
        }
    }

    private void checkDepth(boolean started) {
        if (!started) {
            throw new LimitExceededException(document, Limits.JSON_DEPTH, "levels of nested JSON");
        }
    }

    private void string(String text) {
        if (!out.string(text)) {
            TextRules.utf8Length(this::member, text); // throws what is wrong with it
            throw new IllegalStateException("a valid text was not written");
        }
    }

    private void decimal() throws IOException {
        if (parser.isNaN()) {
            throw new InvalidValueException(member(), "is not a finite number");
        }
        number(out.decimal(parser.getText()));
    }

    private void number(boolean written) {
        if (!written) {
            throw new LimitExceededException(
                    member(), Limits.NUMBER_CHARACTERS, "characters of a number without exponent");
        }
    }

    private String member() {
        return document + ", member " + parser.getParsingContext().pathAsPointer();
    }

    private static InvalidValueException malformed(String document) {
        return new InvalidValueException(
                document, "is not valid JSON, for instance because an object has a member twice");
    }
}
