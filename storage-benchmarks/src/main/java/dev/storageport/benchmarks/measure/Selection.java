// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0

package dev.storageport.benchmarks.measure;

import dev.storageport.benchmarks.workload.Workload;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** What can be chosen to be measured, by name. */
public final class Selection {

    /** The bytes that a document takes. */
    public static final String STORED_BYTES = "stored-bytes";

    /** Workloads that are measured on a slower disk too, if one is simulated. */
    public static final List<Workload> ON_SLOWER_DISK = List.of(Workload.PUT, Workload.READ_THEN_WRITE);

    private static final String SLOWER_DISK = "-on-slower-disk";
    private static final Pattern LIST = Pattern.compile("[a-z0-9-]+(\\|[a-z0-9-]+)*");

    private Selection() {}

    /** Returns the name of a workload on a slower disk. */
    public static String onSlowerDisk(Workload workload) {
        return workload.id() + SLOWER_DISK;
    }

    /** Returns all names. */
    public static List<String> names() {
        List<String> names = new ArrayList<>(
                Arrays.stream(Workload.values()).map(Workload::id).toList());
        names.add(Steady.ID);
        names.add(STORED_BYTES);
        ON_SLOWER_DISK.forEach(workload -> names.add(onSlowerDisk(workload)));
        return names;
    }

    static boolean isMoreThanSlowerDisk(Pattern choice) {
        return names().stream()
                .anyMatch(name ->
                        !name.endsWith(SLOWER_DISK) && choice.matcher(name).matches());
    }

    static Pattern pattern(String choice) {
        try {
            return Pattern.compile(choice);
        } catch (PatternSyntaxException malformed) {
            throw new IncompleteRunException("not a pattern of workloads: " + malformed.getMessage());
        }
    }

    /**
     * Checks a choice.
     *
     * @throws IncompleteRunException if it matches nothing, or is a list of names one of which does not exist
     */
    static void check(Pattern choice) {
        List<String> parts = LIST.matcher(choice.pattern()).matches()
                ? List.of(choice.pattern().split("\\|", -1))
                : List.of(choice.pattern());
        for (String part : parts) {
            Pattern pattern = pattern(part);
            if (names().stream().noneMatch(name -> pattern.matcher(name).matches())) {
                throw new IncompleteRunException(
                        "no workload matches '" + part + "'; there are " + String.join(", ", names()));
            }
        }
    }
}
