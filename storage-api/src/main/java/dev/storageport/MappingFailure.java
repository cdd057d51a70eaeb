// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.IgnoredPropertyException;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import org.jspecify.annotations.Nullable;

/**
 * Why the mapper cannot read, or write, a type: what Jackson's exceptions say of types and members, without what they say of the data.
 *
 * @param place where in the document: {@code ", member /shapes/0"}, or empty
 * @param problem what is wrong with which type, and what to do
 * @param cause what the application threw; never an exception of Jackson's, since their texts quote the data
 */
record MappingFailure(
        MappingException.Reason reason,
        String place,
        String problem,
        @Nullable Throwable cause) {

    /** Classifies what was thrown while JSON was read, or the reader of a type was looked for. */
    static MappingFailure of(Throwable thrown) {
        String place = place(thrown);
        if (isInaccessible(thrown)) {
            return inaccessible(place, defined(thrown));
        } else if (thrown instanceof UnrecognizedPropertyException unknown) {
            return unknownMember(place, unknown.getReferringClass());
        } else if (thrown instanceof IgnoredPropertyException ignored) {
            return unknownMember(place, ignored.getReferringClass());
        } else if (thrown instanceof InvalidTypeIdException subtype) {
            return new MappingFailure(
                    MappingException.Reason.UNKNOWN_SUBTYPE,
                    place,
                    "which class of " + name(subtype.getBaseType())
                            + " it is, is not told or not known; name each in @JsonSubTypes",
                    null);
        } else if (thrown instanceof InvalidDefinitionException definition && definition.getBeanDescription() == null) {
            return unusable(place, definition.getType());
        } else if (thrown instanceof ValueInstantiationException failed) {
            return application(place, "the constructor of " + name(failed.getType()) + " failed", thrown);
        } else if (thrown instanceof InvalidDefinitionException definition) {
            return unmappable(place, definition.getType());
        } else if (thrown instanceof MismatchedInputException mismatch) {
            return new MappingFailure(
                    MappingException.Reason.MISMATCH,
                    place,
                    "it is written in another form than " + name(mismatch.getTargetType()) + " is read from",
                    null);
        }
        return application(place, "reading it failed", thrown);
    }

    /** Classifies what was thrown while the reader or writer of a type was looked for: there are no data yet that an exception could quote. */
    static MappingFailure ofDefinition(Throwable thrown) {
        JavaType type = defined(thrown);
        MappingFailure failure =
                isInaccessible(thrown) ? inaccessible(place(thrown), type) : unmappable(place(thrown), type);
        return new MappingFailure(failure.reason(), failure.place(), failure.problem(), thrown);
    }

    private static MappingFailure unmappable(String place, @Nullable JavaType type) {
        return type != null && ExactTypes.isOfTheJdk(type.getRawClass())
                ? notReadable(place, type)
                : new MappingFailure(MappingException.Reason.OTHER, place, "Jackson cannot map " + name(type), null);
    }

    private static String name(@Nullable Class<?> type) {
        return type == null ? "its type" : type.getName();
    }

    private static String name(@Nullable JavaType type) {
        return type == null ? "its type" : type.toCanonical();
    }

    private static MappingFailure application(String place, String problem, Throwable thrown) {
        Throwable cause = applicationError(thrown);
        return new MappingFailure(
                cause == null ? MappingException.Reason.OTHER : MappingException.Reason.APPLICATION,
                place,
                problem,
                cause);
    }

    /** What Jackson says of an interface, and of a class that it cannot make, without a word about where they differ. */
    private static MappingFailure unusable(String place, @Nullable JavaType type) {
        if (type == null || type.isContainerType() || ExactTypes.isOfTheJdk(type.getRawClass())) {
            return notReadable(place, type);
        }
        return type.isAbstract() ? abstractType(place, type) : noCreator(place, type);
    }

    private static MappingFailure notReadable(String place, @Nullable JavaType type) {
        return new MappingFailure(
                MappingException.Reason.OTHER,
                place,
                "Jackson cannot read " + name(type) + " back; use a type of your own, or one of docs/values.md",
                null);
    }

    /** Returns the type that Jackson had no use for; null if it does not say. */
    private static @Nullable JavaType defined(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof InvalidDefinitionException definition) {
                return definition.getType();
            }
        }
        return null;
    }

    static MappingFailure unknownMember(String place, @Nullable Class<?> type) {
        return new MappingFailure(
                MappingException.Reason.UNKNOWN_MEMBER,
                place,
                name(type) + " does not know this member; give it a field, a setter or a parameter of the constructor,"
                        + " or annotate its getter with @JsonIgnore",
                null);
    }

    static MappingFailure abstractType(String place, JavaType type) {
        return new MappingFailure(
                MappingException.Reason.ABSTRACT_TYPE,
                place,
                name(type) + " is abstract, and the JSON does not tell the class of a value; annotate it with"
                        + " @JsonTypeInfo and @JsonSubTypes, or declare a class",
                null);
    }

    static MappingFailure noCreator(String place, JavaType type) {
        Class<?> raw = type.getRawClass();
        boolean inner = raw.isMemberClass() && !Modifier.isStatic(raw.getModifiers());
        String remedy = isOfKotlin(raw)
                ? "register jackson-module-kotlin with the mapper"
                : inner
                        ? "make it static"
                        : "make it a record, or give it a constructor without parameters or one with @JsonCreator";
        return new MappingFailure(
                MappingException.Reason.NO_CREATOR,
                place,
                name(type) + " has no constructor that Jackson can use; " + remedy,
                null);
    }

    private static boolean isOfKotlin(Class<?> type) {
        for (Annotation annotation : type.getAnnotations()) {
            if (annotation.annotationType().getName().equals("kotlin.Metadata")) {
                return true;
            }
        }
        return false;
    }

    private static MappingFailure inaccessible(String place, @Nullable JavaType type) {
        if (type != null && ExactTypes.isOfTheJdk(type.getRawClass())) {
            return notReadable(place, type); // not for the application to open
        }
        String module = type == null
                ? ""
                : " of module " + type.getRawClass().getModule().getName();
        String opened = type == null ? "…" : type.getRawClass().getPackageName();
        return new MappingFailure(
                MappingException.Reason.PACKAGE_NOT_OPEN,
                place,
                "the package of " + name(type) + " is not open to Jackson; write 'opens " + opened
                        + " to com.fasterxml.jackson.databind;' in the module-info.java" + module,
                null);
    }

    /** Returns whether the module system kept Jackson out. Jackson tells it by an exception, or by the name of one. */
    static boolean isInaccessible(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof InaccessibleObjectException
                    || (cause instanceof InvalidDefinitionException definition
                            && definition.getOriginalMessage() != null
                            && definition.getOriginalMessage().contains(InaccessibleObjectException.class.getName()))) {
                return true;
            }
        }
        return false;
    }

    /** Returns where it happened, for the place in a message: {@code ", member /shapes/0"}; empty if that is not known. */
    static String place(Throwable thrown) {
        if (!(thrown instanceof JsonMappingException mapping)
                || mapping.getPath().isEmpty()) {
            return "";
        }
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference reference : mapping.getPath()) {
            path.append('/').append(reference.getFieldName() == null ? reference.getIndex() : reference.getFieldName());
        }
        return place(path.toString());
    }

    /** Returns a path of members for the place in a message. */
    static String place(String path) {
        return path.isEmpty() ? "" : ", member " + path;
    }

    /**
     * Returns what a constructor, getter or serializer of the application threw. Jackson's own exceptions are dropped, and with them
     * what the JDK told Jackson of a value that has not the form of a date or number: their texts quote the data.
     */
    static @Nullable Throwable applicationError(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof JsonProcessingException) {
            if (cause instanceof MismatchedInputException || cause instanceof StreamReadException) {
                return null;
            }
            cause = cause.getCause();
        }
        return cause;
    }

    /** Carries a failure through Jackson's signatures. */
    static final class Unreadable extends IOException {

        private static final long serialVersionUID = 1L;

        private final transient MappingFailure failure;

        Unreadable(MappingFailure failure) {
            super(failure.problem());
            this.failure = failure;
        }

        MappingFailure failure() {
            return failure;
        }
    }
}
