// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import dev.storageport.port.CodePointOrder;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Canonical JSON made the simple way, by parsing what a mapper wrote: what {@link CanonicalMapper} is compared with. It shares nothing with it
 * but the texts of errors and the rules for text.
 */
final class TwoPasses {

    private static final JsonFactory STRICT = new JsonFactoryBuilder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(
                    JsonFactory.Feature
                            .CANONICALIZE_FIELD_NAMES) // one table of names for all: names that collide fill it up
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS) // to name them in the error
            .streamReadConstraints(CanonicalJson.READ_CONSTRAINTS)
            .build();

    private static final Comparator<Member> JSONB_ORDER =
            Comparator.comparingLong(Member::nameBytes).thenComparing(Member::name, CodePointOrder.INSTANCE);

    private final String document;
    private final JsonParser parser;
    private final StringBuilder out;

    private TwoPasses(String document, JsonParser parser, int sizeHint) {
        this.document = document;
        this.parser = parser;
        this.out = new StringBuilder(sizeHint);
    }

    /** Where a member stands in the output. */
    private record Member(String name, long nameBytes, int start, int end) {}

    /**
     * Returns the canonical form.
     *
     * @param document names the document in messages
     * @param json what a mapper wrote
     */
    static String of(String document, String json) {
        try (JsonParser parser = STRICT.createParser(json)) {
            TwoPasses canonical = new TwoPasses(document, parser, json.length() + 16);
            JsonToken first = parser.nextToken();
            if (first != JsonToken.START_OBJECT && first != JsonToken.START_ARRAY) {
                throw new InvalidValueException(document, "is not a JSON object or array");
            }
            canonical.value(first, 1);
            if (parser.nextToken() != null) {
                throw new InvalidValueException(document, "has more after the end of its JSON");
            }
            return canonical.out.toString();
        } catch (StreamConstraintsException tooLong) { // nesting is bounded before, so only a number can be
            throw new LimitExceededException(
                    document, Limits.NUMBER_CHARACTERS, "characters of a number without exponent");
        } catch (JsonProcessingException malformed) { // its text quotes the input, so it is not kept
            throw new InvalidValueException(
                    document, "is not valid JSON, for instance because an object has a member twice");
        } catch (IOException impossible) {
            throw new IllegalStateException("reading from a String cannot fail", impossible);
        }
    }

    private void value(JsonToken token, int depth) throws IOException {
        switch (token) {
            case START_OBJECT -> object(depth);
            case START_ARRAY -> array(depth);
            case VALUE_STRING -> string(parser.getText());
            case VALUE_NUMBER_INT -> integer(parser.getText());
            case VALUE_NUMBER_FLOAT -> decimal();
            case VALUE_TRUE -> out.append("true");
            case VALUE_FALSE -> out.append("false");
            case VALUE_NULL -> out.append("null");
            default -> throw new IllegalStateException("no value begins with " + token);
        }
    }

    private void array(int depth) throws IOException {
        checkDepth(depth);
        out.append('[');
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            if (out.charAt(out.length() - 1) != '['
                    || parser.getParsingContext().getCurrentIndex() > 0) {
                out.append(',');
            }
            value(token, depth + 1);
        }
        out.append(']');
    }

    private void object(int depth) throws IOException {
        checkDepth(depth);
        out.append('{');
        int begin = out.length();
        List<Member> members = new ArrayList<>();
        boolean ordered = true;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            if (!members.isEmpty()) {
                out.append(',');
            }
            Member member = member(depth);
            ordered &= members.isEmpty() || JSONB_ORDER.compare(members.get(members.size() - 1), member) < 0;
            members.add(member);
        }
        if (!ordered) {
            reorder(begin, members);
        }
        out.append('}');
    }

    private Member member(int depth) throws IOException {
        String name = parser.currentName();
        long nameBytes = TextRules.utf8Length(() -> document + ", the name of a member", name);
        if (nameBytes > Limits.MEMBER_NAME_BYTES) {
            throw new LimitExceededException(
                    document + ", the name of a member", Limits.MEMBER_NAME_BYTES, "bytes of UTF-8");
        }
        int start = out.length();
        quote(name);
        out.append(':');
        value(parser.nextToken(), depth + 1);
        return new Member(name, nameBytes, start, out.length());
    }

    private void reorder(int begin, List<Member> members) {
        members.sort(JSONB_ORDER);
        StringBuilder sorted = new StringBuilder(out.length() - begin);
        for (Member member : members) {
            if (!sorted.isEmpty()) {
                sorted.append(',');
            }
            sorted.append(out, member.start(), member.end());
        }
        out.setLength(begin);
        out.append(sorted);
    }

    private void checkDepth(int depth) {
        if (depth > Limits.JSON_DEPTH) {
            throw new LimitExceededException(document, Limits.JSON_DEPTH, "levels of nested JSON");
        }
    }

    private void string(String text) {
        TextRules.utf8Length(this::member, text); // naming the member takes longer than all the rest
        quote(text);
    }

    private void integer(String digits) {
        if (digits.length() > Limits.NUMBER_CHARACTERS) {
            throw numberTooLong();
        }
        out.append(digits.equals("-0") ? "0" : digits);
    }

    private void decimal() throws IOException {
        if (parser.isNaN()) {
            throw new InvalidValueException(member(), "is not a finite number");
        }
        if (parser.getTextLength() > 2 * Limits.NUMBER_CHARACTERS) {
            throw numberTooLong();
        }
        BigDecimal number;
        try {
            number = new BigDecimal(parser.getText()).stripTrailingZeros();
        } catch (NumberFormatException hugeExponent) {
            throw numberTooLong();
        }
        long integerDigits = Math.max(1, (long) number.precision() - number.scale());
        if (integerDigits + Math.max(1L, number.scale()) + 2 > Limits.NUMBER_CHARACTERS) {
            throw numberTooLong();
        }
        out.append((number.scale() < 1 ? number.setScale(1) : number).toPlainString());
    }

    private LimitExceededException numberTooLong() {
        return new LimitExceededException(
                member(), Limits.NUMBER_CHARACTERS, "characters of a number without exponent");
    }

    private String member() {
        return document + ", member " + parser.getParsingContext().pathAsPointer();
    }

    private void quote(String text) {
        out.append('"');
        if (isPlain(text)) {
            out.append(text).append('"'); // at once, as nearly always
            return;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < 0x20) {
                        out.append(c < 0x10 ? "\\u000" : "\\u00").append(Integer.toHexString(c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x20 || c == '"' || c == '\\') {
                return false;
            }
        }
        return true;
    }
}
