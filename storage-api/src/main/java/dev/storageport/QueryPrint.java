// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import dev.storageport.port.Field;
import dev.storageport.port.Filter;
import dev.storageport.port.IndexValue;
import dev.storageport.port.Order;
import dev.storageport.port.Scan;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Writes what a query asks, so that a page token can be bound to it: collection, filter and order, not the size of a page. Two queries are
 * written alike only if they are equal.
 */
final class QueryPrint {

    private QueryPrint() {}

    static void write(DataOutputStream out, Scan scan) throws IOException {
        out.writeUTF(scan.collection().name());
        write(out, scan.filter());
        Order order = scan.order();
        out.writeBoolean(order.ranking().isPresent());
        if (order.ranking().isPresent()) {
            write(out, order.ranking().get());
        }
        write(out, order.by());
        out.writeBoolean(order.descending());
    }

    private static void write(DataOutputStream out, Filter filter) throws IOException {
        if (filter instanceof Filter.All) {
            out.writeByte(0);
        } else if (filter instanceof Filter.And and) {
            out.writeByte(1);
            writeAll(out, and.parts());
        } else if (filter instanceof Filter.Or or) {
            out.writeByte(2);
            writeAll(out, or.parts());
        } else if (filter instanceof Filter.Not not) {
            out.writeByte(3);
            write(out, not.part());
        } else if (filter instanceof Filter.In in) {
            out.writeByte(4);
            write(out, in.field());
            out.writeInt(in.values().size());
            for (IndexValue value : in.values()) {
                PageTokens.write(out, value);
            }
        } else if (filter instanceof Filter.Range range) {
            out.writeByte(5);
            write(out, range.field());
            write(out, range.from());
            write(out, range.to());
        } else if (filter instanceof Filter.Present present) {
            out.writeByte(6);
            out.writeUTF(present.index());
        } else if (filter instanceof Filter.Search search) {
            out.writeByte(7);
            out.writeUTF(search.index());
            out.writeInt(search.words().size());
            for (String word : search.words()) {
                out.writeUTF(word);
            }
        }
    }

    private static void writeAll(DataOutputStream out, List<Filter> parts) throws IOException {
        out.writeInt(parts.size());
        for (Filter part : parts) {
            write(out, part);
        }
    }

    private static void write(DataOutputStream out, Optional<Filter.Bound> bound) throws IOException {
        out.writeBoolean(bound.isPresent());
        if (bound.isPresent()) {
            PageTokens.write(out, bound.get().value());
            out.writeBoolean(bound.get().inclusive());
        }
    }

    private static void write(DataOutputStream out, Field field) throws IOException {
        if (field instanceof Field.Indexed indexed) {
            out.writeUTF(indexed.index());
        } else {
            out.writeUTF(field.toString()); // upper case, so never the name of an index
        }
    }
}
