// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Each requirement is there once, and names tests that exist, or says why there is none. */
class RequirementsTest {

    private static final Path ROOT = Path.of(System.getProperty("storageport.root", ".."));

    private static final Pattern ROW = Pattern.compile("\\| ([A-Z]\\d+) \\| ([^|]*) \\| ([^|]+) \\| ([^|]*) \\|");
    private static final Pattern TEST = Pattern.compile("\\[`(\\w+)(?:\\.(\\w+))?`\\]\\(\\.\\./([^)]+)\\)");
    private static final Pattern REASON = Pattern.compile("Not (built|proven|yet): \\w.*");

    /** What keeps a reader from believing a page, as lines. */
    private static List<String> problems(String page) throws IOException {
        List<String> problems = new ArrayList<>();
        Map<String, Integer> ids = new TreeMap<>();
        for (String line : page.lines().filter(line -> line.startsWith("| ")).toList()) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                ids.merge(row.group(1), 1, Integer::sum);
                if (!row.group(2).matches("must|should|page")) {
                    problems.add(row.group(1) + ": the level is none: " + row.group(2));
                }
                problems.addAll(problemsOfProof(row.group(1), row.group(4)));
            } else if (!line.matches("\\| (id|---) \\|.*")) {
                problems.add("no row of four: " + line);
            }
        }
        ids.forEach((id, times) -> {
            if (times > 1) {
                problems.add(id + ": is there " + times + " times");
            }
        });
        return problems;
    }

    private static List<String> problemsOfProof(String id, String proof) throws IOException {
        List<String> problems = new ArrayList<>();
        Matcher test = TEST.matcher(proof);
        while (test.find()) {
            Path source = ROOT.resolve(test.group(3));
            if (!source.getFileName().toString().equals(test.group(1) + ".java")) {
                problems.add(id + ": the link leads to another class than " + test.group(1));
            } else if (!Files.isRegularFile(source)) {
                problems.add(id + ": there is no " + test.group(3));
            } else if (!isTest(Files.readString(source), test.group(1), test.group(2))) {
                problems.add(id + ": there is no test " + test.group());
            }
        }
        String rest = test.reset().replaceAll("").replaceAll("[, ]", "");
        boolean tested = test.reset().find();
        if (tested ? !rest.isEmpty() : !REASON.matcher(proof).matches()) {
            problems.add(id + ": is neither tests alone nor a reason alone: " + proof);
        }
        return problems;
    }

    /** A class by itself is one that inherits its tests. */
    private static boolean isTest(String source, String name, String method) {
        if (method == null) {
            return Pattern.compile("class " + name + "\\b[^{]* extends ")
                    .matcher(source)
                    .find();
        }
        return Pattern.compile("@(Parameterized)?Test\\b(?:(?!;\\n|\\}\\n    \\}\\n)[\\s\\S])*? void " + method + "\\(")
                .matcher(source)
                .find();
    }

    @Test
    void page_ofThisRepository_namesATestOrAReasonForEachRequirement() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/requirements.md"));
        assertThat(page.lines().filter(line -> ROW.matcher(line).matches()).count())
                .isGreaterThan(190);
        assertThat(problems(page)).isEmpty();
    }

    private static final String THIS = "](../storage-docs/src/test/java/dev/storageport/docs/RequirementsTest.java)";

    @Test
    void row_withATestOrAReason_isNoProblem() throws IOException {
        assertThat(problems("| id | level | what is needed | proof |\n| --- | --- | --- | --- |\n"
                        + "| A1 | must | x | [`RequirementsTest.row_withATestOrAReason_isNoProblem`" + THIS + " |\n"
                        + "| A2 | should | x | Not built: nobody needs it |\n"))
                .isEmpty();
    }

    @Test
    void row_withoutEither_isFound() throws IOException {
        for (String proof : List.of(
                "",
                "later",
                "Not built",
                "Not built: ",
                "[`RequirementsTest.row_withoutEither_isFound`" + THIS + " and more",
                "[`RequirementsTest.isTest`" + THIS,
                "[`RequirementsTest.no_such_test`" + THIS,
                "[`RequirementsTest`" + THIS,
                "[`SiteTest.no_such_test`" + THIS,
                "[`Nobody.tests`](../Nobody.java)")) {
            assertThat(problems("| A1 | must | x | " + proof + " |")).as(proof).hasSize(1);
        }
    }

    @Test
    void row_thatIsTwiceOrHasNoLevelOrNoCells_isFound() throws IOException {
        String row = "| A1 | must | x | Not built: nobody needs it |\n";
        assertThat(problems(row + row)).containsExactly("A1: is there 2 times");
        assertThat(problems(row.replace("must", "perhaps"))).containsExactly("A1: the level is none: perhaps");
        assertThat(problems("| A1 | must | x |")).containsExactly("no row of four: | A1 | must | x |");
    }
}
