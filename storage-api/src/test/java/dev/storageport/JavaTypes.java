// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import com.fasterxml.jackson.core.type.TypeReference;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Month;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.chrono.JapaneseDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Calendar;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Currency;
import java.util.Date;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.GregorianCalendar;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.SimpleTimeZone;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The types of the JDK in the order of {@code docs/values.md}, each with values that are kept or refused. */
@SuppressWarnings({ // applications store these whether or not there is something better
    "IdentityHashMapUsage",
    "JavaUtilDate",
    "JdkObsolete",
    "UnnecessaryStringBuilder"
})
final class JavaTypes {

    /** A row of the table. */
    record Row(String types, List<Sample> kept, List<Sample> refused) {

        Row keeps(TypeReference<?> type, @Nullable Object... values) {
            return new Row(types, and(kept, type, values), refused);
        }

        Row refuses(TypeReference<?> type, @Nullable Object... values) {
            return new Row(types, kept, and(refused, type, values));
        }

        private static List<Sample> and(List<Sample> samples, TypeReference<?> type, @Nullable Object... values) {
            List<Sample> all = new ArrayList<>(samples);
            for (Object value : values) {
                all.add(new Sample(type, value));
            }
            return all;
        }
    }

    /** A value of a declared type. */
    record Sample(TypeReference<?> type, @Nullable Object value) {

        @Override
        public String toString() {
            return type.getType() + " "
                    + Arrays.deepToString(new Object[] {value}).replaceAll("[^ -~]", "?");
        }
    }

    /** Constants whose text is another than their name. */
    enum Colour {
        RED,
        GREEN {
            @Override
            public String toString() {
                return "verdant";
            }
        }
    }

    /** A record that has more getters than components, one of them by a component's name. */
    record Named(String name, int size) {
        public String getName() {
            return "Mx " + name;
        }

        public boolean isBig() {
            return size > 1;
        }

        public String getLabel() {
            return name + size;
        }
    }

    /** A class with a getter for what it computes. */
    static final class Computing {
        public String name = "";

        public int getLength() {
            return name.length();
        }
    }

