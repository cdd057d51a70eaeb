// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0

package dev.storageport.benchmarks.disk;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.storageport.benchmarks.contestant.Stage;
import dev.storageport.benchmarks.measure.IncompleteRunException;
import dev.storageport.benchmarks.measure.Rounds;
import dev.storageport.benchmarks.measure.Row;
import dev.storageport.benchmarks.measure.Settings;
import dev.storageport.benchmarks.workload.Data;
import dev.storageport.benchmarks.workload.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The JVM in which syncs take longer. */
final class SlowerDiskProcess {

    /** Enough for what is measured here, which asks for no warrior. */
    private static final int WARRIORS = 100;

    private SlowerDiskProcess() {}

    public static void main(String[] arguments) throws Exception {
        endWithParent();
        Settings.Mode mode = Settings.Mode.valueOf(arguments[0]);
        Duration sync = Duration.ofNanos(Long.parseLong(arguments[1]));
        Path folder = Files.createTempDirectory(Path.of(arguments[3]), "slower-disk");
        double forced = DiskSync.median(folder);
        if (forced < sync.toNanos() / 1e3) {
            throw new IncompleteRunException(
                    "the shim has no effect: a sync takes " + forced + " us, not " + Settings.text(sync));
        }
        List<Row> rows = new ArrayList<>();
        Data data = new Data(mode.documents(), WARRIORS);
        try (Stage stage = Stage.sqliteWithoutOthers(folder)) {
            stage.load(data);
            for (String name : arguments[2].split(",", -1)) {
                Workload workload = Workload.valueOf(name);
                new Rounds(mode, data, stage, workload)
                        .run(List.of(SlowerDisk.CALLERS)).stream()
                                .map(row -> row.of(SlowerDisk.title(workload, sync)))
                                .forEach(rows::add);
            }
        }
        new ObjectMapper().writeValue(Path.of(arguments[4]).toFile(), new SlowerDisk.Report(forced, rows));
    }

    private static void endWithParent() {
        Thread watch = new Thread(
                () -> {
                    try {
                        while (System.in.read() >= 0) {
                            Thread.onSpinWait();
                        }
                    } catch (IOException gone) {
                        System.err.println(gone.getMessage());
                    }
                    Runtime.getRuntime().halt(3);
                },
                "watch");
        watch.setDaemon(true);
        watch.start();
    }
}
