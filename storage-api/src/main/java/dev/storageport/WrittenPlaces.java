// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.TreeNode;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The places of a collection's documents that objects of a class were written in and read back from. A place is a member of a class: how an
 * object is read depends on the class it stands in, the member, and the class it has itself, and on nothing that the members of maps and
 * the elements of lists are called.
 *
 * <pre>
 *   Garden(List{@literal <Plant>} plants, Map{@literal <String, Plant>} byName)     new Garden(List.of(new Rose(), new Oak()), Map.of("x", new Rose()))
 *   places    - Garden,  Garden.plants Rose,  Garden.plants Oak,  Garden.byName Rose
 * </pre>
 *
 * Looking a place up allocates nothing. For use by many threads.
 */
final class WrittenPlaces {

    /** Objects whose members are data, as a map's, have any number of places; from here on members are not told apart. */
    private static final int MOST_MEMBERS = 512;

    /**
     * A place.
     *
     * @param within the class around it; {@code null}: the document itself
     */
    record Place(@Nullable Class<?> within, String member, Class<?> type) {

        private int hash() {
            return hashOf(within, member, type);
        }

        private boolean is(@Nullable Class<?> otherWithin, String otherMember, Class<?> otherType) {
            return within == otherWithin && type == otherType && member.equals(otherMember);
        }
    }

    /** Open addressing, at most half full; never changed once it is seen. */
    private volatile @Nullable Place[] table = new @Nullable Place[16];

    private volatile int count;

    /** Returns the place of an object that is about to be written if it is new, else {@code null}. */
    @Nullable
    Place unknown(JsonStreamContext context, Object written) {
        if (!isOfMembers(written)) {
            return null;
        }
        JsonStreamContext at = context;
        while (at != null && !(at.inObject() && isOfMembers(at.getCurrentValue()))) {
            at = at.getParent();
        }
        Class<?> within =
                at == null ? null : Objects.requireNonNull(at.getCurrentValue()).getClass();
        String name = at == null || count >= MOST_MEMBERS ? null : at.getCurrentName();
        return unknown(within, name == null ? "" : name, written.getClass());
    }

    /** Returns the place of a whole document if it is new, else {@code null}. */
    @Nullable
    Place unknown(Class<?> document) {
        return unknown(null, "", document);
    }

    private @Nullable Place unknown(@Nullable Class<?> within, String member, Class<?> type) {
        return find(table, within, member, type) == null ? new Place(within, member, type) : null;
    }

    /** Returns whether the members that an object is written with are those of its class. */
    private static boolean isOfMembers(@Nullable Object value) {
        return value != null && !(value instanceof Map) && !(value instanceof TreeNode);
    }

    private static int hashOf(@Nullable Class<?> within, String member, Class<?> type) {
        int hash = (type.hashCode() * 31 + (within == null ? 0 : within.hashCode())) * 31 + member.hashCode();
        return hash ^ (hash >>> 16);
    }

    private static @Nullable Place find(
            @Nullable Place[] table, @Nullable Class<?> within, String member, Class<?> type) {
        int mask = table.length - 1;
        for (int i = hashOf(within, member, type) & mask; ; i = (i + 1) & mask) {
            Place place = table[i];
            if (place == null || place.is(within, member, type)) {
                return place;
            }
        }
    }

    /** Adds places that were read back. */
    synchronized void add(List<Place> places) {
        int most = count + places.size();
        int size = table.length;
        while (size < 2 * most) {
            size *= 2;
        }
        @Nullable Place[] grown = new @Nullable Place[size];
        int added = 0;
        for (Place place : table) {
            added += put(grown, place);
        }
        for (Place place : places) {
            added += put(grown, place);
        }
        table = grown;
        count = added;
    }

    private static int put(@Nullable Place[] table, @Nullable Place place) {
        if (place == null || find(table, place.within(), place.member(), place.type()) != null) {
            return 0;
        }
        int mask = table.length - 1;
        int at = place.hash() & mask;
        while (table[at] != null) {
            at = (at + 1) & mask;
        }
        table[at] = place;
        return 1;
    }
}
