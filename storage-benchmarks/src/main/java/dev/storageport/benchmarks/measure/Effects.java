// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0

package dev.storageport.benchmarks.measure;

import dev.storageport.benchmarks.contestant.Stage;
import dev.storageport.benchmarks.workload.Contestant;
import dev.storageport.benchmarks.workload.Data;
import dev.storageport.benchmarks.workload.Player;
import dev.storageport.benchmarks.workload.Workload;
import java.util.List;

/** Before anything is measured: whether what each contestant writes can be read afterwards. One that does not commit would be fast. */
public final class Effects {

    private static final String FRESH = "fresh";

    private final String database;
    private final Player player;

    private Effects(String database, Data data) {
        this.database = database;
        player = data.player(0);
    }

    /**
     * Writes and reads.
     *
     * @throws IncompleteRunException if a contestant's write has no effect
     */
    public static void check(Stage stage, Data data) throws Exception {
        for (Workload workload : Workload.values()) {
            for (Contestant contestant : stage.contestants(workload)) {
                check(stage.database().title(), workload, contestant, data);
            }
        }
    }

    static void check(String database, Workload workload, Contestant contestant, Data data) throws Exception {
        new Effects(database, data).check(workload, contestant);
    }

    private void check(Workload workload, Contestant contestant) throws Exception {
        String key = Data.key(0);
        String other = Data.key(1);
        int before = contestant.get(key);
        int beforeOther = contestant.get(other);
        switch (workload) {
            case UPDATE -> contestant.update(key);
            case READ_THEN_WRITE -> contestant.readThenWrite(key);
            case TRANSFER, NEIGHBOURS -> contestant.transfer(key, other);
            case PUT -> contestant.put(key, counted(before + 1));
            case REPLACE_IF -> contestant.replaceIf(key, contestant.revision(key), counted(before + 1));
            case PUT_ALL, PUT_ALL_NEW ->
                contestant.putAll(List.of(key, other), List.of(counted(before + 1), counted(beforeOther + 1)));
            case INSERT -> {
                contestant.insert(FRESH, counted(0));
                require(contestant.get(FRESH) == 0, workload, contestant);
                require(!contestant.insert(FRESH, counted(0)), workload, contestant);
                return;
            }
            default -> {
                return;
            }
        }
        require(contestant.get(key) == before + 1, workload, contestant);
        if (workload == Workload.TRANSFER || workload == Workload.PUT_ALL) {
            require(contestant.get(other) == beforeOther + 1, workload, contestant);
        }
    }

    private Player counted(int visits) {
        Player counted = player;
        while (counted.visits() < visits) {
            counted = counted.visited();
        }
        return counted;
    }

    private void require(boolean expected, Workload workload, Contestant contestant) {
        if (!expected) {
            throw new IncompleteRunException(
                    database + ", " + workload.title() + ": what " + contestant.name() + " wrote is not there");
        }
    }
}
