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
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SiteTest {

    private static final Path ROOT = Path.of(System.getProperty("storageport.root", ".."));

    @TempDir
    private static Path folder;

    private static Path site;
    private static List<String> problems;

    @BeforeAll
    static void write() throws IOException {
        site = folder.resolve("site");
        problems = new Site(new Repository(ROOT.toAbsolutePath().normalize()), site).write();
    }

    @Test
    void site_ofThisRepository_hasNoBrokenLink() {
        assertThat(problems).isEmpty();
    }

    @Test
    void site_links_leadToFilesThatAreThere() throws IOException {
        Pattern reference = Pattern.compile("(?:href|src)=\"([^\"#]+)(?:#[^\"]*)?\"");
        List<String> missing = new ArrayList<>();
        for (Path page : pages()) {
            Matcher references = reference.matcher(Files.readString(page));
            while (references.find()) {
                String target = references.group(1);
                if (!target.matches("(https?|mailto|data):.*") && !Files.isRegularFile(page.resolveSibling(target))) {
                    missing.add(site.relativize(page) + ": " + target);
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void site_loads_nothingFromElsewhere() throws IOException {
        for (Path page : pages()) {
            assertThat(Files.readString(page))
                    .as("%s", page)
                    .doesNotContainPattern("<(link|script|img|iframe)[^>]*(href|src)=\"(https?:)?//");
        }
        assertThat(site.resolve("assets/site.css")).content().doesNotContain("@import", "url(");
    }

    @Test
    void pages_haveLanguageTitleOneFirstHeadingAndUniqueIds() throws IOException {
        for (Path page : pages()) {
            String html = Files.readString(page);
            assertThat(html).as("%s", page).contains("<html lang=\"en\">").containsPattern("<title>[^<]+</title>");
            assertThat(count("<h1[ >]", html)).as("first headings of %s", page).isEqualTo(1);
            Map<String, Integer> ids = new TreeMap<>();
            Matcher id = Pattern.compile(" id=\"([^\"]*)\"").matcher(html);
            while (id.find()) {
                ids.merge(id.group(1), 1, Integer::sum);
            }
            assertThat(ids)
                    .as("ids of %s", page)
                    .allSatisfy((name, times) -> assertThat(times).isEqualTo(1));
        }
    }

    @Test
    void search_knowsHeadingsAndRulesOfThePages() {
        assertThat(site.resolve("assets/index.js"))
                .content()
                .contains(
                        "[\"LIFE: opening, closing, health\",\"The storage contract\",\"CONTRACT.html#life-opening-closing-health\"]")
                .contains("[\"LIFE-1\",\"The storage contract\",\"CONTRACT.html#row-life-1\"]");
    }

    @Test
    void link_thatLeadsNowhere_isAProblem() {
        Page page = new Page("docs/a.md", "# A\n\n## One thing: more\n");
        List<String> found = new ArrayList<>();
        Links links = new Links(ROOT, Map.of("docs/a.md", page), found);
        assertThat(links.resolve(page, "#one-thing-more")).isEqualTo("#one-thing-more");
        assertThat(links.resolve(page, "https://example.org/x")).isEqualTo("https://example.org/x");
        assertThat(links.resolve(page, "../LICENSE")).isEqualTo("../source/LICENSE.html");
        assertThat(links.resolve(page, "../storage-api")).isEqualTo("../source/storage-api/index.html");
        assertThat(found).isEmpty();
        links.resolve(page, "#none");
        links.resolve(page, "b.md");
        links.resolve(page, "../../outside.md");
        links.resolve(page, "../LICENSE#none");
        assertThat(found)
                .containsExactly(
                        "docs/a.md: the link #none is broken: the page has no such heading",
                        "docs/a.md: the link b.md is broken: there is no such file",
                        "docs/a.md: the link ../../outside.md is broken: it leaves the repository",
                        "docs/a.md: the link ../LICENSE#none is broken: only pages have anchors");
    }

    @Test
    void anchors_areThoseOfGitHub() {
        Page page = new Page("a.md", "# A `Storage.open` & more\n\n## Twice\n\n## Twice\n\n## Größe: 5 %, `ix_…`\n");
        assertThat(page.headings())
                .extracting(Heading::anchor)
                .containsExactly("a-storageopen--more", "twice", "twice-1", "größe-5--ix_");
    }

    @Test
    void navigation_missingPage_isRefusedUnlessItMayBe() {
        Page first = new Page("a.md", "# A");
        Page second = new Page("b.md", "# B");
        Map<String, Page> pages = Map.of("a.md", first, "b.md", second);
        Navigation navigation = Navigation.parse(List.of("Group", "  a.md = Page A", "  c.md = Page C ?"), pages);
        assertThat(navigation.entries())
                .containsExactly(new Navigation.Entry(first, "Page A"), new Navigation.Entry(second, "B"));
        org.assertj.core.api.Assertions.assertThatThrownBy(
                        () -> Navigation.parse(List.of("Group", "  c.md = Page C"), pages))
                .hasMessageContaining("there is no page c.md");
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> files = Files.walk(site)) {
            return files.filter(file -> file.toString().endsWith(".html"))
                    .filter(file -> !file.startsWith(site.resolve("javadoc")))
                    .toList();
        }
    }

    private static long count(String pattern, String text) {
        return Pattern.compile(pattern).matcher(text).results().count();
    }
}
