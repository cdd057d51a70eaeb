// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.quickstart;

import dev.storageport.Content;
import dev.storageport.DocumentCollection;
import dev.storageport.Storage;
import dev.storageport.Stored;
import java.util.Optional;

/** Finding profiles: by key, by another name, by a property; and reading a page only when it is wanted. */
final class Lookups {

    private final DocumentCollection<Profile> profiles;
    private final Report report;

    Lookups(Storage storage, Report report) {
        this.profiles = storage.collection(Profile.COLLECTION);
        this.report = report;
    }

    void run(String player) {
        report.heading("Look up");
        Stored<Profile> found = profiles.get(player).orElseThrow();
        report.line("key %s is %s", found.key(), described(found.value()));

        Optional<Stored<Profile>> owner =
                profiles.findFirst(Profile.BATTLETAG.is(found.value().battletag()));
        report.line(
                "battletag %s has the key %s",
                found.value().battletag(), owner.orElseThrow().key());
        report.line("key nobody: %s", profiles.get("nobody").isPresent() ? "found" : "not found");

        Optional<Content> page = profiles.content(player);
        report.line("its page has %,d bytes", page.map(Content::size).orElse(0));
        report.line(
                "%d profiles are public, %d private",
                profiles.count(Profile.PRIVACY.is(Privacy.PUBLIC)),
                profiles.count(Profile.PRIVACY.is(Privacy.PRIVATE)));
    }

    private static String described(Profile profile) {
        String title = profile.title() == null ? "no title" : "title " + profile.title();
        return profile.name() + ", " + title + ", endorsement " + profile.endorsement();
    }
}
