// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.benchmarks.measure;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Another JVM that measures, like this one. */
public final class ChildJvm {

    private ChildJvm() {}

    /**
     * Returns the command that starts one with the heap of this JVM. What others have attached to this one, such as agents that listen, stays
     * out.
     */
    public static List<String> command(String classPath, Class<?> main, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("-Xm") || argument.startsWith("-Dorg.slf4j"))
                .toList());
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-classpath", classPath, main.getName()));
        command.addAll(arguments);
        return command;
    }
}