    static final List<Row> ROWS = List.of(
            row("String")
                    .keeps(new TypeReference<String>() {}, "", " a ", "\u00e9\ud83d\ude00", null)
                    .refuses(new TypeReference<String>() {}, "\0", "\ud800"),
            row("boolean, Boolean").keeps(new TypeReference<Boolean>() {}, true, null),
            row("byte, short, int, long and their wrappers")
                    .keeps(new TypeReference<Byte>() {}, Byte.MIN_VALUE)
                    .keeps(new TypeReference<Short>() {}, Short.MIN_VALUE)
                    .keeps(new TypeReference<Integer>() {}, Integer.MIN_VALUE)
                    .keeps(new TypeReference<Long>() {}, Long.MAX_VALUE, null),
            row("char, Character")
                    .keeps(new TypeReference<Character>() {}, ' ', '\u00e9', '\n')
                    .refuses(new TypeReference<Character>() {}, '\0', '\ud800'),
            row("float, double, Float, Double")
                    .keeps(new TypeReference<Float>() {}, 0.1f, Float.MIN_VALUE, Float.MAX_VALUE, -0.0f)
                    .keeps(new TypeReference<Double>() {}, 0.1, Double.MIN_VALUE, Double.MAX_VALUE, -0.0, 1e22)
                    .refuses(new TypeReference<Float>() {}, Float.NaN)
                    .refuses(new TypeReference<Double>() {}, Double.POSITIVE_INFINITY),
            row("BigInteger, BigDecimal")
                    .keeps(new TypeReference<BigInteger>() {}, BigInteger.TEN.pow(300))
                    .keeps(
                            new TypeReference<BigDecimal>() {},
                            new BigDecimal("1.00"),
                            new BigDecimal("1E3"),
                            new BigDecimal("1E-300"))
                    .refuses(new TypeReference<BigInteger>() {}, BigInteger.TEN.pow(500))
                    .refuses(new TypeReference<BigDecimal>() {}, new BigDecimal("1E500")),
            row("AtomicBoolean, AtomicInteger, AtomicLong, AtomicReference")
                    .keeps(new TypeReference<AtomicBoolean>() {}, new AtomicBoolean(true))
                    .keeps(new TypeReference<AtomicInteger>() {}, new AtomicInteger(1))
                    .keeps(new TypeReference<AtomicLong>() {}, new AtomicLong(1))
                    .keeps(
                            new TypeReference<AtomicReference<String>>() {},
                            new AtomicReference<>("a"),
                            new AtomicReference<>()),
            row("LongAdder").refuses(new TypeReference<LongAdder>() {}, new LongAdder()),
            row("Number")
                    .keeps(
                            new TypeReference<Number>() {},
                            1,
                            1L,
                            (short) 1,
                            1.5f,
                            new BigDecimal("1.5"),
                            BigInteger.ONE)
                    .refuses(new TypeReference<Number>() {}, new AtomicInteger(1)),
            row("Object")
                    .keeps(
                            new TypeReference<Object>() {},
                            "a",
                            true,
                            1,
                            1L,
                            5_000_000_000L,
                            0.1f,
                            1.5,
                            new BigDecimal("1.10"),
                            BigInteger.TWO.pow(80),
                            List.of(1, "a"),
                            Map.of("a", List.of(1)),
                            null)
                    .refuses(
                            new TypeReference<Object>() {},
                            Instant.EPOCH,
                            new Date(1),
                            new UUID(1, 2),
                            Colour.RED,
                            Optional.of(1),
                            new int[] {1},
                            new byte[] {1},
                            Set.of(1),
                            'c',
                            new Named("a", 1),
                            new AtomicInteger(1),
                            Locale.US,
                            new Object()),
            row("CharSequence")
                    .keeps(new TypeReference<CharSequence>() {}, "a")
                    .refuses(new TypeReference<CharSequence>() {}, new StringBuilder("a")),
            row("StringBuilder, StringBuffer")
                    .keeps(new TypeReference<StringBuilder>() {}, new StringBuilder("a"))
                    .keeps(new TypeReference<StringBuffer>() {}, new StringBuffer("a")),
            row("Instant")
                    .keeps(
                            new TypeReference<Instant>() {},
                            Instant.MIN,
                            Instant.MAX,
                            Instant.ofEpochSecond(1, 1),
                            Instant.parse("-0044-03-15T00:00:00Z")),
            row("LocalDate, LocalTime, LocalDateTime")
                    .keeps(new TypeReference<LocalDate>() {}, LocalDate.MIN, LocalDate.MAX, LocalDate.of(1582, 10, 10))
                    .keeps(new TypeReference<LocalTime>() {}, LocalTime.MIN, LocalTime.MAX, LocalTime.of(1, 2))
                    .keeps(
                            new TypeReference<LocalDateTime>() {},
                            LocalDateTime.MIN,
                            LocalDateTime.MAX,
                            LocalDateTime.of(2020, 1, 1, 0, 0, 0, 1)),
            row("OffsetDateTime, OffsetTime")
                    .keeps(
                            new TypeReference<OffsetDateTime>() {},
                            OffsetDateTime.MIN,
                            OffsetDateTime.MAX,
                            OffsetDateTime.parse("2020-01-01T00:00:00+02:00"),
                            OffsetDateTime.parse("2020-01-01T00:00:00.000000001+02:00:01"),
                            OffsetDateTime.parse("2020-01-01T00:00:00Z"))
                    .keeps(
                            new TypeReference<OffsetTime>() {},
                            OffsetTime.MIN,
                            OffsetTime.MAX,
                            OffsetTime.parse("10:00+02:00")),
            row("ZonedDateTime")
                    .keeps(
                            new TypeReference<ZonedDateTime>() {},
                            ZonedDateTime.parse("2020-01-01T00:00:00+01:00[Europe/Berlin]"),
                            ZonedDateTime.parse("2020-01-01T00:00:00Z[UTC]"),
                            ZonedDateTime.parse("2020-01-01T00:00:00Z"),
                            ZonedDateTime.parse("2020-01-01T00:00:00+02:00"),
                            inBerlin().withEarlierOffsetAtOverlap(),
                            inBerlin().withLaterOffsetAtOverlap(),
                            ZonedDateTime.of(12020, 1, 1, 0, 0, 0, 7, ZoneId.of("GMT+2"))),
            row("Year, YearMonth, MonthDay, Month, DayOfWeek")
                    .keeps(new TypeReference<Year>() {}, Year.of(5), Year.of(-5), Year.of(Year.MAX_VALUE))
                    .keeps(new TypeReference<YearMonth>() {}, YearMonth.of(5, 1), YearMonth.of(99999, 1))
                    .keeps(new TypeReference<MonthDay>() {}, MonthDay.of(2, 29))
                    .keeps(new TypeReference<Month>() {}, Month.MAY)
                    .keeps(new TypeReference<DayOfWeek>() {}, DayOfWeek.MONDAY),
            row("Duration, Period")
                    .keeps(
                            new TypeReference<Duration>() {},
                            Duration.ofSeconds(Long.MAX_VALUE, 999_999_999),
                            Duration.ofSeconds(Long.MIN_VALUE),
                            Duration.ofNanos(-1))
                    .keeps(new TypeReference<Period>() {}, Period.of(-1, 14, -40), Period.ZERO),
            row("ZoneId, ZoneOffset")
                    .keeps(
                            new TypeReference<ZoneId>() {},
                            ZoneId.of("Europe/Berlin"),
                            ZoneId.of("UTC"),
                            ZoneOffset.UTC,
                            ZoneId.of("GMT+2"))
                    .keeps(new TypeReference<ZoneOffset>() {}, ZoneOffset.ofHoursMinutesSeconds(1, 2, 3)),
            row("java.time.chrono").refuses(new TypeReference<JapaneseDate>() {}, JapaneseDate.of(2020, 1, 1)),
            row("java.util.Date")
                    .keeps(
                            new TypeReference<Date>() {},
                            new Date(1),
                            new Date(Long.MAX_VALUE),
                            new Date(-12219292800001L))
                    .refuses(new TypeReference<Date>() {}, new java.sql.Timestamp(5)),
            row("java.sql.Date, java.sql.Time, java.sql.Timestamp")
                    .refuses(new TypeReference<java.sql.Date>() {}, new java.sql.Date(12345))
                    .refuses(new TypeReference<java.sql.Time>() {}, new java.sql.Time(12345))
                    .refuses(new TypeReference<java.sql.Timestamp>() {}, new java.sql.Timestamp(5)),
            row("Calendar").refuses(new TypeReference<Calendar>() {}, new GregorianCalendar(2020, 1, 1)),
            row("TimeZone")
                    .keeps(new TypeReference<TimeZone>() {}, TimeZone.getTimeZone("Europe/Berlin"))
                    .refuses(new TypeReference<TimeZone>() {}, new SimpleTimeZone(7_200_000, "Own")),
            row("Optional, OptionalInt, OptionalLong, OptionalDouble")
                    .keeps(new TypeReference<Optional<String>>() {}, Optional.of(""), Optional.empty())
                    .keeps(new TypeReference<OptionalInt>() {}, OptionalInt.of(1), OptionalInt.empty())
                    .keeps(new TypeReference<OptionalLong>() {}, OptionalLong.of(1), OptionalLong.empty())
                    .keeps(new TypeReference<OptionalDouble>() {}, OptionalDouble.of(1.5), OptionalDouble.empty())
                    .refuses(new TypeReference<Optional<String>>() {}, (Object) null)
                    .refuses(new TypeReference<OptionalInt>() {}, (Object) null)
                    .refuses(new TypeReference<Optional<Optional<String>>>() {}, Optional.of(Optional.of("a"))),
            row("byte[], char[], ByteBuffer")
                    .keeps(new TypeReference<byte[]>() {}, new byte[0], new byte[] {1, -1, 0})
                    .keeps(new TypeReference<char[]>() {}, new char[] {'a', 'b'})
                    .keeps(new TypeReference<ByteBuffer>() {}, ByteBuffer.wrap(new byte[] {1, 2})),
            row("other arrays")
                    .keeps(new TypeReference<int[]>() {}, new int[] {1})
                    .keeps(new TypeReference<double[]>() {}, new double[] {1.5})
                    .keeps(new TypeReference<boolean[]>() {}, new boolean[] {true})
                    .keeps(new TypeReference<String[]>() {}, (Object) new String[] {"a", null})
                    .keeps(new TypeReference<int[][]>() {}, (Object) new int[][] {{1}, {}})
                    .refuses(new TypeReference<double[]>() {}, new double[] {Double.NaN}),
            row("List, LinkedList, CopyOnWriteArrayList")
                    .keeps(
                            new TypeReference<List<String>>() {},
                            List.of("a"),
                            Arrays.asList("a", null),
                            new LinkedList<>())
                    .keeps(new TypeReference<LinkedList<String>>() {}, new LinkedList<>(List.of("a")))
                    .keeps(
                            new TypeReference<CopyOnWriteArrayList<String>>() {},
                            new CopyOnWriteArrayList<>(List.of("a"))),
            row("Set, LinkedHashSet, EnumSet")
                    .keeps(new TypeReference<Set<String>>() {}, Set.of("a", "b"), Collections.singleton(null))
                    .keeps(new TypeReference<LinkedHashSet<String>>() {}, new LinkedHashSet<>(List.of("z", "a")))
                    .keeps(new TypeReference<EnumSet<Colour>>() {}, EnumSet.of(Colour.GREEN)),
            row("SortedSet, SortedMap")
                    .keeps(new TypeReference<SortedSet<String>>() {}, new TreeSet<>(List.of("b", "a")))
                    .keeps(new TypeReference<SortedMap<Integer, String>>() {}, new TreeMap<>(Map.of(10, "a", 9, "b")))
                    .refuses(new TypeReference<SortedSet<String>>() {}, new TreeSet<>(String.CASE_INSENSITIVE_ORDER))
                    .refuses(
                            new TypeReference<SortedMap<Integer, String>>() {},
                            new TreeMap<Integer, String>(Comparator.reverseOrder())),
            row("Collection, Iterable")
                    .keeps(new TypeReference<Collection<String>>() {}, List.of("a"))
                    .keeps(new TypeReference<Iterable<String>>() {}, List.of("a"))
                    .refuses(new TypeReference<Collection<String>>() {}, Set.of("a"))
                    .refuses(new TypeReference<Iterable<String>>() {}, new ArrayDeque<>(List.of("a"))),
            row("Queue, Deque")
                    .keeps(new TypeReference<Queue<String>>() {}, new ArrayDeque<>(List.of("b", "a")))
                    .keeps(new TypeReference<Deque<String>>() {}, new ArrayDeque<>(List.of("b", "a")))
                    .refuses(new TypeReference<Queue<String>>() {}, new PriorityQueue<>(List.of("b", "a")))
                    .refuses(new TypeReference<PriorityQueue<String>>() {}, new PriorityQueue<>(List.of("b", "a"))),
            row("Map, LinkedHashMap, ConcurrentHashMap, EnumMap")
                    .keeps(new TypeReference<Map<String, Integer>>() {}, Map.of("", 1), nullValue())
                    .keeps(new TypeReference<LinkedHashMap<String, Integer>>() {}, new LinkedHashMap<>(Map.of("a", 1)))
                    .keeps(
                            new TypeReference<ConcurrentHashMap<String, Integer>>() {},
                            new ConcurrentHashMap<>(Map.of("a", 1)))
                    .keeps(new TypeReference<EnumMap<Colour, Integer>>() {}, new EnumMap<>(Map.of(Colour.GREEN, 1)))
                    .refuses(new TypeReference<Map<String, Integer>>() {}, Collections.singletonMap(null, 1))
                    .refuses(new TypeReference<Map<String, Integer>>() {}, new IdentityHashMap<>(Map.of("a", 1))),
            row("keys of maps")
                    .keeps(new TypeReference<Map<Integer, String>>() {}, Map.of(-1, "a"))
                    .keeps(new TypeReference<Map<Double, String>>() {}, Map.of(0.1, "a"))
                    .keeps(new TypeReference<Map<BigDecimal, String>>() {}, Map.of(new BigDecimal("1.00"), "a"))
                    .keeps(new TypeReference<Map<Boolean, String>>() {}, Map.of(true, "a"))
                    .keeps(new TypeReference<Map<Character, String>>() {}, Map.of('a', "a"))
                    .keeps(new TypeReference<Map<Colour, String>>() {}, Map.of(Colour.GREEN, "a"))
                    .keeps(new TypeReference<Map<UUID, String>>() {}, Map.of(new UUID(1, 2), "a"))
                    .keeps(
                            new TypeReference<Map<Locale, String>>() {},
                            Map.of(Locale.forLanguageTag("zh-Hant-TW"), "a"))
                    .keeps(new TypeReference<Map<Instant, String>>() {}, Map.of(Instant.ofEpochSecond(1, 1), "a"))
                    .keeps(new TypeReference<Map<LocalDate, String>>() {}, Map.of(LocalDate.EPOCH, "a"))
                    .keeps(new TypeReference<Map<ZonedDateTime, String>>() {}, Map.of(inBerlin(), "a"))
                    .keeps(new TypeReference<Map<OffsetDateTime, String>>() {}, Map.of(OffsetDateTime.MIN, "a"))
                    .keeps(new TypeReference<Map<Year, String>>() {}, Map.of(Year.of(5), "a"))
                    .keeps(new TypeReference<Map<Date, String>>() {}, Map.of(new Date(1), "a"))
                    .keeps(new TypeReference<Map<Object, String>>() {}, Map.of("b", "a"))
                    .refuses(new TypeReference<Map<Object, String>>() {}, Map.of(1, "a"))
                    .refuses(new TypeReference<Object>() {}, Map.of(1, "a"))
                    .refuses(new TypeReference<Map<Path, String>>() {}, Map.of(Path.of("a"), "a"))
                    .refuses(new TypeReference<Map<Optional<String>, String>>() {}, Map.of(Optional.of("a"), "a"))
                    .refuses(new TypeReference<Map<Calendar, String>>() {}, Map.of(Calendar.getInstance(), "a"))
                    .refuses(new TypeReference<Map<byte[], String>>() {}, Map.of(new byte[] {1}, "a")),
            row("Map.Entry").keeps(new TypeReference<Map.Entry<String, Integer>>() {}, Map.entry("a", 1)),
            row("enum").keeps(new TypeReference<Colour>() {}, Colour.RED, Colour.GREEN),
            row("record").keeps(new TypeReference<Named>() {}, new Named("Ada", 2)),
            row("class with getters that cannot be read").refuses(new TypeReference<Computing>() {}, new Computing()),
            row("UUID, Currency, Charset, Class, Locale")
                    .keeps(new TypeReference<UUID>() {}, new UUID(1, 2))
                    .keeps(new TypeReference<Currency>() {}, Currency.getInstance("EUR"))
                    .keeps(new TypeReference<Charset>() {}, StandardCharsets.UTF_8)
                    .keeps(new TypeReference<Class<?>>() {}, String.class, int.class, int[].class)
                    .keeps(
                            new TypeReference<Locale>() {},
                            Locale.ROOT,
                            Locale.forLanguageTag("zh-Hant-TW"),
                            Locale.forLanguageTag("th-TH-u-ca-buddhist-nu-thai")),
            row("URI, URL")
                    .keeps(new TypeReference<URI>() {}, URI.create(""), URI.create("http://h/%20"))
                    .keeps(new TypeReference<URL>() {}, url("http://h/a b")),
            row("File, Path")
                    .keeps(new TypeReference<File>() {}, new File("a"), new File("/a"), new File(""))
                    .keeps(
                            new TypeReference<Path>() {},
                            Path.of("a"),
                            Path.of("/a%20b"),
                            Path.of(""),
                            Path.of("file:x"))
                    .refuses(new TypeReference<Path>() {}, Path.of(URI.create("jrt:/java.base"))),
            row("Pattern")
                    .keeps(new TypeReference<Pattern>() {}, Pattern.compile("(?i)a"))
                    .refuses(new TypeReference<Pattern>() {}, Pattern.compile("a", Pattern.CASE_INSENSITIVE)),
            row("InetAddress, InetSocketAddress")
                    .keeps(
                            new TypeReference<InetAddress>() {},
                            address("localhost", 127, 0, 0, 1),
                            address("no.such.host.test", 192, 0, 2, 1),
                            address(null, 0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1))
                    .keeps(
                            new TypeReference<InetSocketAddress>() {},
                            InetSocketAddress.createUnresolved("h", 5),
                            InetSocketAddress.createUnresolved("2001:db8::1", 5))
                    .refuses(new TypeReference<InetSocketAddress>() {}, new InetSocketAddress(5)),
            row("BitSet, MathContext, CompletableFuture, Random, Exception and others that are no values")
                    .refuses(new TypeReference<BitSet>() {}, new BitSet())
                    .refuses(new TypeReference<MathContext>() {}, MathContext.DECIMAL32)
                    .refuses(new TypeReference<CompletableFuture<String>>() {}, new CompletableFuture<>())
                    .refuses(new TypeReference<Random>() {}, new Random())
                    .refuses(new TypeReference<Exception>() {}, new IllegalStateException())
                    .refuses(new TypeReference<Thread>() {}, Thread.currentThread()),
            row("Iterator, Stream, InputStream")
                    .refuses(
                            new TypeReference<Iterator<String>>() {},
                            List.of("a").iterator())
                    .refuses(new TypeReference<Stream<String>>() {}, Stream.of("a"))
                    .refuses(new TypeReference<InputStream>() {}, new ByteArrayInputStream(new byte[] {1})));

