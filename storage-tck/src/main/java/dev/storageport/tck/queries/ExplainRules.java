// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.queries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.Condition;
import dev.storageport.DocumentCollection;
import dev.storageport.Index;
import dev.storageport.Query;
import dev.storageport.Stored;
import dev.storageport.UsageException;
import dev.storageport.tck.fixture.Item;
import dev.storageport.tck.harness.Topic;
import dev.storageport.tck.rule.Rule;
import java.util.List;
import org.junit.jupiter.api.Test;

/** FIND: what a database says of a query. */
abstract class ExplainRules extends Topic {

    @Test
    @Rule("FIND-10")
    void explain_describesAQuery_andRunsNothing() {
        DocumentCollection<Item> items = Item.in(bench());
        Stored<Item> stored = items.put("k", Item.of(1));
        List<Query<Object>> queries = List.of(
                Condition.all(),
                Condition.keyIs("k").not().newestFirst().limit(3),
                Condition.keyStartsWith("k").or(Condition.dataVersionIs(1)).byKeyDescending());
        for (Query<Object> query : queries) {
            assertThat(items.explain(query))
                    .as("what the database says of a query")
                    .isNotBlank();
        }
        assertThat(items.get("k")).as("the document afterwards").contains(stored);
    }

    @Test
    @Rule("FIND-10")
    void explain_ofAnIndexThatIsNotDeclared_isRefused() {
        DocumentCollection<Item> items = Item.in(bench());
        Index<Item, String> undeclared = Index.of("undeclared", String.class, item -> "x");
        assertThatThrownBy(() -> items.explain(undeclared.is("x"))).isInstanceOf(UsageException.class);
    }
}
