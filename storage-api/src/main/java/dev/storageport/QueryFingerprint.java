// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.Field;
import dev.storageport.port.Filter;
import dev.storageport.port.IndexDefinition;
import dev.storageport.port.IndexValue;
import dev.storageport.port.Order;
import dev.storageport.port.Scan;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Writes what a query asks, so that a page token can be bound to it: collection, filter and order, not the size of a page. Two queries are
 * written alike only if they are equal, and use indexes of the same definition: by another one the positions are others.
 */
final class QueryFingerprint {

    private final CollectionDefinition collection;
    private final DataOutputStream out;

    private QueryFingerprint(CollectionDefinition collection, DataOutputStream out) {
        this.collection = collection;
        this.out = out;
    }

    static void write(DataOutputStream out, Scan scan) throws IOException {
        new QueryFingerprint(scan.collection(), out).write(scan);
    }

    private void write(Scan scan) throws IOException {
        out.writeUTF(collection.name());
        write(scan.filter());
        Order order = scan.order();
        out.writeBoolean(order.ranking().isPresent());
        if (order.ranking().isPresent()) {
            write(order.ranking().get());
        }
        write(order.by());
        out.writeBoolean(order.descending());
    }

    private void write(Filter filter) throws IOException {
        if (filter instanceof Filter.All) {
            out.writeByte(0);
        } else if (filter instanceof Filter.And and) {
            out.writeByte(1);
            writeAll(and.parts());
        } else if (filter instanceof Filter.Or or) {
            out.writeByte(2);
            writeAll(or.parts());
        } else if (filter instanceof Filter.Not not) {
            out.writeByte(3);
            write(not.part());
        } else if (filter instanceof Filter.In in) {
            out.writeByte(4);
            write(in.field());
            out.writeInt(in.values().size());
            for (IndexValue value : in.values()) {
                writeValue(value);
            }
        } else if (filter instanceof Filter.Range range) {
            out.writeByte(5);
            write(range.field());
            write(range.from());
            write(range.to());
        } else if (filter instanceof Filter.Present present) {
            out.writeByte(6);
            writeIndex(present.index());
        } else if (filter instanceof Filter.Search search) {
            out.writeByte(7);
            writeIndex(search.index());
            out.writeInt(search.words().size());
            for (String word : search.words()) {
                out.writeUTF(word);
            }
        }
    }

    private void writeAll(List<Filter> parts) throws IOException {
        out.writeInt(parts.size());
        for (Filter part : parts) {
            write(part);
        }
    }

    private void write(Optional<Filter.Bound> bound) throws IOException {
        out.writeBoolean(bound.isPresent());
        if (bound.isPresent()) {
            writeValue(bound.get().value());
            out.writeBoolean(bound.get().inclusive());
        }
    }

    private void write(Field field) throws IOException {
        if (field instanceof Field.Indexed indexed) {
            writeIndex(indexed.index());
        } else {
            out.writeUTF(field.toString()); // upper case, so never the name of an index
        }
    }

    private void writeIndex(String name) throws IOException {
        IndexDefinition index = collection.index(name);
        out.writeUTF(name);
        out.writeUTF(index.kind().name());
        out.writeUTF(index.type().name());
        out.writeInt(index.version());
    }

    /** Texts of a condition may be longer than {@link DataOutputStream#writeUTF} allows: no limit holds for a prefix. */
    private void writeValue(IndexValue value) throws IOException {
        if (value instanceof IndexValue.TextValue text) {
            byte[] bytes = text.value().getBytes(StandardCharsets.UTF_8);
            out.writeUTF(value.type().name());
            out.writeInt(bytes.length);
            out.write(bytes);
        } else {
            PageTokens.write(out, value);
        }
    }
}
