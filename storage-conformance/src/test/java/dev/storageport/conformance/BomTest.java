// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** What users import has the versions that this build tests, of everything that is published and what it depends on. */
final class BomTest {

    private static final Path ROOT = Path.of("..");

    @Test
    void bom_hasTheVersionsOfTheBuild() throws Exception {
        Map<String, String> build = managed(ROOT.resolve("pom.xml"));
        Map<String, String> bom = managed(ROOT.resolve("storage-bom/pom.xml"));
        assertThat(bom).isNotEmpty();
        bom.forEach((artifact, version) -> assertThat(build).containsEntry(artifact, version));
    }

    @Test
    void bom_hasEachPublishedModuleAndWhatItDependsOn() throws Exception {
        Map<String, String> bom = managed(ROOT.resolve("storage-bom/pom.xml"));
        int published = 0;
        try (Stream<Path> modules = Files.list(ROOT)) {
            for (Path module : modules.filter(folder -> Files.exists(folder.resolve("src/main/java/module-info.java")))
                    .toList()) {
                Document pom = read(module.resolve("pom.xml"));
                if (pom.getElementsByTagName("maven.deploy.skip").getLength() > 0) {
                    continue;
                }
                published++;
                assertThat(bom).containsKey("dev.storageport:" + module.getFileName());
                for (Element dependency : elements(pom, "dependency")) {
                    String artifact = artifact(dependency);
                    boolean brought = List.of("", "compile", "runtime").contains(text(dependency, "scope"));
                    boolean known = artifact.startsWith("com.fasterxml.jackson.") || isOfApplications(artifact);
                    if (brought && !known) {
                        assertThat(bom).as("%s of %s", artifact, module).containsKey(artifact);
                    }
                }
            }
        }
        assertThat(published).isGreaterThan(5);
    }

    /**
     * Jackson's come with its own BOM. The libraries of tests, which storage-tck brings, are the choice of whoever tests, and Micrometer is that
     * of an application, which has its registry: storage-micrometer is compiled with the oldest that will do.
     */
    private static boolean isOfApplications(String artifact) {
        return artifact.startsWith("org.junit.")
                || artifact.startsWith("org.assertj:")
                || artifact.startsWith("io.micrometer:");
    }

    private static Map<String, String> managed(Path file) throws Exception {
        Document pom = read(file);
        Element management = elements(pom, "dependencyManagement").get(0);
        Map<String, String> versions = new TreeMap<>();
        for (Element dependency : elements(management, "dependency")) {
            versions.put(artifact(dependency), value(pom, text(dependency, "version")));
        }
        return versions;
    }

    private static String value(Document pom, String version) {
        if (!version.startsWith("${")) {
            return version;
        }
        String name = version.substring(2, version.length() - 1);
        String property = name.equals("project.version") ? "version" : name;
        Node parent = name.equals("project.version")
                ? pom.getDocumentElement()
                : elements(pom, "properties").get(0);
        return text((Element) parent, property);
    }

    private static String artifact(Element dependency) {
        return text(dependency, "groupId") + ":" + text(dependency, "artifactId");
    }

    /** Returns the text of an element right below; empty if there is none. */
    private static String text(Element parent, String name) {
        for (Node child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child.getNodeName().equals(name)) {
                return child.getTextContent().strip();
            }
        }
        return "";
    }

    private static List<Element> elements(Document document, String name) {
        return elements(document.getDocumentElement(), name);
    }

    private static List<Element> elements(Element parent, String name) {
        List<Element> found = new ArrayList<>();
        var nodes = parent.getElementsByTagName(name);
        for (int i = 0; i < nodes.getLength(); i++) {
            found.add((Element) nodes.item(i));
        }
        return found;
    }

    private static Document read(Path file) throws Exception {
        File pom = file.toFile();
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(pom);
    }
}
