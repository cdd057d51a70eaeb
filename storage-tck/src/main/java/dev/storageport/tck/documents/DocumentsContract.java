// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.documents;

import dev.storageport.tck.harness.Contract;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/**
 * The chapter on documents. Single documents and batches of them: writing, revisions, deleting, and the content beside a document. Extend
 * it to run it alone.
 */
@Tag("documents")
public abstract class DocumentsContract extends Contract {

    /** For subclasses. */
    protected DocumentsContract() {}

    @Nested
    final class AgeDelete extends AgeDeleteRules {}

    @Nested
    final class Batch extends BatchRules {}

    @Nested
    final class Compaction extends CompactionRules {}

    @Nested
    final class Content extends ContentRules {}

    @Nested
    final class DamagedContent extends DamagedContentRules {}

    @Nested
    final class Delete extends DeleteRules {}

    @Nested
    final class Document extends DocumentRules {}

    @Nested
    final class LimitedDelete extends LimitedDeleteRules {}

    @Nested
    final class PacedDelete extends PacedDeleteRules {}

    @Nested
    final class Revision extends RevisionRules {}

    @Nested
    final class Upsert extends UpsertRules {}
}
