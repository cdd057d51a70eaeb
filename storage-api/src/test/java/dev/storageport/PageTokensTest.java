// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.Field;
import dev.storageport.port.Field.Attribute;
import dev.storageport.port.Filter;
import dev.storageport.port.IndexDefinition;
import dev.storageport.port.IndexKind;
import dev.storageport.port.IndexType;
import dev.storageport.port.IndexValue;
import dev.storageport.port.Order;
import dev.storageport.port.Position;
import dev.storageport.port.Projection;
import dev.storageport.port.Scan;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PageTokensTest {

    private static final PageTokens TOKENS = new PageTokens(PageTokenKey.wellKnown());
    private static final Position POSITION = new Position(OptionalInt.empty(), Optional.empty(), "k\uD83D\uDE00");

    private static final IndexDefinition NAME = new IndexDefinition("name", IndexKind.SINGLE, IndexType.TEXT, 1);
    private static final IndexDefinition OTHER = new IndexDefinition("other", IndexKind.SINGLE, IndexType.TEXT, 1);
    private static final IndexDefinition TEXT = new IndexDefinition("text", IndexKind.SEARCH, IndexType.TEXT, 1);

    private static Scan scan(String collection, Filter filter, Order order) {
        return scan(new CollectionDefinition(collection, List.of(NAME, OTHER, TEXT)), filter, order);
    }

    private static Scan scan(CollectionDefinition collection, Filter filter, Order order) {
        return new Scan(collection, filter, order, Optional.empty(), OptionalInt.empty(), Projection.BODY);
    }

    private static Scan scan(Filter filter) {
        return scan("things", filter, Order.KEY);
    }

    @Test
    void position_ofEveryType_comesBack() {
        List<IndexValue> values = List.of(
                new IndexValue.TextValue(""),
                new IndexValue.TextValue("\u00e9\uD83D\uDE00"),
                new IndexValue.IntegerValue(Long.MIN_VALUE),
                new IndexValue.RealValue(Double.MIN_VALUE),
                new IndexValue.BooleanValue(false),
                new IndexValue.InstantValue(Limits.LATEST),
                new IndexValue.InstantValue(Limits.EARLIEST),
                new IndexValue.DateValue(LocalDate.of(1, 1, 1)),
                new IndexValue.UuidValue(new UUID(-1, 1)));
        Scan scan = scan(new Filter.All());
        for (IndexValue value : values) {
            Position position = new Position(OptionalInt.of(3), Optional.of(value), "k");
            String token = TOKENS.token(scan, position);
            assertThat(token).matches("[A-Za-z0-9_-]+");
            assertThat(TOKENS.position(scan, token)).isEqualTo(position);
        }
        assertThat(TOKENS.position(scan, TOKENS.token(scan, POSITION))).isEqualTo(POSITION);
    }

    @Test
    void token_alteredAnywhere_isRefused() {
        Scan scan = scan(new Filter.All());
        String token = TOKENS.token(scan, POSITION);
        for (int i = 0; i < token.length(); i++) {
            for (char c : "AB_9".toCharArray()) {
                if (token.charAt(i) != c) {
                    assertRefused(TOKENS, scan, token.substring(0, i) + c + token.substring(i + 1));
                }
            }
            assertRefused(TOKENS, scan, token.substring(0, i));
        }
        assertRefused(TOKENS, scan, token + "A");
        assertRefused(TOKENS, scan, token + "=");
        assertRefused(TOKENS, scan, "\u00e9");
    }

    @Test
    void token_ofAnotherQuery_isRefused() {
        List<Scan> scans = new ArrayList<>();
        Field name = new Field.Indexed("name");
        Filter.Bound bound = new Filter.Bound(new IndexValue.TextValue("a"), true);
        Filter in = new Filter.In(name, List.of(new IndexValue.TextValue("a")));
        scans.add(scan(new Filter.All()));
        scans.add(scan("others", new Filter.All(), Order.KEY));
        scans.add(scan("things", new Filter.All(), new Order(Attribute.KEY, true)));
        scans.add(scan("things", new Filter.All(), new Order(name, false)));
        scans.add(scan("things", new Filter.All(), new Order(Attribute.CREATED_AT, false)));
        Filter.Search search = new Filter.Search("text", List.of("a"));
        scans.add(scan("things", search, Order.KEY));
        scans.add(scan("things", search, new Order(Optional.of(search), Attribute.KEY, false)));
        scans.add(scan(new Filter.Search("text", List.of("a", "b"))));
        scans.add(scan(in));
        scans.add(scan(new Filter.In(name, List.of())));
        scans.add(scan(new Filter.In(new Field.Indexed("other"), List.of(new IndexValue.TextValue("a")))));
        scans.add(scan(new Filter.In(Attribute.DATA_VERSION, List.of(new IndexValue.IntegerValue(1)))));
        scans.add(scan(new Filter.Not(in)));
        scans.add(scan(new Filter.And(List.of(in, in))));
        scans.add(scan(new Filter.Or(List.of(in, in))));
        scans.add(scan(new Filter.Present("name")));
        scans.add(scan(new Filter.Range(name, Optional.of(bound), Optional.empty())));
        scans.add(scan(new Filter.Range(name, Optional.empty(), Optional.of(bound))));
        scans.add(scan(new Filter.Range(
                name, Optional.of(new Filter.Bound(new IndexValue.TextValue("a"), false)), Optional.empty())));
        Set<String> tokens = new HashSet<>();
        for (Scan one : scans) {
            String token = TOKENS.token(one, POSITION);
            assertThat(tokens.add(token)).as("%s has a token of its own", one).isTrue();
            for (Scan other : scans) {
                if (!other.equals(one)) {
                    assertRefused(TOKENS, other, token);
                }
            }
        }
    }

    @Test
    void token_ofAnotherDefinitionOfItsIndexes_isRefused() {
        Filter.Search search = new Filter.Search("text", List.of("a"));
        Order byName = new Order(new Field.Indexed("name"), false);
        Order byRank = new Order(Optional.of(search), Attribute.KEY, false);
        String named = TOKENS.token(scan("things", new Filter.All(), byName), POSITION);
        String ranked = TOKENS.token(scan("things", search, byRank), POSITION);
        for (IndexDefinition name : List.of(
                new IndexDefinition("name", IndexKind.SINGLE, IndexType.TEXT, 2),
                new IndexDefinition("name", IndexKind.SINGLE, IndexType.INTEGER, 1),
                new IndexDefinition("name", IndexKind.UNIQUE, IndexType.TEXT, 1))) {
            assertRefused(
                    TOKENS,
                    scan(new CollectionDefinition("things", List.of(name, TEXT)), new Filter.All(), byName),
                    named);
        }
        IndexDefinition text = new IndexDefinition("text", IndexKind.SEARCH, IndexType.TEXT, 2);
        assertRefused(TOKENS, scan(new CollectionDefinition("things", List.of(NAME, text)), search, byRank), ranked);
    }

    @Test
    void token_ofAConditionWithALongText_comesBack() {
        Filter.Bound bound = new Filter.Bound(new IndexValue.TextValue("a".repeat(70_000)), true);
        Scan scan = scan(new Filter.Range(Attribute.KEY, Optional.of(bound), Optional.empty()));
        assertThat(TOKENS.position(scan, TOKENS.token(scan, POSITION))).isEqualTo(POSITION);
    }

    @Test
    void token_ofAnotherKey_isRefused() {
        byte[] secret = "a key of 18 bytes.".getBytes(StandardCharsets.US_ASCII);
        PageTokens signed = new PageTokens(PageTokenKey.of(secret));
        Scan scan = scan(new Filter.All());
        String token = signed.token(scan, POSITION);
        assertRefused(TOKENS, scan, token);
        assertThat(new PageTokens(PageTokenKey.of(secret)).position(scan, token))
                .isEqualTo(POSITION);
        assertThat(PageTokenKey.of(secret)).hasToString("PageTokenKey");
        assertThatThrownBy(() -> PageTokenKey.of(new byte[15])).isInstanceOf(ConfigurationException.class);
    }

    @Test
    void token_ofAFormNobodyKnows_isRefused() {
        Scan scan = scan(new Filter.All());
        Position odd = new Position(OptionalInt.empty(), Optional.of(new IndexValue.InstantValue(Instant.EPOCH)), "k");
        assertThat(TOKENS.position(scan, TOKENS.token(scan, odd))).isEqualTo(odd);
        assertRefused(TOKENS, scan, "");
    }

    private static void assertRefused(PageTokens tokens, Scan scan, String token) {
        assertThatThrownBy(() -> tokens.position(scan, token))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("page token");
    }
}
