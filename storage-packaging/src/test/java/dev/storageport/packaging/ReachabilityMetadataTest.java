// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget.MethodCallTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.storageport.packaging.Artifacts.Backend;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether what GraalVM is told is there, and is all that is needed, as far as a JVM can tell. */
final class ReachabilityMetadataTest {

    private static final String SERVICES = "META-INF/services/dev.storageport.port.StorageProvider";

    private static final List<String> OURS =
            List.of("storage-api", "storage-fake", "storage-postgres", "storage-sqlite");

    @TempDir
    Path folder;

    private static ReachabilityMetadata ours() throws IOException {
        return new ReachabilityMetadata(OURS.stream().map(Artifacts::jar).toList());
    }

    @Test
    void metadata_namesOnlyWhatIsThere() throws IOException {
        List<String> missing = new ArrayList<>(ours().missing());
        if (Runtime.version().feature() < 21) {
            assertThat(missing.remove("java.lang.Thread#isVirtual[]")).isTrue();
            assertThat(missing.remove("java.lang.Thread#startVirtualThread[java.lang.Runnable]"))
                    .isTrue();
        }
        assertThat(missing).as("what is named and not there").isEmpty();
    }

    @Test
    void metadata_isInEachJar() throws IOException {
        for (String artifact : OURS) {
            assertThat(entries(Artifacts.jar(artifact)))
                    .contains("META-INF/native-image/dev.storageport/" + artifact + "/reachability-metadata.json");
        }
    }

    @Test
    void resources_thatAreNamed_areThere() throws IOException {
        Set<String> resources = new TreeSet<>();
        for (Path jar : Artifacts.library(Backend.values())) {
            resources.addAll(entries(jar));
        }
        assertThat(ours().globs())
                .isNotEmpty()
                .allSatisfy(glob -> assertThat(resources)
                        .as(glob)
                        .anyMatch(resource -> ReachabilityMetadata.matches(glob, resource)));
    }

    @Test
    void resources_ofTheLibrary_areNamed() throws IOException {
        ReachabilityMetadata metadata = ours();
        for (String artifact : OURS) {
            assertThat(entries(Artifacts.jar(artifact)))
                    .filteredOn(entry -> !entry.endsWith("/")
                            && !entry.endsWith(".class")
                            && !entry.startsWith("META-INF/maven/")
                            && !entry.startsWith("META-INF/native-image/")
                            && !entry.equals("META-INF/MANIFEST.MF"))
                    .allMatch(metadata::covers);
        }
        assertThat(metadata.covers(SERVICES)).isTrue();
    }

    @Test
    void reflection_whileTheProgramRuns_isCovered() throws Exception {
        try (Urls urls = Urls.create()) {
            ReflectionTrace.Result result = ReflectionTrace.of(
                    "-XX:TieredStopAtLevel=1 -cp " + Artifacts.path(Artifacts.program(Backend.values())),
                    String.join(
                            " ",
                            Program.class.getName(),
                            "--once",
                            Urls.MEMORY,
                            "sqlite:" + folder.resolve("trace.db"),
                            urls.postgres()));
            assertThat(result.said()).filteredOn("works"::equals).hasSize(3);
            ReachabilityMetadata metadata = new ReachabilityMetadata(Artifacts.library(Backend.values()));
            List<ReflectionTrace.Use> relevant = result.uses().stream()
                    .filter(ReachabilityMetadataTest::needsMetadata)
                    .toList();
            assertThat(relevant)
                    .extracting(ReflectionTrace.Use::type)
                    .contains(
                            "dev.storageport.fake.FakeProvider",
                            "dev.storageport.postgres.PostgresProvider",
                            "dev.storageport.sqlite.SqliteProvider",
                            "com.zaxxer.hikari.HikariConfig");
            assertThat(relevant).allMatch(metadata::covers);
        }
    }

