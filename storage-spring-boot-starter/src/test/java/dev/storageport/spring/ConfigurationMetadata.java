// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.spring;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.storageport.StorageConfig;
import dev.storageport.port.Option;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What editors know of the properties, made from what the library and the backends say of their options. */
final class ConfigurationMetadata {

    /** From the folder of any module. */
    static final Path FILE =
            Path.of("../storage-spring-boot-starter/src/main/resources/META-INF/spring-configuration-metadata.json");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, ObjectNode> properties = new TreeMap<>();
    private final Map<String, ObjectNode> hints = new TreeMap<>();

    private ConfigurationMetadata() {}

    /** Writes the file; started from the folder of the module. */
    public static void main(String[] args) throws IOException {
        Files.writeString(FILE, text(), StandardCharsets.UTF_8);
    }

    static String text() throws IOException {
        ConfigurationMetadata all = new ConfigurationMetadata();
        all.add("", StorageConfig.ownOptions());
        all.add("", StorageConfig.libraryOptions());
        all.add("PostgreSQL: ", StorageConfig.backendOptions("postgres"));
        all.add("SQLite: ", StorageConfig.backendOptions("sqlite"));
        all.add(
                "storage.data-source",
                String.class,
                "Whether the storage is on the application's data source: true, or the name of its bean. PostgreSQL only.",
                "false");
        all.add(
                "management.health.storage.enabled",
                Boolean.class,
                "Whether the actuator shows the storage's health.",
                "true");
        all.add(
                "management.health.storage.timeout",
                Duration.class,
                "How long the actuator waits for the storage's answer.",
                "800ms");
        return all.render();
    }

    private void add(String backend, List<Option<?>> options) {
        for (Option<?> option : options) {
            String name = "storage."
                    + option.environmentName().toLowerCase(Locale.ROOT).replace('_', '-');
            add(name, type(option), backend + option.description(), option.defaultText());
            if (option.isSecret()) {
                add(name + "-file", String.class, "The file in which " + name + " is.", "none");
            }
            if (option.kind() == Option.Kind.CHOICE) {
                hint(name, option);
            }
        }
    }

    private static Class<?> type(Option<?> option) {
        return switch (option.kind()) {
            case DURATION, NUMBER, TRUTH -> option.type();
            case SIZE, CHOICE, TEXT -> String.class;
        };
    }

    private void add(String name, Class<?> type, String description, String byDefault) {
        ObjectNode property = properties.computeIfAbsent(name, any -> JSON.createObjectNode());
        String before = property.path("description").asText();
        property.put("name", name);
        property.put("type", type.getName());
        property.put("description", before.isEmpty() ? description : before + " " + description);
        if (!byDefault.contains(" ") && !byDefault.equals("none")) {
            property.put("defaultValue", byDefault);
        }
    }

    private <T> void hint(String name, Option<T> option) {
        ArrayNode values = hints.computeIfAbsent(
                        name, any -> JSON.createObjectNode().put("name", name))
                .withArray("values");
        Arrays.stream(option.type().getEnumConstants())
                .map(option::render)
                .filter(value -> values.findValuesAsText("value").stream().noneMatch(value::equals))
                .forEach(value -> values.addObject().put("value", value));
    }

    private String render() throws IOException {
        ObjectNode root = JSON.createObjectNode();
        root.putArray("groups")
                .addObject()
                .put("name", "storage")
                .put("type", StorageAutoConfiguration.class.getName())
                .put("description", "The application's storage of documents.");
        properties.values().forEach(root.putArray("properties")::add);
        hints.values().forEach(root.putArray("hints")::add);
        DefaultIndenter lines = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        printer.indentArraysWith(lines);
        printer.indentObjectsWith(lines);
        return JSON.writer(printer).writeValueAsString(root) + "\n";
    }
}
