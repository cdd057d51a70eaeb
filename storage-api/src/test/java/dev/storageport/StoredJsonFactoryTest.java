// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StoredJsonFactoryTest {

    private static final int MORE_THAN_A_SCHEMA_HAS = 600;

    private final StoredJsonFactory parsers = new StoredJsonFactory();

    /** Returns the name of the only member, as the parser gives it. */
    private String name(String json) throws IOException {
        try (JsonParser parser = parsers.parser(json)) {
            parser.nextToken();
            return parser.nextFieldName();
        }
    }

    @Test
    void names_ofASchema_areShared() throws IOException {
        assertThat(name("{\"name\":1}")).isSameAs(name("{\"name\":2}"));
    }

    @Test
    void names_thatAreData_areReadAndNotKept() throws IOException {
        String first = name("{\"name\":1}");
        for (int i = 0; i < MORE_THAN_A_SCHEMA_HAS; i++) {
            assertThat(name("{\"n" + i + "\":1}")).isEqualTo("n" + i);
        }
        assertThat(name("{\"name\":1}")).isEqualTo("name").isNotSameAs(first);
    }

    /** Each pair of letters counts the same in the sum that the table of names is ordered by. */
    @Test
    void names_thatCollide_areReadLikeOthers() throws IOException {
        List<String> names = List.of("");
        for (int pairs = 0; pairs < 11; pairs++) {
            List<String> longer = new ArrayList<>();
            names.forEach(name -> longer.addAll(List.of(name + "Aa", name + "B@")));
            names = longer;
        }
        StringBuilder json = new StringBuilder("{");
        names.forEach(name ->
                json.append(json.length() > 1 ? ",\"" : "\"").append(name).append("\":0"));
        String document = json.append('}').toString();
        for (int time = 0; time < 3; time++) {
            List<String> read = new ArrayList<>();
            try (JsonParser parser = parsers.parser(document)) {
                parser.nextToken();
                for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                    read.add(name);
                    parser.nextToken();
                }
            }
            assertThat(read).isEqualTo(names);
        }
    }
}
