// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.port;

import dev.storageport.ConfigurationException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A storage URL, split into the parts that all backends share. The parameters are percent-decoded; the body is not, because only
 * the backend knows its delimiters. {@link #toString()} shows the scheme and nothing else, since a URL may hold a password.
 */
public final class StorageUrl {

    private static final Pattern SCHEME = Pattern.compile("(jdbc:)?[a-z][a-z0-9+.-]*");

    private final String scheme;
    private final String body;
    private final Map<String, String> parameters;
    private final Map<String, String> beside;
    private final Map<String, String> otherwise;

    private StorageUrl(
            String scheme,
            String body,
            Map<String, String> parameters,
            Map<String, String> beside,
            Map<String, String> otherwise) {
        this.scheme = scheme;
        this.body = body;
        this.parameters = Collections.unmodifiableMap(parameters);
        this.beside = Collections.unmodifiableMap(beside);
        this.otherwise = Collections.unmodifiableMap(otherwise);
    }

    private StorageUrl(String scheme, String body, Map<String, String> parameters) {
        this(scheme, body, parameters, Map.of(), Map.of());
    }

    /**
     * Returns this URL with options that are given beside it, by their names.
     *
     * @param newBeside options that are given as such; they go before those in the URL
     * @param newOtherwise options that hold where neither the URL nor what is beside it says anything
     */
    public StorageUrl with(Map<String, String> newBeside, Map<String, String> newOtherwise) {
        return new StorageUrl(
                scheme, body, parameters, new LinkedHashMap<>(newBeside), new LinkedHashMap<>(newOtherwise));
    }

    /**
     * Splits a URL of the form {@code scheme:body?name=value&name=value}. A scheme that begins with {@code jdbc:} has two parts.
     *
     * @throws ConfigurationException if there is no scheme, or a parameter is malformed or given twice
     */
    public static StorageUrl parse(String url) {
        int colon = url.indexOf(':');
        if (url.regionMatches(true, 0, "jdbc:", 0, 5)) {
            colon = url.indexOf(':', 5);
        }
        String scheme = url.substring(0, Math.max(colon, 0)).toLowerCase(Locale.ROOT);
        if (!SCHEME.matcher(scheme).matches()) { // not shown: without a scheme it may be a user or a password
            throw new ConfigurationException("storage URL", "has no scheme; expected for instance sqlite:app.db");
        }
        String rest = url.substring(colon + 1);
        int question = rest.indexOf('?');
        return question < 0
                ? new StorageUrl(scheme, rest, Map.of())
                : new StorageUrl(scheme, rest.substring(0, question), parameters(rest, question));
    }

    private static Map<String, String> parameters(String rest, int question) {
        String query = rest.substring(question + 1);
        // An at sign only behind the question mark: what looks like parameters may be the rest of a password.
        boolean nameable = query.indexOf('@') < 0 || rest.lastIndexOf('@', question) >= 0;
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals <= 0) {
                throw new ConfigurationException("storage URL", "has a parameter that is not of the form name=value");
            }
            String name = decode("parameter name", pair.substring(0, equals));
            String part = nameable ? "parameter " + name : "a parameter of the storage URL";
            if (parameters.put(name, decode(part, pair.substring(equals + 1))) != null) {
                throw new ConfigurationException(part, "is given twice");
            }
        }
        return parameters;
    }

    /**
     * Returns the text with its percent escapes replaced, read as UTF-8. A plus sign means itself.
     *
     * @param part what is decoded, for the message
     * @throws ConfigurationException if an escape is malformed or the bytes are not UTF-8; the message does not hold the text
     */
    public static String decode(String part, String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        ByteBuffer bytes =
                ByteBuffer.allocate(StandardCharsets.UTF_8.encode(text).remaining());
        for (int i = 0; i < text.length(); ) {
            int next = text.indexOf('%', i);
            int end = next < 0 ? text.length() : next;
            bytes.put(text.substring(i, end).getBytes(StandardCharsets.UTF_8));
            i = end;
            if (next >= 0) {
                bytes.put(escaped(part, text, next));
                i = next + 3;
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
        } catch (CharacterCodingException notUtf8) {
            throw new ConfigurationException(part, "has percent escapes that are not UTF-8", notUtf8);
        }
    }

    private static byte escaped(String part, String text, int percent) {
        int high = percent + 1 < text.length() ? Character.digit(text.charAt(percent + 1), 16) : -1;
        int low = percent + 2 < text.length() ? Character.digit(text.charAt(percent + 2), 16) : -1;
        if (high < 0 || low < 0) {
            throw new ConfigurationException(part, "has a percent sign without two hexadecimal digits; write %25");
        }
        return (byte) (high << 4 | low);
    }

    /** Returns the scheme in lower case, for instance {@code sqlite} or {@code jdbc:postgresql}. */
    public String scheme() {
        return scheme;
    }

    /** Returns what stands between the scheme's colon and the question mark, as written. May hold a password. */
    public String body() {
        return body;
    }

    /** Returns the decoded parameters of the URL itself in their order; unmodifiable. May hold a password. */
    public Map<String, String> parameters() {
        return parameters;
    }

    /** Returns the options that are given beside the URL, by their names; unmodifiable. May hold a password. */
    public Map<String, String> beside() {
        return beside;
    }

    /** Returns the options that hold where neither the URL nor what is beside it says anything; unmodifiable. May hold a password. */
    public Map<String, String> otherwise() {
        return otherwise;
    }

    /** Returns all options by name, whichever place they are from: beside the URL, in it, or otherwise. May hold a password. */
    public Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>(otherwise);
        settings.putAll(parameters);
        settings.putAll(beside);
        return Collections.unmodifiableMap(settings);
    }

    /** Returns the scheme and nothing else. */
    @Override
    public String toString() {
        return scheme + ":\u2026";
    }
}
