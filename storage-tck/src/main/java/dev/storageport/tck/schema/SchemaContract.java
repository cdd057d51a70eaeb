// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.schema;

import dev.storageport.tck.harness.Contract;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/**
 * The chapter on the schema. Declarations that change: collections and indexes that are added and taken away, while programs of different
 * versions run. Extend it to run it alone.
 */
@Tag("schema")
public abstract class SchemaContract extends Contract {

    /** For subclasses. */
    protected SchemaContract() {}

    @Nested
    final class Definition extends DefinitionRules {}

    @Nested
    final class Evolution extends EvolutionRules {}

    @Nested
    final class Growth extends GrowthRules {}

    @Nested
    final class IndexBuild extends IndexBuildRules {}

    @Nested
    final class ManyCollections extends ManyCollectionsRules {}

    @Nested
    final class Prune extends PruneRules {}

    @Nested
    final class Rolling extends RollingRules {}

    @Nested
    final class RollingConcurrency extends RollingConcurrencyRules {}

    @Nested
    final class Schema extends SchemaRules {}

    @Nested
    final class SchemaMode extends SchemaModeRules {}

    @Nested
    final class TimeIndexGrowth extends TimeIndexGrowthRules {}

    @Nested
    final class UniqueGrowth extends UniqueGrowthRules {}

    @Nested
    final class Upgrade extends UpgradeRules {}
}
