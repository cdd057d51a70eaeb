// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.docs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What commands of Maven in the pages name: each profile and module must be there, since nobody runs the commands of a page. */
final class ShellCommands {

    private static final Pattern PROFILES = Pattern.compile("\\s-P\\s?([\\w.,-]+)");
    private static final Pattern MODULES = Pattern.compile("\\s-pl\\s+([\\w:,-]+)");
    private static final Pattern PROFILE =
            Pattern.compile("<profile>\\s*(?:<!--[\\s\\S]*?-->\\s*)?<id>([\\w.-]+)</id>");

    private final Repository repository;
    private final List<String> profiles = new ArrayList<>();

    ShellCommands(Repository repository) {
        this.repository = repository;
        List<Path> poms = new ArrayList<>(List.of(repository.root().resolve("pom.xml")));
        Matcher modules = Pattern.compile("<module>([\\w-]+)</module>").matcher(repository.read("pom.xml"));
        while (modules.find()) {
            poms.add(repository.root().resolve(modules.group(1)).resolve("pom.xml"));
        }
        for (Path pom : poms) {
            Matcher found = PROFILE.matcher(
                    repository.read(repository.root().relativize(pom).toString()));
            while (found.find()) {
                profiles.add(found.group(1));
            }
        }
    }

    /** Returns what a line names and the repository does not have. */
    List<String> missing(String line) {
        List<String> missing = new ArrayList<>();
        if (line.contains("mvn ")) {
            for (String profile : named(PROFILES, line)) {
                if (!profiles.contains(profile)) {
                    missing.add("profile " + profile);
                }
            }
            for (String module : named(MODULES, line)) {
                if (!Files.isRegularFile(repository.root().resolve(module).resolve("pom.xml"))) {
                    missing.add("module " + module);
                }
            }
        }
        return missing;
    }

    private static List<String> named(Pattern option, String line) {
        List<String> names = new ArrayList<>();
        Matcher found = option.matcher(line);
        while (found.find()) {
            names.addAll(List.of(found.group(1).split(",")));
        }
        return names;
    }
}
