// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.values;

import static dev.storageport.tck.fixture.Refusals.refusal;
import static dev.storageport.tck.fixture.Samples.TREES;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.storageport.Condition;
import dev.storageport.CorruptDataException;
import dev.storageport.DocumentCollection;
import dev.storageport.Limits;
import dev.storageport.SchemaMode;
import dev.storageport.port.Catalog;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.ContentChange;
import dev.storageport.port.Precondition;
import dev.storageport.port.StoragePort;
import dev.storageport.port.Write;
import dev.storageport.tck.harness.Topic;
import dev.storageport.tck.harness.Workbench;
import dev.storageport.tck.rule.Rule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** JSON: documents that somebody else wrote into the database, here through the port. */
abstract class DamagedJsonRules extends Topic {

    static final CollectionDefinition DEFINITION = new CollectionDefinition(TREES.name(), List.of());

    @Test
    @Rule("JSON-10")
    void storedJson_beyondTheLimits_isReportedAsCorrupt() {
        Map<String, String> damaged = new LinkedHashMap<>();
        damaged.put("deep", "{\"a\":" + "[".repeat(Limits.JSON_DEPTH) + "]".repeat(Limits.JSON_DEPTH) + "}");
        damaged.put("integer", "{\"a\":" + "7".repeat(Limits.NUMBER_CHARACTERS + 1) + "}");
        damaged.put("decimal", "{\"a\":0." + "7".repeat(Limits.NUMBER_CHARACTERS) + "}");
        damaged.put("nested", "{\"a\":[{\"b\":" + "7".repeat(Limits.NUMBER_CHARACTERS + 1) + "}]}");
        write(damaged);
        DocumentCollection<JsonNode> trees = bench().open(TREES).collection(TREES);
        damaged.keySet().forEach(key -> {
            assertNamed(key, refusal(CorruptDataException.class, "get", () -> trees.get(key)));
            assertNamed(key, refusal(CorruptDataException.class, "getAll", () -> trees.getAll(List.of(key))));
            assertNamed(key, refusal(CorruptDataException.class, "update", () -> trees.update(key, tree -> tree)));
            assertNamed(
                    key, refusal(CorruptDataException.class, "find", () -> trees.find(Condition.keyStartsWith(key))));
            assertThat(trees.contains(key)).as("whether the document is there").isTrue();
            assertThat(trees.delete(key))
                    .as("whether the document can be deleted")
                    .isTrue();
        });
    }

    private void write(Map<String, String> bodies) {
        try (StoragePort port = bench().harness().port()) {
            port.prepare(new Catalog(List.of(DEFINITION)), SchemaMode.MIGRATE);
            port.write(bodies.entrySet().stream()
                    .map(body -> put(body.getKey(), body.getValue()))
                    .toList());
        }
    }

    private static Write put(String key, String body) {
        return new Write.Put(
                DEFINITION,
                key,
                new Precondition.None(),
                body,
                body.length(),
                1,
                Map.of(),
                new ContentChange.Remove(),
                1,
                Workbench.START);
    }

    private static void assertNamed(String key, CorruptDataException corrupt) {
        assertThat(corrupt.collection()).as("collection named by the error").isEqualTo("trees");
        assertThat(corrupt.key()).as("key named by the error").contains(key);
        assertThat(corrupt).as("the message").message().doesNotContain("777");
    }
}
