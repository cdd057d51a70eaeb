// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.Field;
import dev.storageport.port.IndexDefinition;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * The declaration of a collection: its name, the Java type of its documents, its indexes and the version of their shape. Declared
 * once as a constant, given to {@link Storage#open}, and used to reach the collection. Immutable.
 *
 * @param <T> the type of the documents
 */
public final class CollectionSpec<T> {

    private final CollectionDefinition definition;
    private final Type type;
    private final List<DeclaredIndex<T>> indexes;
    private final int version;
    private final Map<Integer, UnaryOperator<JsonNode>> upcasts;
    private final Map<String, Operation> operations = new ConcurrentHashMap<>();

    private CollectionSpec(Builder<T> builder) {
        this.type = builder.type;
        this.indexes = List.copyOf(builder.indexes);
        this.version = builder.version;
        this.upcasts = Map.copyOf(builder.upcasts);
        for (int from : upcasts.keySet()) {
            if (from < 1 || from >= version) {
                throw new ConfigurationException(
                        "collection " + builder.name,
                        "upcasts from version " + from + ", and is at version " + version);
            }
        }
        List<IndexDefinition> definitions = new ArrayList<>();
        indexes.forEach(index -> definitions.add(index.definition()));
        builder.times.forEach(time -> definitions.add(IndexDefinition.ofTime(time)));
        this.definition = new CollectionDefinition(builder.name, definitions);
    }

    /**
     * Begins a declaration.
     *
     * <p>Of a component of type {@code JsonNode}, JSON knows two states where Java has three: one that the stored document lacks is
     * {@code null}; one that was {@code null}, a {@code NullNode} or a {@code MissingNode} is stored as JSON's null and comes back as a
     * {@code NullNode}. Write {@code NullNode} where it has to come back equal.
     *
     * @param name {@code [a-z][a-z0-9_]{0,47}}; a word that databases reserve, such as {@code user}, is fine
     * @param type the type of the documents: anything Jackson maps to a JSON object or array, or
     *     {@link com.fasterxml.jackson.databind.JsonNode}
     */
    public static <T> Builder<T> of(String name, Class<T> type) {
        return new Builder<>(name, type);
    }

    /**
     * Begins a declaration for a generic type.
     *
     * @param name {@code [a-z][a-z0-9_]{0,47}}
     * @param type the type of the documents, for instance {@code new TypeReference<Map<String, Player>>() {}}
     */
    public static <T> Builder<T> of(String name, TypeReference<T> type) {
        return new Builder<>(name, type.getType());
    }

    /** Returns the collection's name. */
    public String name() {
        return definition.name();
    }

    /** Returns the version of the documents' shape that this program writes. */
    public int version() {
        return version;
    }

    /**
     * Names an operation on this collection.
     *
     * @param method the name of a method, of which there are few
     */
    Operation operation(String method) {
        Operation known = operations.get(method);
        return known == null ? operations.computeIfAbsent(method, name -> Operation.of(name(), name)) : known;
    }

    Type type() {
        return type;
    }

    List<DeclaredIndex<T>> indexes() {
        return indexes;
    }

    /** Returns the steps from a data version to this program's, in order. */
    List<UnaryOperator<JsonNode>> upcastsFrom(int dataVersion) {
        if (dataVersion == version) {
            return List.of();
        }
        List<UnaryOperator<JsonNode>> steps = new ArrayList<>();
        for (int from = dataVersion; from < version; from++) {
            UnaryOperator<JsonNode> step = upcasts.get(from);
            if (step != null) {
                steps.add(step);
            }
        }
        return steps;
    }

    CollectionDefinition definition() {
        return definition;
    }

    /** Returns the collection's name. */
    @Override
    public String toString() {
        return "collection " + name();
    }

    /**
     * Gathers the parts of a declaration. Not for use by several threads.
     *
     * @param <T> the type of the documents
     */
    public static final class Builder<T> {

        private final String name;
        private final Type type;
        private final List<DeclaredIndex<T>> indexes = new ArrayList<>();
        private final Map<Integer, UnaryOperator<JsonNode>> upcasts = new HashMap<>();
        private final Set<Field.Attribute> times = EnumSet.noneOf(Field.Attribute.class);
        private int version = 1;

        private Builder(String name, Type type) {
            this.name = name;
            this.type = type;
        }

        /** Adds an index. */
        public Builder<T> index(DeclaredIndex<T> index) {
            indexes.add(index);
            return this;
        }

        /**
         * Adds an index on {@code updatedAt}, named {@code updated_at}, which is added to and dropped from a database as any other. With it
         * the questions that begin at one end of that time, such as {@link Query#newestFirst()} with a limit and
         * {@link Condition#updatedBefore}, read what they return and not the whole collection, and deleting by age is one atomic step.
         *
         * <p>Every write of a document moves its {@code updatedAt}, so each pays for this index: on PostgreSQL no update is heap-only (HOT) any
         * more, and each enters every index of the table; transactions on neighbouring documents are in conflict many times as often. Without
         * it all those questions have the same answers and read every document, about 50 ms for each 100,000.
         */
        public Builder<T> indexUpdatedAt() {
            times.add(Field.Attribute.UPDATED_AT);
            return this;
        }

        /**
         * Adds an index on {@code createdAt}, named {@code created_at}; as {@link #indexUpdatedAt()}, but only inserting and deleting pay for
         * it, since the time never moves.
         */
        public Builder<T> indexCreatedAt() {
            times.add(Field.Attribute.CREATED_AT);
            return this;
        }

        /**
         * Sets the version of the documents' shape; 1 if not set.
         *
         * @throws ConfigurationException if it is not positive
         */
        public Builder<T> version(int dataVersion) {
            if (dataVersion <= 0) {
                throw new ConfigurationException("collection " + name, "the data version is not positive");
            }
            version = dataVersion;
            return this;
        }

        /**
         * Adds the step that brings the JSON of a document from a data version to the next. Steps are applied one after another when a
         * document of an earlier version is read, before it is mapped; a version without a step is read as it is. What is stored changes
         * with the next write, or by {@link DocumentCollection#upgradeAll()}.
         *
         * @param from the data version that the step takes
         * @param step makes JSON of the next version of the given one, which it may change and return; must not depend on anything else
         * @throws ConfigurationException if there is a step from this version already
         */
        public Builder<T> upcast(int from, UnaryOperator<JsonNode> step) {
            if (upcasts.put(from, step) != null) {
                throw new ConfigurationException("collection " + name, "upcasts from version " + from + " twice");
            }
            return this;
        }

        /**
         * Returns the declaration.
         *
         * @throws ConfigurationException if the name is malformed or an index is declared twice, or if a step begins
         *     at a version that is not below the data version
         */
        public CollectionSpec<T> build() {
            return new CollectionSpec<>(this);
        }
    }
}
