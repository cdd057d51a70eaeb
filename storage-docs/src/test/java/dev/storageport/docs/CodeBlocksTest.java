// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodeBlocksTest {

    private static final Path ROOT = Path.of(System.getProperty("storageport.root", ".."));

    private static final String SOURCE = """
            class Some {
                // tag::part[]
                void one() {
                    // tag::other[]
                    int a = 1;
                    // end::other[]
                }

                // end::part[]
                void hidden() {}

                // tag::part[]
                void two() {}
                // end::part[]
            }
            """;

    private static final String BLOCK = """
            # Page

            <!-- region: storage-x/src/test/java/Some.java#part -->
            ```java
            void one() {
                int a = 1;
            }

            void two() {}
            ```

            After
            """;

    @TempDir
    private Path root;

    private CodeBlocks blocks;

    @BeforeEach
    void repository() throws IOException {
        write("pom.xml", "<project><modules><module>storage-x</module></modules></project>");
        write("storage-x/pom.xml", "<project><profiles><profile><id>run</id></profile></profiles></project>");
        write("storage-x/src/test/java/Some.java", SOURCE);
        write("storage-x/src/main/java/Some.java", SOURCE);
        write("docs/page.md", BLOCK);
        blocks = new CodeBlocks(new Repository(root));
    }

    private void write(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @Test
    void pages_ofThisRepository_showOnlyCodeOfTests() {
        assertThat(new CodeBlocks(new Repository(ROOT.toAbsolutePath().normalize())).problems())
                .as("write the blocks anew with: mvn -q -B -Pcode-blocks -pl storage-docs -am compile")
                .isEmpty();
    }

    @Test
    void block_equalToItsRegion_isNoProblem() {
        assertThat(blocks.problems()).isEmpty();
    }

    @Test
    void block_thatDiffers_isFoundAndWrittenAnew() throws IOException {
        String old = BLOCK.replace("int a = 1;", "int a = 2;");
        write("docs/page.md", old);
        assertThat(blocks.problems())
                .containsExactly(
                        "docs/page.md:4: the block differs from its region storage-x/src/test/java/Some.java#part");
        assertThat(blocks.rewritten("docs/page.md", old)).isEqualTo(BLOCK);
    }

    @Test
    void block_ofCodeWithoutRegion_isRefused() throws IOException {
        write("docs/page.md", "```java\nint a;\n```\n\n```\nint a;\n```\n\n```text\nout\n```\n");
        assertThat(blocks.problems())
                .containsExactly(
                        "docs/page.md:1: the block of java names no region of a test",
                        "docs/page.md:5: the block says no language; what is no code is text, console or shell");
    }

    @Test
    void region_thatIsNoneOfATest_isRefused() throws IOException {
        write("docs/page.md", BLOCK.replace("/test/", "/main/"));
        assertThat(blocks.problems())
                .singleElement()
                .asString()
                .contains("the region storage-x/src/main/java/Some.java#part is in no test");
        write("docs/page.md", BLOCK.replace("#part", "#missing"));
        assertThat(blocks.problems()).singleElement().asString().contains("no region missing");
        write("docs/page.md", BLOCK.replace("Some.java", "None.java"));
        assertThat(blocks.problems()).singleElement().asString().contains("there is no file");
    }

    @Test
    void region_thatDoesNotEnd_isRefused() {
        assertThatThrownBy(() -> Region.of("// tag::a[]\nint x;\n", "a")).hasMessageContaining("does not end");
        assertThatThrownBy(() -> Region.of("// tag::a[]\n// tag::a[]\n", "a")).hasMessageContaining("twice");
    }

    @Test
    void region_inEveryKindOfComment_isFound() {
        assertThat(Region.of("-- tag::a[]\nSELECT 1;\n-- end::a[]", "a")).isEqualTo(List.of("SELECT 1;"));
        assertThat(Region.of("<!-- tag::a[] -->\n<a/>\n<!-- end::a[] -->", "a")).isEqualTo(List.of("<a/>"));
        assertThat(Region.of("# tag::a[]\nkey: 1\n# end::a[]", "a")).isEqualTo(List.of("key: 1"));
    }

    @Test
    void command_thatNamesWhatIsNotThere_isFound() throws IOException {
        write("docs/page.md", "```shell\nmvn -B -Prun -pl storage-x compile\nmvn -Pwalk -pl storage-y verify\n```\n");
        assertThat(blocks.problems())
                .containsExactly(
                        "docs/page.md: there is no profile walk", "docs/page.md: there is no module storage-y");
    }
}
