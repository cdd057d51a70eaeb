// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import com.fasterxml.jackson.core.Base64Variant;
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
import com.fasterxml.jackson.core.util.JacksonFeatureSet;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;

/**
 * A generator that writes what is ordinary itself. At the first thing that is not, Jackson's own generator takes over and goes on behind
 * what was written:
 *
 * <pre>
 *   calls      {  name  value  name  writeRawValue(…)  name  value  }
 *              └ CanonicalWriter ─┘  └──── Jackson's generator ─────┘
 *   document   {"a":1,"b"          + :[ 1, 2 ],"c":3}                   ► CanonicalJson, which parses the whole
 * </pre>
 *
 * That is: what has no canonical form, of which CanonicalJson says what is wrong; text that is written unseen; settings changed on the
 * way; errors of the caller, which Jackson's generator is to report. So the result is always that of parsing what Jackson would have
 * written, and no value is serialized twice. What is never ordinary is given away here.
 */
abstract class YieldingGenerator extends GeneratorBase {

    private final ObjectWriter mapper;
    private final JsonGenerator settings;

    /** What took over, and the document up to there and from there on. */
    private @Nullable JsonGenerator jackson;

    private String head = "";
    private @Nullable StringWriter tail;

    /**
     * Begins a document.
     *
     * @param mapper makes the generator that takes over
     * @param settings a generator made by it, closed
     */
    YieldingGenerator(ObjectWriter mapper, JsonGenerator settings) {
        super(settings.getFeatureMask(), settings.getCodec(), (IOContext) null);
        this.mapper = mapper;
        this.settings = settings;
    }

    /** Calls {@link #goOn} with what is written, and returns its result. */
    abstract JsonGenerator takeOver();

    /** Returns whether everything was ordinary until now. */
    final boolean ordinary() {
        return jackson == null;
    }

    /** Returns Jackson's generator, which takes over if it has not yet. */
    final JsonGenerator jackson() {
        return jackson == null ? takeOver() : jackson;
    }

    /**
     * Lets Jackson's generator take over.
     *
     * @param written the document up to here
     * @param begun whether the context counts a value that is not written yet
     * @param afterName whether the name of a member is written, without colon and value
     */
    final JsonGenerator goOn(String written, boolean begun, boolean afterName) {
        try {
            StringWriter further = new StringWriter();
            JsonGenerator successor = mapper.createGenerator(further);
            resume(_writeContext, successor, begun, afterName);
            successor.flush();
            further.getBuffer().setLength(0);
            head = written;
            tail = further;
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

    /** Returns the document, once Jackson's generator is closed. */
    final String written() {
        return head + tail;
    }

    /** Ends a document that was ordinary; whoever writes later meets a closed generator, and not another document. */
    final void end() {
        jackson = settings;
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
