// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.docs.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.Storage;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GettingStartedTest {

    @TempDir
    private Path folder;

    @Test
    void program_runTwiceOnOneFile_findsItsNote() {
        String url = "sqlite:" + folder.resolve("notes.db");
        GettingStarted.main(new String[] {url});
        GettingStarted.main(new String[] {url});
        try (Storage storage = Storage.open(url, GettingStarted.NOTES)) {
            assertThat(storage.collection(GettingStarted.NOTES)
                            .get("first")
                            .orElseThrow()
                            .value()
                            .stars())
                    .isEqualTo(4);
        }
    }

    @Test
    void program_onPostgres_isTheSame() {
        try (TestDatabase database = new TestDatabase()) {
            GettingStarted.main(new String[] {database.url()});
            try (Storage storage = Storage.open(database.url(), GettingStarted.NOTES)) {
                assertThat(storage.collection(GettingStarted.NOTES).count(GettingStarted.STARS.is(4)))
                        .isEqualTo(1);
            }
        }
    }
}
