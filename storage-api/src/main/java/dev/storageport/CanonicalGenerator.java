// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import com.fasterxml.jackson.core.Base64Variant;
import com.fasterxml.jackson.core.Base64Variants;
import com.fasterxml.jackson.core.FormatSchema;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.PrettyPrinter;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.StreamWriteCapability;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.base.GeneratorBase;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.IOContext;
import com.fasterxml.jackson.core.io.NumberOutput;
import com.fasterxml.jackson.core.util.JacksonFeatureSet;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * Writes canonical JSON while Jackson serializes, as long as it is asked for what is ordinary. At the first thing that is not, Jackson's
 * own generator takes over and goes on behind what was written:
 *
 * <pre>
 *   calls      {  name  value  name  writeRawValue(…)  name  value  }
 *              └ CanonicalWriter ─┘  └──── Jackson's generator ─────┘
 *   document   {"a":1,"b"          + :[ 1, 2 ],"c":3}                   ► CanonicalJson, which parses the whole
 * </pre>
 *
 * That is: what has no canonical form, of which CanonicalJson says what is wrong; text that is written unseen; settings changed on the
 * way; errors of the caller, which Jackson's generator is to report. So the result is always that of parsing what Jackson would have
 * written, and no value is serialized twice.
 */
final class CanonicalGenerator extends GeneratorBase {

    private final ObjectWriter mapper;
    private final JsonGenerator settings;
    private final CanonicalWriter out;
    private final int maxDepth;

    /** Whether a member's name stands there without a value. */
    private boolean named;

    /** Where the value that is being written begins, with the comma in front of it. */
    private int begin;

    /** What took over, and the document up to there and from there on. */
    private @Nullable JsonGenerator jackson;

    private String head = "";
    private @Nullable StringWriter tail;

    /**
     * Begins a document.
     *
     * @param mapper makes the generator that takes over
     * @param settings a generator made by it
     * @param out what has nothing written yet
     */
    CanonicalGenerator(ObjectWriter mapper, JsonGenerator settings, CanonicalWriter out) {
        super(settings.getFeatureMask(), settings.getCodec(), (IOContext) null);
        this.mapper = mapper;
        this.settings = settings;
        this.out = out;
        this.maxDepth = settings.streamWriteConstraints().getMaxNestingDepth();
    }

    /** Returns the document; it is named in messages. This generator is closed then. */
    CanonicalText finish(String document) throws IOException {
        if (jackson == null && _writeContext.inRoot() && _writeContext.hasCurrentIndex()) {
            CanonicalText text = out.text();
            jackson = settings; // which is closed, so that whoever writes later cannot write into another document
            return text;
        }
        jackson().close();
        return CanonicalJson.of(document, head + tail);
    }

    /** Returns whether a value other than an object or array may begin here, and begins it. */
    private boolean begins() {
        return begins(false);
    }

    private boolean begins(boolean bracket) {
        if (jackson != null) {
            return false;
        }
        begin = out.length();
        if (_writeContext.inArray()) {
            out.element();
        } else if (_writeContext.inObject() ? !named : !bracket || _writeContext.hasCurrentIndex()) {
            takeOver(false);
            return false;
        }
        named = false;
        _writeContext.writeValue();
        return true;
    }

    /** Returns Jackson's generator, which is to write the value that was begun here. */
    private JsonGenerator value() {
        return jackson == null ? takeOver(true) : jackson;
    }

    /** Returns Jackson's generator for what is not a value, or is not begun. */
    private JsonGenerator jackson() {
        return jackson == null ? takeOver(false) : jackson;
    }

    private JsonGenerator takeOver(boolean begun) {
        boolean afterName = begun ? _writeContext.inObject() : named;
        int end = begun ? begin : out.length();
        head = out.text(afterName ? end - 1 : end); // Jackson writes the colon with the value
        try {
            StringWriter written = new StringWriter();
            JsonGenerator successor = mapper.createGenerator(written);
            resume(_writeContext, successor, begun, afterName);
            successor.flush();
            written.getBuffer().setLength(0);
            tail = written;
            jackson = successor;
            return successor;
        } catch (IOException impossible) {
            throw new IllegalStateException("writing into memory cannot fail", impossible);
        }
    }

    /** Brings a generator to where this one is; what it writes is thrown away. */
    private static void resume(JsonStreamContext context, JsonGenerator successor, boolean begun, boolean afterName)
            throws IOException {
        JsonStreamContext parent = context.getParent();
        if (parent != null) {
            resume(parent, successor, true, parent.inObject());
            if (context.inArray()) {
                successor.writeStartArray(context.getCurrentValue());
            } else {
                successor.writeStartObject(context.getCurrentValue());
            }
        }
        int complete = !context.hasCurrentIndex() ? 0 : context.getCurrentIndex() + (begun ? 0 : 1);
        for (int i = 0; i < complete; i++) {
            if (context.inObject()) {
                successor.writeFieldName(context.getCurrentName());
            }
            successor.writeNull();
        }
        if (afterName) {
            successor.writeFieldName(context.getCurrentName());
        }
    }

    @Override
    public void writeStartObject() throws IOException {
        writeStartObject(null);
    }

    @Override
    public void writeStartObject(@Nullable Object forValue) throws IOException {
        if (begins(true) && _writeContext.getNestingDepth() < maxDepth && out.startObject()) {
            _writeContext = _writeContext.createChildObjectContext(forValue);
        } else {
            value().writeStartObject(forValue);
        }
    }

