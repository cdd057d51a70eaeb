// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0

package dev.storageport.benchmarks.report;

import dev.storageport.benchmarks.disk.SlowerDisk;
import dev.storageport.benchmarks.measure.Results;
import dev.storageport.benchmarks.measure.Row;
import dev.storageport.benchmarks.measure.Settings;
import dev.storageport.benchmarks.workload.Contestant;
import dev.storageport.benchmarks.workload.Database;
import dev.storageport.benchmarks.workload.Workload;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The library's rates as multiples of raw JDBC's, as bars on a logarithmic scale: to the right of the line it is faster, to the left slower. A
 * choice of the rows, one database below the other, in the width of a phone; with a ground of its own, because the page around it may be of another
 * colour than the reader's system.
 *
 * <pre>
 * PostgreSQL     0.5x     1x       2x        4x
 * get, 1 caller         ####|                       0.95x
 * get, 100                  |########               1.82x
 * </pre>
 */
final class Chart {

    private static final int WIDTH = 360;
    private static final int LEFT = 152;
    private static final int RIGHT = 50;
    private static final int ROW = 21;
    private static final int TOP = 62;
    private static final int HEAD = 34;
    private static final double[] TICKS = {0.25, 0.5, 1, 2, 4, 8, 16, 32};

    private record Bar(String label, double ratio, double rate) {}

    private record Choice(String label, String workload, int callers) {}

    private final StringBuilder svg = new StringBuilder();
    private double least = 0.5;
    private double most = 2;

    private Chart() {}

    /** Returns the chart as SVG. */
    static String of(Results results) {
        return new Chart().draw(results);
    }

    private static List<Choice> choices() {
        List<Choice> choices = new ArrayList<>();
        for (Workload workload : List.of(Workload.GET, Workload.PUT)) {
            for (int callers : workload.callers()) {
                choices.add(choice(workload.title(), workload, callers));
            }
        }
        choices.add(choice("put, slow sync", SlowerDisk.title(Workload.PUT, Settings.SLOW_SYNC), 100));
        choices.add(choice("insert", Workload.INSERT, 1));
        choices.add(choice("update", Workload.UPDATE, 1));
        choices.add(choice("read, then write", Workload.READ_THEN_WRITE, 100));
        choices.add(choice("same, slow sync", SlowerDisk.title(Workload.READ_THEN_WRITE, Settings.SLOW_SYNC), 100));
        choices.add(choice("2 reads, 2 writes", Workload.TRANSFER, 16));
        choices.add(choice("getAll of 100", Workload.GET_ALL, 1));
        choices.add(choice("page by index", Workload.PAGE, 16));
        choices.add(choice("search", Workload.SEARCH, 16));
        choices.add(choice("60 KB page, get", Workload.GET_PAGE, 1));
        choices.add(choice("60 KB page, put", Workload.PUT_PAGE, 1));
        choices.add(choice("stream", Workload.STREAM, 1));
        choices.add(choice("putAll, existing", Workload.PUT_ALL, 1));
        choices.add(choice("putAll, new", Workload.PUT_ALL_NEW, 1));
        choices.add(choice("mixed load", Workload.MIXED, 16));
        return choices;
    }

    private static Choice choice(String label, Workload workload, int callers) {
        return choice(label, workload.title(), callers);
    }

    private static Choice choice(String label, String workload, int callers) {
        return new Choice(label + ", " + callers, workload, callers);
    }

    private String draw(Results results) {
        Map<Database, List<Bar>> groups = new EnumMap<>(Database.class);
        int height = TOP;
        for (Database database : Database.values()) {
            List<Bar> bars = bars(results, database);
            if (!bars.isEmpty()) {
                groups.put(database, bars);
                height += HEAD + bars.size() * ROW + 12;
            }
        }
        groups.values().stream().flatMap(List::stream).forEach(bar -> {
            least = Math.min(least, bar.ratio() * 0.9);
            most = Math.max(most, bar.ratio() * 1.05);
        });
        begin(height);
        int y = TOP;
        for (Map.Entry<Database, List<Bar>> group : groups.entrySet()) {
            List<Bar> bars = group.getValue();
            text(10, y + 20, "start", "title", group.getKey().title());
            axis(y + HEAD, y + HEAD + bars.size() * ROW);
            y += HEAD;
            for (Bar bar : bars) {
                bar(bar, y);
                y += ROW;
            }
            y += 12;
        }
        return svg.append("</svg>\n").toString();
    }

