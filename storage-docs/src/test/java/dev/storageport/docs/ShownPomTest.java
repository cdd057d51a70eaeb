// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/** The dependencies that pages tell users to declare are artifacts of this build that are published, and versions that it uses. */
class ShownPomTest {

    private static final Path ROOT = Path.of(System.getProperty("storageport.root", ".."));

    @Test
    void dependencies_shownToUsers_arePublishedByThisBuildOrUsedByIt() throws Exception {
        Element parent = parse(ROOT.resolve("pom.xml"));
        String version = text(parent, "version");
        Map<String, String> properties = properties(parent);
        List<Element> dependencies = elements(parse(Path.of("src/test/resources/poms/application.xml")), "dependency");
        assertThat(dependencies).isNotEmpty();
        for (Element dependency : dependencies) {
            String artifact = text(dependency, "artifactId");
            if (text(dependency, "groupId").equals("dev.storageport")) {
                Element module = parse(ROOT.resolve(artifact).resolve("pom.xml"));
                assertThat(text(dependency, "version")).as(artifact).isEqualTo(version);
                assertThat(properties(module).get("maven.install.skip"))
                        .as("%s is not published", artifact)
                        .isNotEqualTo("true");
            } else {
                String property = artifact.replaceFirst("-(simple|jupiter)$", "") + ".version";
                assertThat(text(dependency, "version")).as(property).isEqualTo(properties.get(property));
            }
        }
    }

    @Test
    void versions_shownToUsers_areThoseOfThisBuild() throws Exception {
        Map<String, String> used = properties(parse(ROOT.resolve("pom.xml")));
        Map<String, String> shown = properties(parse(Path.of("src/test/resources/poms/application.xml")));
        assertThat(shown).isNotEmpty();
        assertThat(used).containsAllEntriesOf(shown);
    }

    private static Map<String, String> properties(Element project) {
        Map<String, String> properties = new TreeMap<>();
        for (Element child : children(project)) {
            if (child.getTagName().equals("properties")) {
                children(child).forEach(property -> properties.put(property.getTagName(), property.getTextContent()));
            }
        }
        return properties;
    }

    private static Element parse(Path pom) throws IOException, ParserConfigurationException, SAXException {
        try (var in = Files.newInputStream(pom)) {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(in)
                    .getDocumentElement();
        }
    }

    private static String text(Element parent, String name) {
        return children(parent).stream()
                .filter(child -> child.getTagName().equals(name))
                .map(Element::getTextContent)
                .findFirst()
                .orElseThrow();
    }

    private static List<Element> elements(Element parent, String name) {
        return children(parent).stream()
                .filter(child -> child.getTagName().equals(name))
                .toList();
    }

    private static List<Element> children(Element parent) {
        List<Element> children = new ArrayList<>();
        for (Node child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element element) {
                children.add(element);
            }
        }
        return children;
    }
}
