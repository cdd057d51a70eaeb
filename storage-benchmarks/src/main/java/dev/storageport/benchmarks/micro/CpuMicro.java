// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.benchmarks.micro;

import dev.storageport.CollectionSpec;
import dev.storageport.Content;
import dev.storageport.DocumentCollection;
import dev.storageport.Storage;
import dev.storageport.benchmarks.contestant.Json;
import dev.storageport.benchmarks.workload.Data;
import dev.storageport.benchmarks.workload.Player;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * What costs only processor time. Through the backend for tests, which is a sorted map: mapping, canonical JSON, checks and content frames are above
 * every port. Beside it the mapping alone, and the compression alone.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class CpuMicro {

    private static final CollectionSpec<Player> DOCUMENTS =
            CollectionSpec.of("docs", Player.class).build();
    private static final String KEY = "player-00000001";

    private final Data data = new Data(64, 1);
    private final Player player = data.player(1);
    private final String json = Json.text(player);
    private final String html = data.page(1);
    private final Content content = Content.text(html);
    private final byte[] frame = Json.compressed(html);
    private final DocumentCollection<Player> documents =
            Storage.open("memory:", DOCUMENTS).collection(DOCUMENTS);

    /** Stores what is read. */
    public CpuMicro() {
        documents.put(KEY, player);
        documents.put("with-page", player, content);
    }

    /** Writes into the map. */
    @Benchmark
    public Object putInMemory() {
        return documents.put(KEY, player);
    }

    /** Reads from the map. */
    @Benchmark
    public Object getInMemory() {
        return documents.get(KEY);
    }

    /** Writes a document with a page into the map. */
    @Benchmark
    public Object putPageInMemory() {
        return documents.put("with-page", player, content);
    }

    /** Reads a document with its page from the map. */
    @Benchmark
    public Object getPageInMemory() {
        return documents.getWithContent("with-page");
    }

    /** Maps a record to JSON. */
    @Benchmark
    public Object jacksonWrite() {
        return Json.text(player);
    }

    /** Maps JSON to a record. */
    @Benchmark
    public Object jacksonRead() {
        return Json.player(json);
    }

    /** Compresses a page. */
    @Benchmark
    public Object zstdCompress() {
        return Json.compressed(html);
    }

    /** Decompresses a page. */
    @Benchmark
    public Object zstdDecompress() {
        return Json.page(frame);
    }
}
