// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.benchmarks.report;

import dev.storageport.benchmarks.measure.Results;
import dev.storageport.benchmarks.measure.Row;
import dev.storageport.benchmarks.workload.Contestant;
import dev.storageport.benchmarks.workload.Database;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The library's rates as multiples of raw JDBC's, as bars on a logarithmic scale: to the right of the line it is faster, to the left slower.
 * Readable on light and on dark pages.
 */
final class Chart {

    private static final int WIDTH = 900;
    private static final int LEFT = 290;
    private static final int RIGHT = 90;
    private static final int ROW = 22;
    private static final int TOP = 44;
    private static final double[] TICKS = {0.25, 0.5, 1, 2, 4, 8, 16};

    private record Bar(String label, double ratio, double rate) {}

    private final StringBuilder svg = new StringBuilder();
    private double least = 0.5;
    private double most = 2;

    private Chart() {}

    /** Returns the chart as SVG. */
    static String of(Results results) {
        return new Chart().draw(results);
    }

    private String draw(Results results) {
        Map<Database, List<Bar>> groups = new EnumMap<>(Database.class);
        int rows = 0;
        for (Database database : Database.values()) {
            List<Bar> bars = bars(results, database);
            groups.put(database, bars);
            rows += bars.isEmpty() ? 0 : bars.size() + 2;
        }
        groups.values().stream().flatMap(List::stream).forEach(bar -> {
            least = Math.min(least, bar.ratio() * 0.9);
            most = Math.max(most, bar.ratio() * 1.1);
        });
        int height = TOP + rows * ROW + 20;
        begin(height);
        axis(height - 20);
        int y = TOP;
        for (Database database : Database.values()) {
            List<Bar> bars = groups.getOrDefault(database, List.of());
            if (!bars.isEmpty()) {
                text(10, y + ROW * 0.8, "start", "title", database.title());
                y += ROW;
                for (Bar bar : bars) {
                    bar(bar, y);
                    y += ROW;
                }
                y += ROW;
            }
        }
        return svg.append("</svg>\n").toString();
    }

    private static List<Bar> bars(Results results, Database database) {
        List<Bar> bars = new ArrayList<>();
        for (Row row : results.rows(database)) {
            if (row.contestant().equals(Contestant.LIBRARY)) {
                Optional<Double> ratio = Tables.toJdbc(results, row).filter(value -> value > 0);
                ratio.ifPresent(value -> bars.add(new Bar(
                        row.workload() + ", " + row.threads() + (row.threads() == 1 ? " caller" : " callers"),
                        value,
                        row.rate())));
            }
        }
        return bars;
    }

    private void begin(int height) {
        svg.append(String.format(Locale.ROOT, """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d" role="img" aria-label="Rates as multiples of raw JDBC">
                <style>
                  text { font: 12px system-ui, sans-serif; fill: #1f2328; }
                  .title { font-weight: 600; font-size: 14px; }
                  .faint { fill: #59636e; }
                  .grid { stroke: #d1d9e0; }
                  .one { stroke: #59636e; stroke-width: 1.5; }
                  .faster { fill: #1a7f37; }
                  .slower { fill: #bc4c00; }
                  @media (prefers-color-scheme: dark) {
                    text { fill: #e6edf3; }
                    .faint { fill: #9198a1; }
                    .grid { stroke: #3d444d; }
                    .one { stroke: #9198a1; }
                    .faster { fill: #3fb950; }
                    .slower { fill: #db6d28; }
                  }
                </style>
                """, WIDTH, height));
        text(10, 18, "start", "title", "storageport beside raw JDBC: documents in a second, as a multiple");
    }

    private void axis(int bottom) {
        for (double tick : TICKS) {
            if (tick >= least && tick <= most) {
                svg.append(String.format(
                        Locale.ROOT,
                        "<line class=\"%s\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>%n",
                        tick == 1 ? "one" : "grid",
                        x(tick),
                        x(tick),
                        TOP,
                        bottom));
                text(x(tick), TOP - 6, "middle", "faint", Tables.figure(tick) + "x");
            }
        }
    }

    private void bar(Bar bar, int y) {
        double from = Math.min(x(1), x(bar.ratio()));
        double to = Math.max(x(1), x(bar.ratio()));
        text(LEFT - 8, y + ROW * 0.7, "end", "", bar.label());
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
        text(to + 6, y + ROW * 0.7, "start", "", Tables.figure(bar.ratio()) + "x");
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
