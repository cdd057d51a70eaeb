// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import dev.storageport.ConfigurationException;
import dev.storageport.port.NearestName;
import dev.storageport.port.Quoted;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Settings of a session that an application may choose: such as change how fast the server answers, and neither what, nor which index it
 * finds it by. All others belong to the library, or to whoever runs the server.
 */
final class SessionTuning {

    /** What values look like: nothing that would have to be quoted. */
    private enum Form {
        TRUTH("on|off", "on or off"),
        NUMBER("[0-9]{1,9}(\\.[0-9]{1,3})?", "a number"),
        SIZE("[0-9]{1,9}(kB|MB|GB)", "a number with kB, MB or GB");

        private final Pattern pattern;
        private final String expected;

        Form(String pattern, String expected) {
            this.pattern = Pattern.compile(pattern);
            this.expected = expected;
        }
    }

    private static final Map<String, Form> ALLOWED = new TreeMap<>(Map.ofEntries(
            Map.entry("effective_io_concurrency", Form.NUMBER),
            Map.entry("hash_mem_multiplier", Form.NUMBER),
            Map.entry("jit", Form.TRUTH),
            Map.entry("jit_above_cost", Form.NUMBER),
            Map.entry("maintenance_work_mem", Form.SIZE),
            Map.entry("max_parallel_maintenance_workers", Form.NUMBER),
            Map.entry("max_parallel_workers_per_gather", Form.NUMBER),
            Map.entry("tcp_keepalives_count", Form.NUMBER),
            Map.entry("tcp_keepalives_idle", Form.NUMBER),
            Map.entry("tcp_keepalives_interval", Form.NUMBER),
            Map.entry("work_mem", Form.SIZE)));

    /** Settings that are looked for here, and where they are. */
    private static final Map<String, String> ELSEWHERE = Map.of(
            "application_name", "is the option applicationName",
            "default_transaction_isolation", "is the library's: every operation is serializable",
            "search_path", "has no effect here; every name is qualified, use the option schema",
            "statement_timeout", "is the option statementTimeout",
            "synchronous_commit", "is the option durability");

    private static final String OPTION = "sessionSettings";

    private SessionTuning() {}

    /** Returns the names that there are, with commas between them. */
    static String names() {
        return String.join(", ", ALLOWED.keySet());
    }

    /** Returns whether a text is a list that {@link #parse} reads. */
    static boolean isValid(String text) {
        try {
            parse(text);
            return true;
        } catch (ConfigurationException refused) {
            return false;
        }
    }

    /** Reads {@code jit=off,work_mem=64MB}. */
    static Map<String, String> parse(String text) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (String setting : text.split(",", -1)) {
            int equals = setting.indexOf('=');
            if (equals < 0) {
                throw new ConfigurationException(OPTION, "must be like jit=off,work_mem=64MB");
            }
            String name = setting.substring(0, equals).strip();
            if (settings.put(name, setting.substring(equals + 1).strip()) != null) {
                throw new ConfigurationException(OPTION, "has " + Quoted.text(name) + " twice");
            }
        }
        return require(settings);
    }

    /** Returns the settings as one text, which {@link #parse} reads. */
    static String render(Map<String, String> settings) {
        return settings.entrySet().stream()
                .map(setting -> setting.getKey() + "=" + setting.getValue())
                .collect(Collectors.joining(","));
    }

    /**
     * Returns the settings, in the order of their names.
     *
     * @throws ConfigurationException if one of them is not allowed, or its value is none
     */
    static Map<String, String> require(Map<String, String> settings) {
        settings.forEach(SessionTuning::require);
        return Collections.unmodifiableMap(new TreeMap<>(settings));
    }

    private static void require(String name, String value) {
        Form form = ALLOWED.get(name);
        if (form == null) {
            throw new ConfigurationException(OPTION, Quoted.text(name) + " " + problem(name));
        }
        if (!form.pattern.matcher(value).matches()) {
            throw new ConfigurationException(OPTION, name + " must be " + form.expected);
        }
    }

    private static String problem(String name) {
        String elsewhere = ELSEWHERE.get(name);
        if (elsewhere != null) {
            return elsewhere;
        }
        return NearestName.of(name, ALLOWED.keySet())
                .map(near -> "is not one of a session's settings that can be chosen; did you mean " + near + "?")
                .orElse("is not one of a session's settings that can be chosen; there are " + names());
    }
}