    @Override
    public void writeEndObject() throws IOException {
        if (jackson == null && _writeContext.inObject() && !named && out.endObject()) {
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
        if (jackson == null && _writeContext.inArray()) {
            out.endArray();
            _writeContext = _writeContext.clearAndGetParent();
        } else {
            jackson().writeEndArray();
        }
    }

    @Override
    public void writeFieldName(String name) throws IOException {
        if (jackson == null && _writeContext.inObject() && !named && out.name(name)) {
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

    @Override
    public JsonStreamContext getOutputContext() {
        return jackson == null ? _writeContext : jackson.getOutputContext();
    }

    @Override
    public @Nullable Object currentValue() {
        return getOutputContext().getCurrentValue();
    }

    @Override
    public void assignCurrentValue(@Nullable Object value) {
        getOutputContext().setCurrentValue(value);
    }

    @Override
    public StreamWriteConstraints streamWriteConstraints() {
        return settings.streamWriteConstraints();
    }

    @Override
    public JacksonFeatureSet<StreamWriteCapability> getWriteCapabilities() {
        return settings.getWriteCapabilities();
    }

    @Override
    public boolean canWriteFormattedNumbers() {
        return settings.canWriteFormattedNumbers();
    }

    // From here on: what is not ordinary.

    @Override
    public void writeString(Reader reader, int length) throws IOException {
        jackson().writeString(reader, length);
    }

    @Override
    public int writeBinary(Base64Variant variant, InputStream data, int length) throws IOException {
        return jackson().writeBinary(variant, data, length);
    }

    @Override
    public void writeNumber(String encoded) throws IOException {
        jackson().writeNumber(encoded);
    }

    @Override
    public void writeNumber(char[] encoded, int offset, int length) throws IOException {
        jackson().writeNumber(encoded, offset, length);
    }

    @Override
    public void writeUTF8String(byte[] text, int offset, int length) throws IOException {
        jackson().writeUTF8String(text, offset, length);
    }

    @Override
    public void writeRawUTF8String(byte[] text, int offset, int length) throws IOException {
        jackson().writeRawUTF8String(text, offset, length);
    }

    @Override
    public void writeRaw(String text) throws IOException {
        jackson().writeRaw(text);
    }

    @Override
    public void writeRaw(String text, int offset, int length) throws IOException {
        jackson().writeRaw(text, offset, length);
    }

    @Override
    public void writeRaw(char[] text, int offset, int length) throws IOException {
        jackson().writeRaw(text, offset, length);
    }

    @Override
    public void writeRaw(char c) throws IOException {
        jackson().writeRaw(c);
    }

    @Override
    public void writeRawValue(String text) throws IOException {
        jackson().writeRawValue(text);
    }

    @Override
    public void writeRawValue(String text, int offset, int length) throws IOException {
        jackson().writeRawValue(text, offset, length);
    }

    @Override
    public void writeRawValue(char[] text, int offset, int length) throws IOException {
        jackson().writeRawValue(text, offset, length);
    }

    @Override
    public void writeRawValue(SerializableString text) throws IOException {
        jackson().writeRawValue(text);
    }

    @Override
    public JsonGenerator enable(Feature feature) {
        if (!isEnabled(feature)) {
            jackson().enable(feature);
            super.enable(feature);
        }
        return this;
    }

    @Override
    public JsonGenerator disable(Feature feature) {
        if (isEnabled(feature)) {
            jackson().disable(feature);
            super.disable(feature);
        }
        return this;
    }

    @Override
    public JsonGenerator overrideStdFeatures(int values, int mask) {
        if ((getFeatureMask() & mask) != (values & mask)) {
            jackson().overrideStdFeatures(values, mask);
            super.overrideStdFeatures(values, mask);
        }
        return this;
    }

    @Override
    @Deprecated
    @SuppressWarnings("InlineMeSuggester") // it is Jackson that deprecates it
    public JsonGenerator setFeatureMask(int mask) {
        return overrideStdFeatures(mask, -1);
    }

    @Override
    public JsonGenerator setPrettyPrinter(@Nullable PrettyPrinter printer) {
        jackson().setPrettyPrinter(printer);
        return super.setPrettyPrinter(printer);
    }

    @Override
    public JsonGenerator setCharacterEscapes(@Nullable CharacterEscapes escapes) {
        jackson().setCharacterEscapes(escapes);
        return this;
    }

    @Override
    public @Nullable CharacterEscapes getCharacterEscapes() {
        return jackson == null ? null : jackson.getCharacterEscapes();
    }

    @Override
    public JsonGenerator setHighestNonEscapedChar(int character) {
        jackson().setHighestNonEscapedChar(character);
        return this;
    }

    @Override
    public int getHighestEscapedChar() {
        return jackson == null ? 0 : jackson.getHighestEscapedChar();
    }

    @Override
    public JsonGenerator setRootValueSeparator(SerializableString separator) {
        jackson().setRootValueSeparator(separator);
        return this;
    }

    @Override
    public void setSchema(FormatSchema schema) {
        jackson().setSchema(schema);
    }

    @Override
    public Object getOutputTarget() {
        return jackson().getOutputTarget();
    }

    @Override
    public void flush() throws IOException {
        if (jackson != null) {
            jackson.flush();
        }
    }

    @Override
    public void close() throws IOException {
        jackson().close();
        super.close();
    }

    @Override
    protected void _releaseBuffers() {
        // of this generator there are none; what took over releases its own
    }

    @Override
    protected void _verifyValueWrite(String what) {
        throw new IllegalStateException("only called by methods that are overridden");
    }
}
