// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.port;

import dev.storageport.ConfigurationException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One setting, by its name: what it takes, what holds if it is not given, and what it does. The builders check by it, URL parameters and
 * {@link dev.storageport.StorageConfig} are read by it, and the page of all options is made from it. Immutable.
 *
 * <p>Texts have one form everywhere. A duration is a whole number with {@code ms}, {@code s}, {@code m}, {@code h} or {@code d}, one of
 * seconds without a unit, or ISO-8601 ({@code PT20S}); a size is a whole number of bytes, or one with {@code KiB}, {@code MiB} or
 * {@code GiB}; a truth value is {@code true} or {@code false}; one of several is its name in any case, with hyphens or underscores. No
 * message repeats a value that was refused.
 *
 * @param <T> what the text means
 */
public final class Option<T> {

    /** Where a storage runs. Each option may have a value for it, which holds if no other is given. */
    public enum Preset {
        /** Where data and strangers are. */
        PRODUCTION,
        /** Where programs are written. */
        DEVELOPMENT
    }

    /** What texts of an option are like. */
    public enum Kind {
        /** A length of time. */
        DURATION,
        /** A number of bytes. */
        SIZE,
        /** A whole number. */
        NUMBER,
        /** True or false. */
        TRUTH,
        /** One of several names. */
        CHOICE,
        /** Any text. */
        TEXT
    }

