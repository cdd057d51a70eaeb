// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import static dev.storageport.sqlite.SqliteFiles.CATALOG;
import static dev.storageport.sqlite.SqliteFiles.USERS;
import static dev.storageport.sqlite.SqliteFiles.put;

import dev.storageport.SchemaMode;
import dev.storageport.StorageAccessException;
import dev.storageport.StorageException;
import dev.storageport.port.Filter;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Opens files as it is told, a line each: schema mode and path. Says what happens, a line for each step, and waits for a line between two. */
final class LookingProgram {

    private LookingProgram() {}

    static void run(BufferedReader input, Consumer<String> say) throws IOException {
        say.accept("ready");
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            String[] words = line.split(" ", 2);
            try (SqlitePort port = new SqlitePort(SqliteOptions.file(Path.of(words[1])))) {
                say.accept(attempt(() -> {
                    port.prepare(CATALOG, SchemaMode.valueOf(words[0]));
                    return "opened";
                }));
                String next = input.readLine();
                while (next != null && !next.equals("close")) {
                    String step = next;
                    say.accept(attempt(() -> step(port, step)));
                    next = input.readLine();
                }
            }
            say.accept("closed");
        }
    }

    private static String step(SqlitePort port, String step) {
        return switch (step) {
            case "count" -> String.valueOf(port.count(USERS, new Filter.All()));
            case "write" -> String.valueOf(port.write(List.of(put("new"))));
            case "health" -> "live " + port.health(Duration.ofSeconds(1)).live();
            default -> throw new IllegalArgumentException(step);
        };
    }

    private static String attempt(Supplier<String> step) {
        try {
            return step.get();
        } catch (StorageAccessException failed) {
            return failed.reason() + ": " + failed.getMessage();
        } catch (StorageException failed) {
            return failed.getClass().getSimpleName() + ": " + failed.getMessage();
        }
    }
}
