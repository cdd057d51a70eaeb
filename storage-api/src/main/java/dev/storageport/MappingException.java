// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The mapper cannot read the collection's Java type: not at all, which is told when the storage is opened; not a value that was about to be
 * stored, which is refused then; or not a document that is stored. {@link #reason()} says why. The message names type and member at fault,
 * never the value; nothing was applied.
 */
public final class MappingException extends CollectionException {

    private static final long serialVersionUID = 1L;

    /** Why a value cannot be read, and what to do about it. */
    public enum Reason {
        /**
         * The JSON has a member that the type does not know. A value that writes one has a getter without a field, setter or parameter of the
         * constructor: give it one, or annotate the getter with {@code @JsonIgnore}.
         */
        UNKNOWN_MEMBER,
        /**
         * The class has no constructor or factory that the mapper can use: use a record, add a constructor without parameters or one with
         * {@code @JsonCreator}, or register the module that knows the class, such as {@code jackson-module-kotlin} for classes of Kotlin.
         */
        NO_CREATOR,
        /**
         * An interface or abstract class is declared, and nothing in the JSON tells which class a value was of: annotate it with
         * {@code @JsonTypeInfo} and {@code @JsonSubTypes}, or declare a class.
         */
        ABSTRACT_TYPE,
        /** The JSON does not tell the class of a value, or tells one that is not known: name it in {@code @JsonSubTypes}. */
        UNKNOWN_SUBTYPE,
        /**
         * The class is in a package of a named module that Jackson may not look into: write {@code opens … to
         * com.fasterxml.jackson.databind} in {@code module-info.java}.
         */
        PACKAGE_NOT_OPEN,
        /** A member holds something else than its type: text where a number should be, an object where a list should be. */
        MISMATCH,
        /**
         * The application's own code failed: a constructor, setter or deserializer, or a step to a later data version. What it threw is the
         * cause.
         */
        APPLICATION,
        /** None of these. */
        OTHER
    }

    private final Reason reason;
    private final boolean stored;

    /**
     * Creates the failure of a document that is stored.
     *
     * @param reason why it cannot be read
     * @param collection the document's collection
     * @param key the document's key
     * @param problem what does not hold; never the data
     * @param cause the underlying error, or {@code null} if there is none or if its text may hold the data
     */
    public MappingException(Reason reason, String collection, String key, String problem, @Nullable Throwable cause) {
        this(reason, collection, key, "", problem, cause, true);
    }

    private MappingException(
            Reason reason,
            String collection,
            @Nullable String key,
            String place,
            String problem,
            @Nullable Throwable cause,
            boolean stored) {
        super(collection, key, place, problem, cause);
        this.reason = Objects.requireNonNull(reason, "reason");
        this.stored = stored;
    }

    private MappingException(MappingException original) {
        super(original);
        this.reason = original.reason;
        this.stored = original.stored;
    }

    /** Returns the failure of a document that is stored. */
    static MappingException read(String collection, String key, String type, MappingFailure failure) {
        return new MappingException(
                failure.reason(),
                collection,
                key,
                failure.place(),
                "does not fit " + type + ": " + failure.problem(),
                failure.cause(),
                true);
    }

    /**
     * Returns the failure of a value that is not stored for it, or of the type itself.
     *
     * @param key the value's key; {@code null}: no value of the type can be read
     */
    static MappingException refused(String collection, @Nullable String key, String type, MappingFailure failure) {
        return new MappingException(
                failure.reason(),
                collection,
                key,
                failure.place(),
                "could not be read again as " + type + ": " + failure.problem(),
                failure.cause(),
                false);
    }

    /** Returns why the value cannot be read. */
    public Reason reason() {
        return reason;
    }

    @Override
    MappingException again() {
        return new MappingException(this);
    }

    /** Returns {@link Remedy#REPAIR} for a document that is stored, else {@link Remedy#FIX_THE_CALL}. */
    @Override
    public Remedy remedy() {
        return stored ? Remedy.REPAIR : Remedy.FIX_THE_CALL;
    }
}
