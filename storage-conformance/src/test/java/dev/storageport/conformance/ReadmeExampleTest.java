// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.conformance;

import static dev.storageport.Condition.updatedBefore;
import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.CollectionSpec;
import dev.storageport.Content;
import dev.storageport.DocumentCollection;
import dev.storageport.Index;
import dev.storageport.Storage;
import dev.storageport.Stored;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The example of the README, run and compared with what the README shows. */
class ReadmeExampleTest {

    private static final Pattern REGION = Pattern.compile("// begin README\n(.*?)\n *// end README", Pattern.DOTALL);
    private static final Pattern FIRST_JAVA_BLOCK = Pattern.compile("```java\n(.*?)\n```", Pattern.DOTALL);

    // begin README
    record Player(String battletag, String name, int level) {}

    static final Index<Player, String> BATTLETAG = Index.unique("battletag", String.class, Player::battletag);
    static final CollectionSpec<Player> PLAYERS =
            CollectionSpec.of("players", Player.class).index(BATTLETAG).build();
    // end README

    @Test
    void example_run_doesWhatItsCommentsSay() {
        String html = "<html>TeKrop</html>";
        String url = "memory:";
        // begin README
        try (Storage storage = Storage.open(url, PLAYERS)) { // sqlite:players.db, postgres://host/db or memory:
            DocumentCollection<Player> players = storage.collection(PLAYERS);
            players.put("tekrop-2217", new Player("TeKrop#2217", "TeKrop", 1), Content.text(html));
            players.update("tekrop-2217", p -> new Player(p.battletag(), p.name(), p.level() + 1)); // no lost update
            List<Stored<Player>> found = players.find(BATTLETAG.is("TeKrop#2217"));
            long removed = players.delete(updatedBefore(Duration.ofDays(7))); // retention, with the exact count
            // end README
            assertThat(found).extracting(Stored::value).containsExactly(new Player("TeKrop#2217", "TeKrop", 2));
            assertThat(removed).isZero();
            assertThat(players.content("tekrop-2217")).contains(Content.text(html));
        }
    }

    @Test
    void readme_firstExample_isTheOneThatRuns() throws IOException {
        String source = Files.readString(
                Path.of("src/test/java/dev/storageport/conformance", getClass().getSimpleName() + ".java"));
        String regions = REGION.matcher(source)
                .results()
                .map(region -> dedented(region.group(1)))
                .collect(Collectors.joining("\n\n"));
        Matcher readme = FIRST_JAVA_BLOCK.matcher(Files.readString(Path.of("../README.md")));
        assertThat(readme.find()).isTrue();
        assertThat(readme.group(1)).isEqualTo(regions + "\n}");
    }

    private static String dedented(String region) {
        int indent = region.length() - region.stripLeading().length();
        return region.lines()
                .map(line -> line.isBlank() ? "" : line.substring(indent))
                .collect(Collectors.joining("\n"));
    }
}