    private JavaTypes() {}

    private static Row row(String types) {
        return new Row(types, List.of(), List.of());
    }

    private static ZonedDateTime inBerlin() {
        return ZonedDateTime.of(2020, 10, 25, 2, 30, 0, 0, ZoneId.of("Europe/Berlin"));
    }

    private static Map<String, Integer> nullValue() {
        return Collections.singletonMap("a", null);
    }

    private static URL url(String url) {
        try {
            return new URL(url);
        } catch (MalformedURLException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static InetAddress address(@Nullable String host, int... bytes) {
        byte[] address = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            address[i] = (byte) bytes[i];
        }
        try {
            return InetAddress.getByAddress(host, address);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Returns what a value is compared by: itself, or what it holds where its type compares identities, and numbers by their value. */
    static @Nullable Object comparable(@Nullable Object value) {
        if (value instanceof AtomicReference<?> reference) {
            return comparable(reference.get());
        } else if (value instanceof AtomicBoolean atomic) {
            return atomic.get();
        } else if (value instanceof Float || value instanceof Double || value instanceof BigDecimal) {
            return List.of("decimal", new BigDecimal(value.toString()).stripTrailingZeros());
        } else if (value instanceof Number) {
            return List.of("integer", value.toString());
        } else if (value instanceof StringBuilder || value instanceof StringBuffer || value instanceof Pattern) {
            return value.toString();
        } else if (value instanceof Queue<?> queue) {
            return List.copyOf(queue);
        } else if (value instanceof List<?> list) {
            return list.stream().map(JavaTypes::comparable).toList();
        }
        return value;
    }
}
