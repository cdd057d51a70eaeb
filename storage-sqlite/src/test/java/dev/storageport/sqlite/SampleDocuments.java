// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.ContentChange;
import dev.storageport.port.ContentFrame;
import dev.storageport.port.IndexValue;
import dev.storageport.port.Precondition;
import dev.storageport.port.Write;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** Documents that vary in every type, each a function of its number: what is stored is known without asking the file. */
final class SampleDocuments {

    static final int RECORDS = 160;
    static final int PLAIN_RECORDS = 40;
    static final Instant FIRST = Instant.parse("1969-12-31T00:00:00.000001Z");

    private SampleDocuments() {}

    static String key(int i) {
        return String.format(Locale.ROOT, "doc-%03d", i);
    }

    static String body(int i) {
        return "{\"number\":" + i + ",\"text\":\"caf\u00e9 \ud83d\ude00 " + i + "\"}";
    }

    static Instant createdAt(int i) {
        return FIRST.plus(Duration.ofDays(60L * i));
    }

    /** Every seventh is put twice, every fifth touched once after that. */
    static int writes(int i) {
        return 1 + (i % 7 == 0 ? 1 : 0) + (i % 5 == 0 ? 1 : 0);
    }

    static Instant updatedAt(int i) {
        return i % 5 == 0
                ? createdAt(i).plusSeconds(7200)
                : i % 7 == 0 ? createdAt(i).plusSeconds(3600) : createdAt(i);
    }

    static long revision(int i) {
        return 1000L + i + writes(i) - 1;
    }

    static boolean indexed(int i) {
        return i % 3 != 0;
    }

    static Map<String, IndexValue> values(int i) {
        Map<String, IndexValue> values = new HashMap<>();
        if (indexed(i)) {
            values.put("a_text", new IndexValue.TextValue("t\u00e9xt " + i % 10));
            values.put("b_whole", new IndexValue.IntegerValue(i % 2 == 0 ? Long.MAX_VALUE - i : -i));
            values.put("c_real", new IndexValue.RealValue(i / 7.0));
            values.put("d_flag", new IndexValue.BooleanValue(i % 2 == 0));
            values.put("e_moment", new IndexValue.InstantValue(createdAt(i)));
            values.put("f_day", new IndexValue.DateValue(LocalDate.ofEpochDay(i * 100L - 1000)));
            values.put("g_id", new IndexValue.UuidValue(new UUID(-i, i)));
            values.put("mail", new IndexValue.TextValue("m" + i + "@example.org"));
        }
        return values;
    }

    /** Returns also values of an index of many values and of a search index. */
    static Map<String, IndexValue> grownValues(int i) {
        Map<String, IndexValue> values = new HashMap<>(values(i));
        if (indexed(i)) {
            values.put("parts", new IndexValue.MultiValue(List.of(text("p" + i % 3), text("q" + i % 4))));
            values.put("words", text("name " + i + "\u001ffor every body"));
        }
        return values;
    }

    static IndexValue text(String text) {
        return new IndexValue.TextValue(text);
    }

    /** Returns the content of every fourth, larger than a page for every hundredth. */
    static byte[] content(int i) {
        byte[] frame = new byte[i % 100 == 0 ? 5000 : 20];
        Arrays.fill(frame, (byte) i);
        return frame;
    }

    static boolean hasContent(int i) {
        return i % 4 == 0;
    }

    /** Writes one document as often as {@link #writes} says. */
    static List<Write> history(CollectionDefinition collection, int i, Map<String, IndexValue> values) {
        List<Write> writes = new ArrayList<>(List.of(put(collection, i, values, createdAt(i))));
        if (i % 7 == 0) {
            writes.add(put(collection, i, values, createdAt(i).plusSeconds(3600)));
        }
        if (i % 5 == 0) {
            writes.add(new Write.Touch(collection, key(i), createdAt(i).plusSeconds(7200)));
        }
        return writes;
    }

    static Write.Put put(CollectionDefinition collection, int i, Instant now) {
        return put(collection, i, collection.indexes().isEmpty() ? Map.of() : values(i), now);
    }

    static Write.Put put(CollectionDefinition collection, int i, Map<String, IndexValue> values, Instant now) {
        return new Write.Put(
                collection,
                key(i),
                new Precondition.None(),
                body(i),
                body(i).getBytes(StandardCharsets.UTF_8).length,
                1 + i % 2,
                values,
                hasContent(i)
                        ? new ContentChange.Replace(new ContentFrame(content(i), 10_000 + i))
                        : new ContentChange.Keep(),
                1000 + i,
                now);
    }
}
