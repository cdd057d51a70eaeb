// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.benchmarks.compare;

import dev.storageport.benchmarks.contestant.Stage;
import dev.storageport.benchmarks.measure.Rounds;
import dev.storageport.benchmarks.measure.Settings;
import dev.storageport.benchmarks.workload.Contestant;
import dev.storageport.benchmarks.workload.Data;
import dev.storageport.benchmarks.workload.Database;
import dev.storageport.benchmarks.workload.Workload;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The JVM of a build, which measures a round whenever it is asked to. It also is the JVM of older builds, so what it is asked and answers
 * stays as it is.
 *
 * <pre>
 * MODE DATABASE FOLDER   arguments; loads, then  READY
 * put 16 JDBC            asked;                  RATE 12345.6  or  NONE, if nobody of that name does that
 * end of input           ends
 * </pre>
 */
final class BuildProcess {

    static final String READY = "READY";
    static final String RATE = "RATE ";
    static final String NONE = "NONE";

    private final Settings.Mode mode;
    private final Stage stage;
    private final Data data;
    private final Map<Workload, Rounds> rounds = new EnumMap<>(Workload.class);

    private BuildProcess(Settings.Mode mode, Stage stage) {
        this.mode = mode;
        this.stage = stage;
        data = new Data(mode.documents(), mode.documents());
    }

    public static void main(String[] arguments) throws Exception {
        Settings.Mode mode = Settings.Mode.valueOf(arguments[0]);
        Path folder = Files.createTempDirectory(Path.of(arguments[2]), "build");
        try (Stage stage = Database.valueOf(arguments[1]) == Database.POSTGRES
                        ? Stage.postgres()
                        : Stage.sqliteWithoutOthers(folder);
                BufferedReader questions =
                        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            new BuildProcess(mode, stage).answer(questions);
        }
    }

    private void answer(BufferedReader questions) throws Exception {
        stage.load(data);
        say(READY);
        for (String question = read(questions); !question.isEmpty(); question = read(questions)) {
            List<String> parts = List.of(question.split(" ", 3));
            say(rate(parts.get(0), Integer.parseInt(parts.get(1)), parts.get(2)));
        }
    }

    private static String read(BufferedReader questions) throws IOException {
        String line = questions.readLine();
        return line == null ? "" : line;
    }

    private String rate(String id, int callers, String name) throws InterruptedException {
        Optional<Workload> workload = Arrays.stream(Workload.values())
                .filter(known -> known.id().equals(id))
                .findFirst();
        Optional<Contestant> contestant = workload.flatMap(known -> stage.contestants(known).stream()
                .filter(part -> part.name().equals(name))
                .findFirst());
        return contestant.isEmpty()
                ? NONE
                : RATE + rounds(workload.orElseThrow()).rate(contestant.get(), callers);
    }

    private Rounds rounds(Workload workload) {
        return rounds.computeIfAbsent(workload, first -> new Rounds(mode, data, stage, first));
    }

    private static void say(String answer) {
        System.out.println(answer);
        System.out.flush();
    }
}
