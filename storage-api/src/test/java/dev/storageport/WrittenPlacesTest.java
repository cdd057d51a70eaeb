// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.json.JsonWriteContext;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class WrittenPlacesTest {

    record Outer(int number) {}

    record Inner(int number) {}

    private static final Outer OUTER = new Outer(1);
    private static final Inner INNER = new Inner(1);

    private static JsonWriteContext member(Object of, String name) throws Exception {
        JsonWriteContext context = JsonWriteContext.createRootContext(null).createChildObjectContext(of);
        context.writeFieldName(name);
        return context;
    }

    private static boolean isNew(WrittenPlaces places, JsonWriteContext context, Object value) {
        return places.unknown(context, value) != null;
    }

    private static void add(WrittenPlaces places, JsonWriteContext context, Object value) {
        places.add(List.of(Objects.requireNonNull(places.unknown(context, value))));
    }

    @Test
    void place_isClassMemberAndClass() throws Exception {
        WrittenPlaces places = new WrittenPlaces();
        add(places, member(OUTER, "a"), INNER);
        assertThat(isNew(places, member(OUTER, "a"), new Inner(2))).isFalse();
        assertThat(isNew(places, member(OUTER, "b"), INNER)).isTrue();
        assertThat(isNew(places, member(OUTER, "a"), OUTER)).isTrue();
        assertThat(isNew(places, member(INNER, "a"), INNER)).isTrue();
        assertThat(isNew(places, JsonWriteContext.createRootContext(null), INNER))
                .isTrue();
    }

    @Test
    void listsAndMaps_makeNoPlaces() throws Exception {
        WrittenPlaces places = new WrittenPlaces();
        JsonWriteContext member = member(OUTER, "a");
        add(places, member, INNER);
        JsonWriteContext map = member.createChildArrayContext(List.of()).createChildObjectContext(Map.of());
        map.writeFieldName("of the data");
        assertThat(isNew(places, map, INNER)).isFalse();
        assertThat(isNew(places, map, Map.of())).isFalse();
        assertThat(isNew(places, JsonWriteContext.createRootContext(null), Map.of()))
                .isFalse();
    }

    @Test
    void place_thatIsKnown_costsNoAllocation() throws Exception {
        WrittenPlaces places = new WrittenPlaces();
        JsonWriteContext member = member(OUTER, "a");
        add(places, member, INNER);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        assertThat(isNew(places, member, INNER)).isFalse(); // loads what it needs
        long before = threads.getCurrentThreadAllocatedBytes();
        int unknown = 0;
        for (int i = 0; i < 10_000; i++) {
            unknown += isNew(places, member, INNER) ? 1 : 0;
        }
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(10_000);
        assertThat(unknown).isZero();
    }

    @Test
    void members_withoutEnd_areNotToldApartForEver() throws Exception {
        WrittenPlaces places = new WrittenPlaces();
        int added = 0;
        for (int i = 0; i < 10_000; i++) {
            WrittenPlaces.Place unknown = places.unknown(member(OUTER, "m" + i), INNER);
            if (unknown != null) {
                places.add(List.of(unknown));
                added++;
            }
        }
        assertThat(added).isBetween(500, 600);
        for (int i = 0; i < added - 1; i++) {
            assertThat(isNew(places, member(OUTER, "m" + i), INNER)).isFalse();
        }
        assertThat(isNew(places, member(INNER, "m"), INNER)).isTrue();
    }
}
