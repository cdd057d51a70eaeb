// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.quickstart;

import dev.storageport.Content;
import dev.storageport.Document;
import dev.storageport.DocumentCollection;
import dev.storageport.Storage;
import dev.storageport.StorageException;
import dev.storageport.StorageException.Remedy;
import dev.storageport.Stored;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Stores the profiles of an input with their pages, many in one atomic write. A batch that the storage refuses is stored again one
 * by one, so that only the line at fault is left out; a failure that is not the input's fault ends the import.
 */
final class ProfileImport {

    private static final int BATCH = 100;

    private final DocumentCollection<Profile> profiles;
    private final CareerPages pages;
    private final Map<ProfileLine, Document<Profile>> batch = new LinkedHashMap<>();
    private final List<String> ids = new ArrayList<>();
    private final List<RefusedLine> refused = new ArrayList<>();
    private int created;
    private int withoutPage;

    ProfileImport(Storage storage, CareerPages pages) {
        this.profiles = storage.collection(Profile.COLLECTION);
        this.pages = pages;
    }

    ImportResult run(InputStream input) throws IOException {
        int lines = new ProfileReader(this::accept, refused::add).read(input);
        store();
        return new ImportResult(lines, ids, created, withoutPage, refused);
    }

    private void accept(ProfileLine line) {
        try {
            Optional<Content> page = pages.of(line.id());
            batch.put(line, new Document<>(line.id(), line.profile(), page));
            withoutPage += page.isEmpty() ? 1 : 0;
        } catch (StorageException | IOException unreadable) {
            refused.add(new RefusedLine(line.number(), "has a page that cannot be read: " + unreadable.getMessage()));
        }
        if (batch.size() == BATCH) {
            store();
        }
    }

    private void store() {
        try {
            profiles.putAll(batch.values()).forEach(this::count);
        } catch (StorageException failed) {
            requireInputAtFault(failed);
            batch.forEach(this::storeAlone);
        }
        batch.clear();
    }

    private void storeAlone(ProfileLine line, Document<Profile> document) {
        try {
            profiles.putAll(List.of(document)).forEach(this::count);
        } catch (StorageException failed) {
            requireInputAtFault(failed);
            refused.add(new RefusedLine(line.number(), "was refused: " + failed.getMessage()));
        }
    }

    private static void requireInputAtFault(StorageException failed) {
        if (failed.remedy() != Remedy.FIX_THE_CALL) {
            throw failed;
        }
    }

    private void count(Stored<Profile> stored) {
        ids.add(stored.key());
        created += stored.createdAt().equals(stored.updatedAt()) ? 1 : 0;
    }
}