    private static final Pattern AMOUNT = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d|)");
    private static final Pattern BYTES = Pattern.compile("([0-9]{1,11})(KiB|MiB|GiB|)");
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,9}");
    private static final Pattern HUMP = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");

    private final String name;
    private final Kind kind;
    private final Class<T> type;
    private final Function<String, @Nullable T> reader;
    private final Function<T, String> writer;
    private final Function<T, Boolean> allowed;
    private final String expected;
    private final String description;
    private final @Nullable T byDefault;
    private final String defaultText;
    private final @Nullable T production;
    private final @Nullable T development;
    private final boolean secret;
    private final boolean parameter;

    private Option(Builder<T> builder) {
        name = builder.name;
        kind = builder.kind;
        type = builder.type;
        reader = builder.reader;
        writer = builder.writer;
        allowed = builder.allowed;
        expected = builder.expected;
        description = builder.description;
        byDefault = builder.byDefault;
        defaultText = builder.defaultText;
        production = builder.production;
        development = builder.development;
        secret = builder.secret;
        parameter = builder.parameter;
        if (byDefault != null) {
            require(byDefault);
        }
    }

    /** Begins an option that is a duration, of these bounds. */
    public static Builder<Duration> duration(String name, Duration least, Duration most) {
        return new Builder<>(
                        name,
                        Kind.DURATION,
                        Duration.class,
                        Option::parsedDuration,
                        Option::text,
                        "from " + text(least) + " to " + text(most))
                .within(least, most);
    }

    /** Begins an option that is a number of bytes, of these bounds. */
    public static Builder<Long> size(String name, long least, long most) {
        return new Builder<>(
                        name,
                        Kind.SIZE,
                        Long.class,
                        Option::parsedSize,
                        Option::text,
                        "from " + text(least) + " to " + text(most))
                .within(least, most);
    }

    /** Begins an option that is a whole number, of these bounds. */
    public static Builder<Integer> number(String name, int least, int most) {
        return new Builder<>(
                        name,
                        Kind.NUMBER,
                        Integer.class,
                        text -> NUMBER.matcher(text).matches() ? Integer.valueOf(text) : null,
                        String::valueOf,
                        "from " + least + " to " + most)
                .within(least, most);
    }

    /** Begins an option that is on or off. */
    public static Builder<Boolean> truth(String name) {
        return new Builder<>(
                name,
                Kind.TRUTH,
                Boolean.class,
                text -> text.equalsIgnoreCase("true") ? Boolean.TRUE : text.equalsIgnoreCase("false") ? false : null,
                String::valueOf,
                "true or false");
    }

    /** Begins an option that is one of the constants. */
    public static <E extends Enum<E>> Builder<E> choice(String name, Class<E> type) {
        E[] constants = type.getEnumConstants();
        return new Builder<>(
                name,
                Kind.CHOICE,
                type,
                text -> Arrays.stream(constants)
                        .filter(one -> text(one).equalsIgnoreCase(text.replace('_', '-')))
                        .findFirst()
                        .orElse(null),
                Option::text,
                Arrays.stream(constants).map(Option::text).collect(Collectors.joining(" or ")));
    }

    /**
     * Begins an option that is any text but an empty one.
     *
     * @param expected what the text is, in a few words, for people
     */
    public static Builder<String> text(String name, String expected) {
        return new Builder<>(name, Kind.TEXT, String.class, text -> text, text -> text, expected);
    }

    /** Returns the name, as URL parameters and builders have it. */
    public String name() {
        return name;
    }

    /** Returns the name as environment variables have it, without a prefix: {@code POOL_SIZE}. */
    public String environmentName() {
        return HUMP.matcher(name).replaceAll("_").toUpperCase(Locale.ROOT);
    }

    /** Returns what its texts are like. */
    public Kind kind() {
        return kind;
    }

    /** Returns the Java type of its values. */
    public Class<T> type() {
        return type;
    }

    /** Returns what is allowed, for people: {@code from 1 to 64}. */
    public String expected() {
        return expected;
    }

    /** Returns what it does, in a sentence. */
    public String description() {
        return description;
    }

    /** Returns the value if none is given, for people: {@code 20s}, {@code one for each processor}, or {@code none}. */
    public String defaultText() {
        return defaultText;
    }

    /**
     * Returns the value if none is given.
     *
     * @throws IllegalStateException if there is none
     */
    public T byDefault() {
        if (byDefault == null) {
            throw new IllegalStateException(name + " has no default");
        }
        return byDefault;
    }

    /** Returns the text of the value that holds in such a place if none is given; empty if it is the default. */
    public Optional<String> preset(Preset where) {
        return Optional.ofNullable(where == Preset.PRODUCTION ? production : development)
                .map(writer);
    }

    /** Returns whether values are not to be shown. */
    public boolean isSecret() {
        return secret;
    }

    /** Returns whether a URL has it as a parameter; if not, it stands elsewhere in the URL, or in none. */
    public boolean isParameter() {
        return parameter;
    }

    /**
     * Returns what the text means.
     *
     * @throws ConfigurationException if it is malformed or not allowed; names the option and does not repeat the text
     */
    public T parse(String text) {
        return parse(name, text);
    }

    /**
     * Returns what the text means.
     *
     * @param place what the failure names: a URL's parameter, an environment variable
     * @throws ConfigurationException if it is malformed or not allowed; names the place and does not repeat the text
     */
    public T parse(String place, String text) {
        T value = text.isEmpty() ? null : reader.apply(text);
        if (value == null || !allowed.apply(value)) {
            throw new ConfigurationException(place, problem(text.isEmpty(), value == null));
        }
        return value;
    }

    private String problem(boolean empty, boolean malformed) {
        if (empty) {
            return "is empty";
        }
        String form = switch (kind) {
            case DURATION -> "a number with ms, s, m, h or d, for instance 500ms, ";
            case SIZE -> "a number of bytes, or one with KiB, MiB or GiB, for instance 64MiB, ";
            case NUMBER -> "a whole number ";
            case TRUTH, CHOICE, TEXT -> "";
        };
        return "must be " + (malformed ? form : "") + expected;
    }

    /**
     * Returns the value.
     *
     * @throws ConfigurationException if it is not allowed; names the option
     */
    public T require(T value) {
        if (!allowed.apply(value)) {
            throw new ConfigurationException(name, problem(false, false));
        }
        return value;
    }

    /** Returns the text of a value, which {@link #parse} would read. */
    public String render(T value) {
        return writer.apply(value);
    }

    /** Returns the name. */
    @Override
    public String toString() {
        return name;
    }

    private static @Nullable Duration parsedDuration(String text) {
        Matcher parts = AMOUNT.matcher(text);
        if (!parts.matches()) {
            return isoDuration(text);
        }
        long amount = Long.parseLong(parts.group(1));
        return switch (parts.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            case "d" -> Duration.ofDays(amount);
            default -> Duration.ofSeconds(amount);
        };
    }

    private static @Nullable Duration isoDuration(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException malformed) {
            return null;
        }
    }

    private static @Nullable Long parsedSize(String text) {
        Matcher parts = BYTES.matcher(text);
        if (!parts.matches()) {
            return null;
        }
        int shift = switch (parts.group(2)) {
            case "KiB" -> 10;
            case "MiB" -> 20;
            case "GiB" -> 30;
            default -> 0;
        };
        long amount = Long.parseLong(parts.group(1));
        return amount > Long.MAX_VALUE >> shift ? Long.MAX_VALUE : amount << shift; // which no option allows
    }

    /** Returns the duration as URLs have it, in the largest unit that leaves a whole number. */
    static String text(Duration duration) {
        if (duration.toNanosPart() % 1_000_000 != 0) {
            return duration.toString();
        }
        long millis = duration.toMillis();
        if (millis == 0 || millis % 1000 != 0) {
            return millis == 0 ? "0s" : millis + "ms";
        }
        long seconds = millis / 1000;
        return seconds % 86_400 == 0
                ? seconds / 86_400 + "d"
                : seconds % 3600 == 0 ? seconds / 3600 + "h" : seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }

    private static String text(long bytes) {
        for (int power = 30; power > 0; power -= 10) {
            if (bytes != 0 && bytes % (1L << power) == 0) {
                return (bytes >> power) + (power == 30 ? "GiB" : power == 20 ? "MiB" : "KiB");
            }
        }
        return Long.toString(bytes);
    }

    private static String text(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Gathers what an option is. Not for use by several threads. */
    public static final class Builder<T> {

        private final String name;
        private final Kind kind;
        private final Class<T> type;
        private final Function<String, @Nullable T> reader;
        private final Function<T, String> writer;
        private final String expected;
        private Function<T, Boolean> allowed = value -> true;
        private String description = "";
        private @Nullable T byDefault;
        private String defaultText = "none";
        private @Nullable T production;
        private @Nullable T development;
        private boolean secret;
        private boolean parameter = true;

        private Builder(
                String name,
                Kind kind,
                Class<T> type,
                Function<String, @Nullable T> reader,
                Function<T, String> writer,
                String expected) {
            this.name = name;
            this.kind = kind;
            this.type = type;
            this.reader = reader;
            this.writer = writer;
            this.expected = expected;
        }

        private <C extends Comparable<? super C>> Builder<T> within(C least, C most) {
            allowed = value -> {
                @SuppressWarnings("unchecked") // The bounds are of the option's type.
                C comparable = (C) value;
                return least.compareTo(comparable) <= 0 && most.compareTo(comparable) >= 0;
            };
            return this;
        }

        /** Sets which of the well-formed values are allowed. */
        public Builder<T> allowing(Function<T, Boolean> newAllowed) {
            allowed = newAllowed;
            return this;
        }

        /** Sets the value if none is given. */
        public Builder<T> byDefault(T value) {
            return byDefault(value, writer.apply(value));
        }

        /** Sets the value if none is given, and what is said of it where it depends on the place. */
        public Builder<T> byDefault(T value, String text) {
            byDefault = value;
            defaultText = text;
            return this;
        }

        /** Sets what is said of the value if none is given, where it is no value of its own. */
        public Builder<T> withoutDefault(String text) {
            defaultText = text;
            return this;
        }

        /** Sets the value in production if none is given. */
        public Builder<T> inProduction(T value) {
            production = value;
            return this;
        }

        /** Sets the value in development if none is given. */
        public Builder<T> inDevelopment(T value) {
            development = value;
            return this;
        }

        /** Has its values never shown. */
        public Builder<T> secret() {
            secret = true;
            return this;
        }

        /** Says that it is no parameter of a URL. */
        public Builder<T> notAParameter() {
            parameter = false;
            return this;
        }

        /** Returns the option, which does what the sentence says. */
        public Option<T> described(String sentence) {
            description = sentence;
            return new Option<>(this);
        }
    }
}