    /** Leaves out what GraalVM finds by itself, and the documents, which are the application's. */
    private static boolean needsMetadata(ReflectionTrace.Use use) {
        boolean constantsOfAnEnum = use.member().equals("values");
        boolean ofTheProgram = use.type().startsWith(Program.class.getName());
        boolean generated = use.type().contains("$$") || use.type().contains("$Proxy");
        return !constantsOfAnEnum
                && !ofTheProgram
                && !generated
                && (use.type().startsWith("dev.storageport.") || use.type().startsWith("com.zaxxer."));
    }

    @Test
    void reflection_inTheClassFiles_isOnlyWhereTheMetadataKnowsOf() throws IOException {
        Set<String> users = new TreeSet<>();
        for (String artifact : OURS) {
            try (JarFile jar = new JarFile(Artifacts.jar(artifact).toFile())) {
                new ClassFileImporter()
                        .importJar(jar).stream()
                                .flatMap(type -> type.getMethodCallsFromSelf().stream())
                                .filter(call -> isReflection(call.getTarget()))
                                .map(ReachabilityMetadataTest::described)
                                .forEach(users::add);
            }
        }
        assertThat(users)
                .containsExactlyInAnyOrder(
                        "dev.storageport.Flight Class.forName",
                        "dev.storageport.port.LibraryVersion Class.getField",
                        "dev.storageport.port.LibraryVersion Class.getResourceAsStream",
                        "dev.storageport.port.LibraryVersion Field.get",
                        "dev.storageport.InstalledProviders ServiceLoader.load",
                        "dev.storageport.InstalledProviders Class.forName",
                        "dev.storageport.InstalledProviders Class.getConstructor",
                        "dev.storageport.InstalledProviders Constructor.newInstance",
                        "dev.storageport.port.BackgroundThreads Lookup.findStatic",
                        "dev.storageport.port.PlatformThreads Lookup.findVirtual",
                        "dev.storageport.postgres.internal.connection.ReconnectingSource$KnownIsolation Proxy.newProxyInstance",
                        "dev.storageport.postgres.internal.connection.ReconnectingSource$KnownIsolation Method.invoke");
    }

    @Test
    void reflection_inTheClassFiles_isCovered() throws IOException {
        ReachabilityMetadata metadata = ours();
        for (String provider : List.of(
                "dev.storageport.fake.FakeProvider",
                "dev.storageport.postgres.PostgresProvider",
                "dev.storageport.sqlite.SqliteProvider")) {
            assertThat(metadata.covers(provider, "<init>")).as(provider).isTrue();
        }
        assertThat(metadata.covers("java.sql.Connection", "")).as("the proxy").isTrue();
        for (Method method : Connection.class.getMethods()) {
            assertThat(metadata.covers("java.sql.Connection", method.getName()))
                    .as(method.getName())
                    .isTrue();
        }
    }

    private static boolean isReflection(MethodCallTarget target) {
        JavaClass owner = target.getOwner();
        String name = target.getName();
        return (owner.isEquivalentTo(ServiceLoader.class) && name.startsWith("load"))
                || owner.isEquivalentTo(Proxy.class)
                || (owner.isEquivalentTo(Constructor.class) && name.equals("newInstance"))
                || (owner.isEquivalentTo(Method.class) && name.equals("invoke"))
                || (owner.isEquivalentTo(Field.class) && (name.startsWith("get") || name.startsWith("set")))
                || owner.isEquivalentTo(MethodHandles.Lookup.class)
                || (owner.isAssignableTo(ClassLoader.class) && (name.contains("esource") || name.equals("loadClass")))
                || (owner.isEquivalentTo(Class.class) && isReflection(name));
    }

    private static boolean isReflection(String ofClass) {
        return ofClass.equals("forName")
                || ofClass.equals("newInstance")
                || ofClass.contains("Constructor")
                || ofClass.contains("Method")
                || ofClass.contains("Field")
                || ofClass.contains("Resource")
                || ofClass.equals("getRecordComponents");
    }

    private static String described(JavaMethodCall call) {
        return call.getOriginOwner().getName() + " " + call.getTargetOwner().getSimpleName() + "." + call.getName();
    }

    private static List<String> entries(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream().map(JarEntry::getName).toList();
        }
    }
}
