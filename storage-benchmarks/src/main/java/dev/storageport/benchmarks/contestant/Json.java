// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.benchmarks.contestant;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.github.luben.zstd.Zstd;
import dev.storageport.StorageOptions;
import dev.storageport.benchmarks.workload.Player;
import dev.storageport.quickstart.warriors.Warrior;
import java.nio.charset.StandardCharsets;

/** The mapping of the contestants that are not the library: with the same Jackson settings, and the same compression of pages. */
public final class Json {

    private static final ObjectWriter WRITER = StorageOptions.defaultMapper().writer();
    private static final ObjectReader PLAYER = StorageOptions.defaultMapper().readerFor(Player.class);
    private static final ObjectReader WARRIOR = StorageOptions.defaultMapper().readerFor(Warrior.class);
    private static final int LEVEL = 3;

    private Json() {}

    public static String text(Object value) {
        try {
            return WRITER.writeValueAsString(value);
        } catch (JsonProcessingException unmappable) {
            throw new IllegalStateException("cannot be written as JSON", unmappable);
        }
    }

    public static Player player(String json) {
        try {
            return PLAYER.readValue(json);
        } catch (JsonProcessingException malformed) {
            throw new IllegalStateException("cannot be read as a player", malformed);
        }
    }

    static Warrior warrior(String json) {
        try {
            return WARRIOR.readValue(json);
        } catch (JsonProcessingException malformed) {
            throw new IllegalStateException("cannot be read as a warrior", malformed);
        }
    }

    public static byte[] compressed(String html) {
        return Zstd.compress(html.getBytes(StandardCharsets.UTF_8), LEVEL);
    }

    public static String page(byte[] frame) {
        byte[] html = Zstd.decompress(frame, Math.toIntExact(Zstd.getFrameContentSize(frame)));
        return new String(html, StandardCharsets.UTF_8);
    }
}