    private static List<Bar> bars(Results results, Database database) {
        List<Bar> bars = new ArrayList<>();
        for (Choice choice : choices()) {
            results.row(database, choice.workload(), choice.callers(), Contestant.LIBRARY)
                    .ifPresent(row -> bar(results, row, choice.label(), bars));
        }
        return bars;
    }

    private static void bar(Results results, Row row, String label, List<Bar> bars) {
        Tables.toJdbc(results, row)
                .filter(ratio -> ratio > 0)
                .ifPresent(ratio -> bars.add(new Bar(label, ratio, row.rate())));
    }

    private void begin(int height) {
        svg.append(
                String.format(Locale.ROOT, """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%3$d" height="%4$d" role="img" aria-label="Rates as multiples of raw JDBC's">
                <style>
                  text { font: 13px system-ui, sans-serif; fill: #1f2328; }
                  .title { font-weight: 600; font-size: 16px; }
                  .faint { fill: #59636e; }
                  .ground { fill: #ffffff; stroke: #d1d9e0; }
                  .grid { stroke: #d1d9e0; }
                  .one { stroke: #59636e; stroke-width: 1.5; }
                  .faster { fill: #1a7f37; }
                  .slower { fill: #bc4c00; }
                  @media (prefers-color-scheme: dark) {
                    text { fill: #e6edf3; }
                    .faint { fill: #9198a1; }
                    .ground { fill: #0d1117; stroke: #3d444d; }
                    .grid { stroke: #3d444d; }
                    .one { stroke: #9198a1; }
                    .faster { fill: #3fb950; }
                    .slower { fill: #db6d28; }
                  }
                </style>
                <rect class="ground" x="0.5" y="0.5" width="%5$d" height="%6$d" rx="6"/>
                """, WIDTH, height, WIDTH * 3 / 2, height * 3 / 2, WIDTH - 1, height - 1));
        text(10, 26, "start", "title", "storageport beside raw JDBC");
        text(10, 47, "start", "faint", "rate as a multiple; the number is of callers");
    }

    private void axis(int top, int bottom) {
        double before = Double.NEGATIVE_INFINITY;
        for (double tick : TICKS) {
            if (tick >= least && tick <= most) {
                svg.append(String.format(
                        Locale.ROOT,
                        "<line class=\"%s\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>%n",
                        tick == 1 ? "one" : "grid",
                        x(tick),
                        x(tick),
                        top,
                        bottom));
                if (x(tick) - before > 30) {
                    text(x(tick), top - 6, "middle", "faint", label(tick));
                    before = x(tick);
                }
            }
        }
    }

    private static String label(double tick) {
        return tick < 1 ? tick + "x" : (int) tick + "x";
    }

    private void bar(Bar bar, int y) {
        double from = Math.min(x(1), x(bar.ratio()));
        double to = Math.max(x(1), x(bar.ratio()));
        text(LEFT - 8, y + ROW * 0.72, "end", "", bar.label());
        svg.append(String.format(
                Locale.ROOT,
                "<rect class=\"%s\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"2\"><title>%s: %,.0f/s</title></rect>%n",
                bar.ratio() >= 1 ? "faster" : "slower",
                from,
                y + 4,
                Math.max(1, to - from),
                ROW - 8,
                escaped(bar.label()),
                bar.rate()));
        text(WIDTH - 8, y + ROW * 0.72, "end", "", Tables.figure(bar.ratio()) + "x");
    }

    private double x(double ratio) {
        double part = (Math.log(ratio) - Math.log(least)) / (Math.log(most) - Math.log(least));
        return LEFT + part * (WIDTH - LEFT - RIGHT);
    }

    private void text(double x, double y, String anchor, String style, String content) {
        svg.append(String.format(
                Locale.ROOT,
                "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n",
                style,
                x,
                y,
                anchor,
                escaped(content)));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}
