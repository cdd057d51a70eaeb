// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.quickstart;

import dev.storageport.DocumentCollection;
import dev.storageport.Storage;
import dev.storageport.Stored;
import dev.storageport.StoredWithContent;
import dev.storageport.UniqueViolationException;
import java.util.Optional;

/** Changing one profile: nothing written by others is lost, and no battletag gets a second owner. */
final class Changes {

    private final DocumentCollection<Profile> profiles;
    private final Report report;

    Changes(Storage storage, Report report) {
        this.profiles = storage.collection(Profile.COLLECTION);
        this.report = report;
    }

    void run(String player) {
        report.heading("Change");
        updateKeepsPage(player);
        staleReplaceLoses(player);
        secondOwnerIsRefused(player);
    }

    private void updateKeepsPage(String player) {
        Stored<Profile> updated = profiles.update(player, profile -> profile.withTitle("Stargazer"))
                .orElseThrow();
        int page = profiles.content(player).map(content -> content.size()).orElse(0);
        report.line(
                "update: the title is %s now, the page still has %,d bytes",
                updated.value().title(), page);
    }

    private void staleReplaceLoses(String player) {
        StoredWithContent<Profile> read = profiles.getWithContent(player).orElseThrow();
        profiles.touch(player); // someone else writes meanwhile
        report.line("replace at the revision read before: %s", outcome(replaced(read)));
        report.line(
                "read again and replace: %s",
                outcome(replaced(profiles.getWithContent(player).orElseThrow())));
    }

    private Optional<Stored<Profile>> replaced(StoredWithContent<Profile> read) {
        Stored<Profile> document = read.document();
        Profile changed = document.value().withTitle("Conqueror");
        return read.content().isPresent()
                ? profiles.replaceIf(
                        document.key(),
                        document.revision(),
                        changed,
                        read.content().get())
                : profiles.replaceIf(document.key(), document.revision(), changed);
    }

    private static String outcome(Optional<Stored<Profile>> replaced) {
        return replaced.map(stored -> "done, the title is " + stored.value().title())
                .orElse("refused, because the profile was written since");
    }

    private void secondOwnerIsRefused(String player) {
        Profile owner = profiles.get(player).orElseThrow().value();
        try {
            profiles.put("impostor", owner);
            report.line("a second owner of a battletag was accepted");
        } catch (UniqueViolationException refused) {
            report.line("a second owner of a battletag: refused by index %s", refused.index());
            report.line("  %s", refused.getMessage());
        }
    }
}
