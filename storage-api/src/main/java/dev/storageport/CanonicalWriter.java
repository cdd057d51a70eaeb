// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import com.fasterxml.jackson.core.io.NumberOutput;
import java.math.BigDecimal;
import java.util.Arrays;

/**
 * Writes JSON in the one form that every backend gives back unchanged:
 *
 * <ul>
 *   <li>no white space; members ordered by the length of their name in UTF-8, then by its bytes, which is the order PostgreSQL's
 *       jsonb keeps them in, so no backend has to sort;
 *   <li>integers as digits; other numbers without exponent and with at least one digit after the point, because jsonb turns
 *       {@code 1.0E10} into {@code 10000000000}; no negative zero, which jsonb drops;
 *   <li>no member twice, of which databases keep the first, the last or both; no U+0000, no unpaired surrogate.
 * </ul>
 *
 * What has no such form is not written, and the method returns false; what is wrong with it is said by {@link CanonicalJson}. Members
 * are written as they come and moved when their object ends, if they did not come in order:
 *
 * <pre>
 *   out       {"name":"a","tags":["x"],"at":{"zone":"Z","day":1
 *             1      2          3         levels: 1 and 3 are objects, 2 was an array
 *   members    ^name      ^tags       ^at   ^zone      ^day      OpenMembers: where each begins; each level knows its first one
 * </pre>
 *
 * Not for use by several threads.
 */
final class CanonicalWriter {

    private static final int UNORDERED = 1 << 31;

    /** What follows the backslash in front of a character of ASCII; 0: the character stands for itself, 'u': it is given by its number. */
    private static final byte[] ESCAPES = escapes();

    private char[] out;
    private int length;

    /** How many bytes more than characters there are in UTF-8. */
    private long moreBytes;

    private final OpenMembers members = new OpenMembers();

    /** The first member of each level, with the mark that its members are not in order. */
    private int[] levels = new int[8];

    private int depth;

    /** For members that are moved. */
    private char[] unordered = new char[0];

    CanonicalWriter(int sizeHint) {
        out = new char[sizeHint];
    }

    private static byte[] escapes() {
        byte[] escapes = new byte[0x80];
        Arrays.fill(escapes, 0, 0x20, (byte) 'u');
        escapes['"'] = '"';
        escapes['\\'] = '\\';
        escapes['\b'] = 'b';
        escapes['\f'] = 'f';
        escapes['\n'] = 'n';
        escapes['\r'] = 'r';
        escapes['\t'] = 't';
        return escapes;
    }

    /** Begins anew, for another document. */
    void clear() {
        length = 0;
        moreBytes = 0;
        depth = 0;
        members.clear();
    }

    /** Returns how many characters, names among them, this keeps room for. */
    int capacity() {
        return Math.max(out.length, members.capacity());
    }

    /** Returns how many characters are written. */
    int length() {
        return length;
    }

    /** Returns what is written. */
    CanonicalText text() {
        return new CanonicalText(text(length), length + moreBytes);
    }

    /** Returns the first part of what is written. */
    String text(int end) {
        return new String(out, 0, end);
    }

    boolean startObject() {
        return start('{');
    }

    boolean startArray() {
        return start('[');
    }

    private boolean start(char bracket) {
        if (depth == Limits.JSON_DEPTH) {
            return false;
        }
        if (depth == levels.length) {
            levels = Arrays.copyOf(levels, 2 * depth);
        }
        levels[depth++] = members.count();
        append(bracket);
        return true;
    }

    void endArray() {
        depth--;
        append(']');
    }

    /** Returns false if a member was given twice. */
    boolean endObject() {
        int level = levels[depth - 1];
        int first = level & ~UNORDERED;
        if (level < 0 && !reorder(first)) {
            return false;
        }
        depth--;
        members.removeFrom(first);
        append('}');
        return true;
    }

    /** Writes what stands in front of an element. */
    void element() {
        if (out[length - 1] != '[') {
            append(',');
        }
    }

    /** Begins a member. */
    boolean name(String name) {
        int before = length;
        if (out[length - 1] != '{') {
            append(',');
        }
        int start = length;
        int bytes = quote(name);
        if (bytes < 0 || bytes > Limits.MEMBER_NAME_BYTES) {
            length = before;
            return false;
        }
        append(':');
        members.add(name, bytes, start);
        int level = levels[depth - 1];
        if (level >= 0 && !members.lastInOrder(level)) {
            levels[depth - 1] = level | UNORDERED;
        }
        return true;
    }

    boolean string(String text) {
        int before = length;
        if (quote(text) < 0) {
            length = before;
            return false;
        }
        return true;
    }

    void literal(boolean value) {
        ascii(value ? "true" : "false");
    }

    void nothing() {
        ascii("null");
    }

    void integer(long value) {
        ensure(20);
        length = NumberOutput.outputLong(value, out, length);
    }

    boolean integer(String digits) {
        if (digits.length() > Limits.NUMBER_CHARACTERS) {
            return false;
        }
        ascii(digits.equals("-0") ? "0" : digits);
        return true;
    }

