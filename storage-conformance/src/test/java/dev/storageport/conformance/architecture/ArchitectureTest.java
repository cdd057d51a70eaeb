// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.conformance.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import dev.storageport.Health;
import dev.storageport.Limits;
import dev.storageport.PoolStatus;
import dev.storageport.SchemaMode;
import dev.storageport.SchemaStatus;
import dev.storageport.StorageException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rooms of the house, and which way the arrows between them point; the map is in {@code ARCHITECTURE.md}. */
class ArchitectureTest {

    private static final String ROOT = "dev.storageport";

    /** The main classes of every module, wherever the build has put them. */
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void everyModule_isLookedAt() {
        assertThat(CLASSES.stream().map(JavaClass::getPackageName))
                .contains(
                        ROOT,
                        ROOT + ".port",
                        ROOT + ".port.combining",
                        ROOT + ".fake",
                        ROOT + ".sqlite",
                        ROOT + ".postgres",
                        ROOT + ".tck",
                        ROOT + ".quickstart");
    }

    /** The face and the port are two sides of one thing and count as one slice: a port reports the application's errors. */
    @Test
    void packages_haveNoCycle() {
        slices().assignedFrom(new SliceAssignment() {
                    @Override
                    public SliceIdentifier getIdentifierOf(JavaClass type) {
                        String name = type.getPackageName();
                        return SliceIdentifier.of(name.startsWith(ROOT + ".port") ? ROOT : name);
                    }

                    @Override
                    public String getDescription() {
                        return "packages, with the face and the port as one";
                    }
                })
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    @Test
    void port_knowsOnlyErrorsLimitsAndReportsOfTheFace() {
        Set<Class<?>> reports =
                Set.of(Health.class, Limits.class, PoolStatus.class, SchemaMode.class, SchemaStatus.class);
        DescribedPredicate<JavaClass> face = DescribedPredicate.describe(
                "types of the face that are neither an error, a limit nor a report",
                type -> type.getPackageName().equals(ROOT)
                        && !type.isAssignableTo(StorageException.class)
                        && reports.stream().noneMatch(report -> outermost(type).isEquivalentTo(report)));
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".port..")
                .should()
                .dependOnClassesThat(face)
                .check(CLASSES);
    }

    @Test
    void faceAndPort_dependOnNoOtherModule() {
        noClasses()
                .that()
                .resideInAnyPackage(ROOT, ROOT + ".port..")
                .should()
                .dependOnClassesThat(DescribedPredicate.describe(
                        "classes of another module of ours",
                        type -> type.getPackageName().startsWith(ROOT + ".")
                                && !type.getPackageName().startsWith(ROOT + ".port")
                                && !type.getPackageName().equals(ROOT + ".event")))
                .check(CLASSES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgres"})
    void internals_areReachedFromTheirOwnBackendOnly(String backend) {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + "." + backend, ROOT + "." + backend + ".internal..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + "." + backend + ".internal..")
                .check(CLASSES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgres"})
    void rooms_ofABackend_knowOnlyTheRoomsBelow(String backend) {
        String entry = ROOT + "." + backend;
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage(entry + "..")
                .layer("entry")
                .definedBy(entry)
                .optionalLayer("standby") // a file has none
                .definedBy(entry + ".internal.standby")
                .layer("transaction")
                .definedBy(entry + ".internal.transaction")
                .layer("statement")
                .definedBy(entry + ".internal.statement")
                .layer("schema")
                .definedBy(entry + ".internal.schema")
                .layer("connection")
                .definedBy(entry + ".internal.connection")
                .optionalLayer("cluster") // a file is nobody's standby
                .definedBy(entry + ".internal.cluster")
                .optionalLayer("security") // a file needs no proof of who opens it
                .definedBy(entry + ".internal.security")
                .whereLayer("entry")
                .mayOnlyAccessLayers(
                        "standby", "transaction", "statement", "schema", "connection", "cluster", "security")
                .whereLayer("standby")
                .mayOnlyAccessLayers("transaction", "statement", "schema", "connection", "cluster", "security")
                .whereLayer("transaction")
                .mayOnlyAccessLayers("statement", "schema", "connection", "cluster", "security")
                .whereLayer("statement")
                .mayOnlyAccessLayers("schema", "connection", "cluster", "security")
                .whereLayer("schema")
                .mayOnlyAccessLayers("connection", "cluster", "security")
                .whereLayer("connection")
                .mayOnlyAccessLayers("cluster", "security")
                .whereLayer("cluster")
                .mayNotAccessAnyLayer()
                .whereLayer("security")
                .mayNotAccessAnyLayer()
                .ignoreDependency(
                        DescribedPredicate.describe("the server that tests start", ArchitectureTest::isTestServer),
                        DescribedPredicate.alwaysTrue())
                .check(CLASSES);
    }

    @Test
    void kit_dependsOnNoBackendButTheFake() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".tck..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT + ".sqlite..", ROOT + ".postgres..")
                .check(CLASSES);
    }

    /** Two files that know each other are one idea in two places, or one of them is in the wrong place. */
    @Test
    void classesBelowThePort_areNoMutualPairs() {
        Map<String, Set<String>> uses = new TreeMap<>();
        for (JavaClass type : CLASSES) {
            if (!isBelowThePort(type)) {
                continue;
            }
            Set<String> used = uses.computeIfAbsent(outermost(type).getName(), name -> new TreeSet<>());
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                if (isBelowThePort(dependency.getTargetClass())) {
                    used.add(outermost(dependency.getTargetClass()).getName());
                }
            }
        }

        Set<String> pairs = new TreeSet<>();
        uses.forEach((from, used) -> used.stream()
                .filter(to -> from.compareTo(to) < 0
                        && uses.getOrDefault(to, Set.of()).contains(from))
                .forEach(to -> pairs.add(from + " <-> " + to)));

        assertThat(uses).as("classes below the port").hasSizeGreaterThan(50);
        assertThat(pairs).isEmpty();
    }

    /** An older driver, which an application may have pinned, lacks constants; their names it merely does not know. */
    @Test
    void propertiesOfTheDriver_areKnownByNameOnly() {
        noClasses()
                .should()
                .accessFieldWhere(DescribedPredicate.describe(
                        "it is a constant of PGProperty",
                        access -> access.getTargetOwner().getName().equals("org.postgresql.PGProperty")))
                .check(CLASSES);
    }

    /** A package is a room. What applications and authors name stands together, and a chapter of the kit holds its topics. */
    @Test
    void packages_haveAtMostTwentyFiles() {
        Map<String, Long> files = CLASSES.stream()
                .filter(type -> !type.isNestedClass())
                .filter(type -> !type.getSimpleName().equals("package-info"))
                .collect(Collectors.groupingBy(JavaClass::getPackageName, TreeMap::new, Collectors.counting()));
        files.keySet().removeIf(name -> name.equals(ROOT) || name.equals(ROOT + ".port"));
        files.keySet().removeIf(name -> name.startsWith(ROOT + ".tck."));

        assertThat(files)
                .isNotEmpty()
                .allSatisfy((name, count) ->
                        assertThat(count).as("files of %s", name).isLessThanOrEqualTo(20));
    }

    private static boolean isBelowThePort(JavaClass type) {
        String name = type.getPackageName();
        return name.contains(".internal.") || name.equals(ROOT + ".fake");
    }

    private static boolean isTestServer(JavaClass type) {
        return type.getPackageName().startsWith(ROOT + ".postgres.server");
    }

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(ArchitectureTest::outermost).orElse(type);
    }
}
