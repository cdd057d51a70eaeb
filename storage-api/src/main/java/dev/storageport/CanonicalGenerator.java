// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import com.fasterxml.jackson.core.Base64Variant;
import com.fasterxml.jackson.core.Base64Variants;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.NumberOutput;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes canonical JSON while Jackson serializes, as long as it is asked for what has a canonical form, by calls in an order that is
 * allowed; Jackson's generator does the rest.
 */
final class CanonicalGenerator extends YieldingGenerator {

    private final CanonicalWriter out;
    private final int maxDepth;

    /** Where objects were written before; null: nobody wants to know. */
    private final @Nullable WrittenPlaces places;

    /** Where objects stand in this document and in none before; null: nowhere. */
    private @Nullable List<WrittenPlaces.Place> newPlaces;

    /** Whether a member's name stands there without a value. */
    private boolean named;

    /** Where the value that is being written begins, with the comma in front of it. */
    private int begin;

    /**
     * Begins a document.
     *
     * @param mapper makes the generator that takes over
     * @param settings a generator made by it
     * @param out what has nothing written yet
     * @param places where objects were written before; null: nobody wants to know
     */
    CanonicalGenerator(
            ObjectWriter mapper, JsonGenerator settings, CanonicalWriter out, @Nullable WrittenPlaces places) {
        super(mapper, settings);
        this.out = out;
        this.places = places;
        this.maxDepth = settings.streamWriteConstraints().getMaxNestingDepth();
    }

    /** Returns the document; it is named in messages. This generator is closed then. */
    CanonicalText finish(String document) throws IOException {
        if (ordinary() && _writeContext.inRoot() && _writeContext.hasCurrentIndex()) {
            CanonicalText text = out.text();
            end();
            return text;
        }
        jackson().close();
        return CanonicalJson.of(document, written());
    }

    /** Returns where objects stand in this document and in none before; null: nowhere. */
    @Nullable
    List<WrittenPlaces.Place> newPlaces() {
        return newPlaces;
    }

    private void look(WrittenPlaces at, Object forValue) {
        WrittenPlaces.Place unknown = at.unknown(getOutputContext(), forValue);
        if (unknown != null) {
            List<WrittenPlaces.Place> all = newPlaces == null ? new ArrayList<>() : newPlaces;
            all.add(unknown);
            newPlaces = all;
        }
    }

    /** Returns whether a value other than an object or array may begin here, and begins it. */
    private boolean begins() {
        return begins(false);
    }

    private boolean begins(boolean bracket) {
        if (!ordinary()) {
            return false;
        }
        begin = out.length();
        if (_writeContext.inArray()) {
            out.element();
        } else if (_writeContext.inObject() ? !named : !bracket || _writeContext.hasCurrentIndex()) {
            takeOver();
            return false;
        }
        named = false;
        _writeContext.writeValue();
        return true;
    }

    /** Returns Jackson's generator, which is to write the value that was begun here. */
    private JsonGenerator value() {
        return ordinary() ? takeOver(true) : jackson();
    }

    @Override
    JsonGenerator takeOver() {
        return takeOver(false);
    }

    private JsonGenerator takeOver(boolean begun) {
        boolean afterName = begun ? _writeContext.inObject() : named;
        int end = begun ? begin : out.length();
        return goOn(out.text(afterName ? end - 1 : end), begun, afterName); // Jackson writes the colon with the value
    }

    @Override
    public void writeStartObject() throws IOException {
        writeStartObject(null);
    }

    @Override
    public void writeStartObject(@Nullable Object forValue) throws IOException {
        if (forValue != null && places != null) {
            look(places, forValue);
        }
        if (begins(true) && _writeContext.getNestingDepth() < maxDepth && out.startObject()) {
            _writeContext = _writeContext.createChildObjectContext(forValue);
        } else {
            value().writeStartObject(forValue);
        }
    }

    @Override
    public void writeEndObject() throws IOException {
        if (ordinary() && _writeContext.inObject() && !named && out.endObject()) {
            _writeContext = _writeContext.clearAndGetParent();
        } else {
            jackson().writeEndObject();
        }
    }

    @Override
    public void writeStartArray() throws IOException {
        writeStartArray(null);
    }