    /** Writes a finite number that has a point or an exponent. */
    boolean decimal(String text) {
        if (text.length() <= 32 && text.indexOf('E') < 0 && text.indexOf('e') < 0) {
            plainDecimal(text);
            return true;
        }
        if (text.length() > 2 * Limits.NUMBER_CHARACTERS) {
            return false;
        }
        try {
            return decimal(new BigDecimal(text));
        } catch (NumberFormatException hugeExponent) {
            return false;
        }
    }

    boolean decimal(BigDecimal value) {
        BigDecimal number = value.stripTrailingZeros();
        long integerDigits = Math.max(1, (long) number.precision() - number.scale());
        if (integerDigits + Math.max(1L, number.scale()) + 2 > Limits.NUMBER_CHARACTERS) {
            return false;
        }
        ascii((number.scale() < 1 ? number.setScale(1) : number).toPlainString());
        return true;
    }

    /** Writes a decimal without exponent and with a point, but for zeros at its end and the sign of zero. */
    private void plainDecimal(String text) {
        int end = text.length();
        while (text.charAt(end - 1) == '0' && text.charAt(end - 2) != '.') {
            end--;
        }
        boolean negativeZero = end == 4 && text.startsWith("-0.0");
        int begin = negativeZero ? 1 : 0;
        ascii(text, begin, end);
    }

    private void ascii(String text) {
        ascii(text, 0, text.length());
    }

    private void ascii(String text, int begin, int end) {
        ensure(end - begin);
        text.getChars(begin, end, out, length);
        length += end - begin;
    }

    private void append(char ascii) {
        if (length == out.length) {
            ensure(1);
        }
        out[length++] = ascii;
    }

    /** Makes room. */
    private void ensure(int more) {
        if (more > out.length - length) {
            grow((long) length + more);
        }
    }

    private void grow(long needed) {
        int most = Integer.MAX_VALUE - 8;
        if (needed > most) {
            throw new OutOfMemoryError("a document is longer than an array can be");
        }
        out = Arrays.copyOf(out, (int) Math.min(most, Math.max(needed, 2L * out.length)));
    }

    /** Writes a text in quotes and returns its length in UTF-8, or a negative number if it is not valid. */
    private int quote(String text) {
        int size = text.length();
        ensure(size + 2);
        char[] to = out;
        int begin = length + 1;
        int end = begin + size;
        text.getChars(0, size, to, begin);
        int expansion = 0;
        int more = 0;
        for (int i = plain(to, begin, end); i < end; i++) {
            char c = to[i];
            if (c < 0x80) {
                expansion += ESCAPES[c] == 0 ? 0 : ESCAPES[c] == 'u' ? 5 : 1;
            } else if (c < 0x800) {
                more += 1;
            } else {
                more += 2;
                if (Character.isSurrogate(c)) {
                    i++;
                    if (Character.isLowSurrogate(c) || i == end || !Character.isLowSurrogate(to[i])) {
                        return -1;
                    }
                }
            }
        }
        if (expansion != 0 && !escape(end, expansion)) {
            return -1;
        }
        out[length] = '"';
        length = end + expansion + 1;
        out[length - 1] = '"';
        moreBytes += more;
        return size + more;
    }

    /** Returns where the first characters end that are ASCII and stand for themselves, or a little before: they are looked at by fours. */
    private static int plain(char[] text, int begin, int end) {
        int i = begin;
        while (i + 4 <= end) {
            char a = text[i];
            char b = text[i + 1];
            char c = text[i + 2];
            char d = text[i + 3];
            if ((a | b | c | d) >= 0x80 || (ESCAPES[a] | ESCAPES[b] | ESCAPES[c] | ESCAPES[d]) != 0) {
                return i;
            }
            i += 4;
        }
        return i;
    }

    /** Puts the characters that do not stand for themselves into their longer form, from the last on; returns false for U+0000. */
    private boolean escape(int end, int expansion) {
        ensure(end - length + expansion + 1);
        char[] to = out;
        int at = end + expansion;
        for (int i = end - 1; at > i + 1; i--) {
            char c = to[i];
            int escape = c < 0x80 ? ESCAPES[c] : 0;
            if (escape == 0) {
                to[--at] = c;
                continue;
            }
            if (c == 0) {
                return false;
            }
            if (escape == 'u') {
                to[--at] = Character.forDigit(c & 0xf, 16);
                to[--at] = Character.forDigit(c >> 4, 16);
                to[--at] = '0';
                to[--at] = '0';
            }
            to[--at] = (char) escape;
            to[--at] = '\\';
        }
        return true;
    }

    /** Moves the members of the innermost object into order; returns false if one was given twice. */
    private boolean reorder(int first) {
        int[] order = members.order(first);
        if (!members.distinct(order)) {
            return false;
        }
        int begin = members.start(first);
        int size = length - begin;
        if (size > unordered.length) {
            unordered = new char[out.length];
        }
        System.arraycopy(out, begin, unordered, 0, size);
        int at = begin;
        for (int member : order) {
            if (at > begin) {
                out[at++] = ',';
            }
            int start = members.start(member);
            int end = member + 1 == members.count() ? length : members.start(member + 1) - 1;
            System.arraycopy(unordered, start - begin, out, at, end - start);
            at += end - start;
        }
        return true;
    }
}
