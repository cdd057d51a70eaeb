// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.benchmarks.measure;

import dev.storageport.benchmarks.contestant.Stage;
import dev.storageport.benchmarks.workload.Contestant;
import dev.storageport.benchmarks.workload.Data;
import dev.storageport.benchmarks.workload.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Before anything is measured: whether all who take part in a workload give the same answers. */
public final class Agreement {

    private static final int QUESTIONS = 20;

    private Agreement() {}

    /**
     * Asks everybody the same.
     *
     * @throws IllegalStateException if one answers otherwise than the library
     */
    public static void check(Stage stage, Data data) throws Exception {
        for (Workload workload : List.of(
                Workload.GET, Workload.GET_ALL, Workload.GET_PAGE, Workload.STREAM, Workload.PAGE, Workload.SEARCH)) {
            List<Long> expected = answers(workload, stage.library(), data);
            for (Contestant contestant : stage.contestants(workload)) {
                List<Long> answers = answers(workload, contestant, data);
                if (!answers.equals(expected)) {
                    throw new IllegalStateException(stage.database().title() + ", " + workload.title() + ": "
                            + contestant.name() + " answers " + answers + ", the library " + expected);
                }
            }
        }
    }

    private static List<Long> answers(Workload workload, Contestant contestant, Data data) throws Exception {
        Random random = new Random(11);
        List<Long> answers = new ArrayList<>();
        for (int i = 0; i < QUESTIONS; i++) {
            answers.add(answer(workload, contestant, data, random));
        }
        return answers;
    }

    private static long answer(Workload workload, Contestant contestant, Data data, Random random) throws Exception {
        return switch (workload) {
            case GET -> contestant.get(random.nextInt(4) == 0 ? "absent" : data.anyKey(random));
            case GET_ALL -> contestant.getAll(List.of(data.anyKey(random), "absent", data.anyKey(random)));
            case GET_PAGE -> contestant.getPage(Data.key(random.nextInt(data.pages() * 2)));
            case STREAM -> contestant.stream(100);
            case PAGE -> contestant.pageOfWarriors("Kit " + (char) ('A' + random.nextInt(26)), "Leia");
            default -> contestant.searchWarriors(data.namePart(random));
        };
    }
}