    @Override
    public void writeStartArray(@Nullable Object forValue) throws IOException {
        if (begins(true) && _writeContext.getNestingDepth() < maxDepth && out.startArray()) {
            _writeContext = _writeContext.createChildArrayContext(forValue);
        } else {
            value().writeStartArray(forValue);
        }
    }

    @Override
    public void writeStartArray(@Nullable Object forValue, int size) throws IOException {
        writeStartArray(forValue);
    }

    @Override
    public void writeEndArray() throws IOException {
        if (ordinary() && _writeContext.inArray()) {
            out.endArray();
            _writeContext = _writeContext.clearAndGetParent();
        } else {
            jackson().writeEndArray();
        }
    }

    @Override
    public void writeFieldName(String name) throws IOException {
        if (ordinary() && _writeContext.inObject() && !named && out.name(name)) {
            _writeContext.writeFieldName(name);
            named = true;
        } else {
            jackson().writeFieldName(name);
        }
    }

    @Override
    public void writeString(@Nullable String text) throws IOException {
        if (!begins() || !(text == null ? nothing() : out.string(text))) {
            value().writeString(text);
        }
    }

    /** Writes null, which is what Jackson makes of any value that is null. */
    private boolean nothing() {
        out.nothing();
        return true;
    }

    @Override
    public void writeString(char[] text, int offset, int length) throws IOException {
        if (text != null && offset >= 0 && length >= 0 && offset <= text.length - length) {
            writeString(new String(text, offset, length));
        } else {
            jackson().writeString(text, offset, length);
        }
    }

    @Override
    public void writeNumber(short number) throws IOException {
        writeNumber((long) number);
    }

    @Override
    public void writeNumber(int number) throws IOException {
        writeNumber((long) number);
    }

    @Override
    public void writeNumber(long number) throws IOException {
        if (begins()) {
            out.integer(number);
        } else {
            value().writeNumber(number);
        }
    }

    @Override
    public void writeNumber(@Nullable BigInteger number) throws IOException {
        if (!begins() || !(number == null ? nothing() : out.integer(number.toString()))) {
            value().writeNumber(number);
        }
    }

    @Override
    @SuppressWarnings("deprecation") // as Jackson's own generator asks for it
    public void writeNumber(double number) throws IOException {
        if (!begins()
                || !Double.isFinite(number)
                || !out.decimal(NumberOutput.toString(number, isEnabled(Feature.USE_FAST_DOUBLE_WRITER)))) {
            value().writeNumber(number);
        }
    }

    @Override
    @SuppressWarnings("deprecation") // as Jackson's own generator asks for it
    public void writeNumber(float number) throws IOException {
        if (!begins()
                || !Float.isFinite(number)
                || !out.decimal(NumberOutput.toString(number, isEnabled(Feature.USE_FAST_DOUBLE_WRITER)))) {
            value().writeNumber(number);
        }
    }

    @Override
    public void writeNumber(@Nullable BigDecimal number) throws IOException {
        if (!begins() || !(number == null ? nothing() : write(number))) {
            value().writeNumber(number);
        }
    }

    /** Writes a decimal of ordinary length; whether it has a point depends on how it is written, not on its value. */
    @SuppressWarnings("deprecation") // as Jackson's own generator asks for it
    private boolean write(BigDecimal number) {
        if (number.precision() > Limits.NUMBER_CHARACTERS
                || Math.abs((long) number.scale()) > Limits.NUMBER_CHARACTERS) {
            return false;
        }
        if (number.scale() == 0) {
            return out.integer(number.toString());
        }
        return (number.scale() > 0 || !isEnabled(Feature.WRITE_BIGDECIMAL_AS_PLAIN)) && out.decimal(number);
    }

    @Override
    public void writeBoolean(boolean state) throws IOException {
        if (begins()) {
            out.literal(state);
        } else {
            value().writeBoolean(state);
        }
    }

    @Override
    public void writeNull() throws IOException {
        if (begins()) {
            out.nothing();
        } else {
            value().writeNull();
        }
    }

    @Override
    public void writeBinary(Base64Variant variant, byte[] data, int offset, int length) throws IOException {
        boolean whole = data != null && offset == 0 && length == data.length;
        if (whole && Base64Variants.MIME_NO_LINEFEEDS.equals(variant) && begins()) {
            out.string(variant.encode(data));
        } else {
            jackson().writeBinary(variant, data, offset, length);
        }
    }
}
