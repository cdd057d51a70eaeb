// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.tck.StorageContract;
import dev.storageport.tck.rule.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/** The kit's tests and the numbers in {@code CONTRACT.md} fit together. */
final class ContractCoverageTest {

    private static final Path REPOSITORY = Path.of("..");
    private static final Pattern MODULE = Pattern.compile("\\bstorage-[a-z]+\\b");

    @Test
    void rules_provenByKit_haveTest() throws IOException {
        List<String> tested = KitTest.all().stream().map(KitTest::rule).toList();
        assertThat(rules().stream().filter(ContractRule::provenByKit).map(ContractRule::number))
                .as("rules that the contract says the kit proves")
                .isSubsetOf(tested);
    }

    @Test
    void numbers_ofTests_areInContract() throws IOException {
        assertThat(KitTest.all().stream().map(KitTest::rule))
                .as("rules that tests name")
                .isSubsetOf(rules().stream().map(ContractRule::number).toList());
    }

    @Test
    void numbers_areUnique() throws IOException {
        assertThat(rules().stream().map(ContractRule::number)).doesNotHaveDuplicates();
    }

    @Test
    void levels_areMustOrShould() throws IOException {
        assertThat(rules()).allSatisfy(rule -> assertThat(rule.level()).isIn("MUST", "SHOULD"));
    }

    @Test
    void rules_provenElsewhere_sayWhereAndWhy() throws IOException {
        assertThat(rules().stream().filter(rule -> !rule.provenByKit()))
                .isNotEmpty()
                .allSatisfy(rule -> assertThat(rule.proof())
                        .as("where %s is proven and why", rule.number())
                        .matches("[^:]*\\btests\\b[^:]*: .+"));
    }

    @Test
    void modules_thatProveRules_exist() throws IOException {
        List<String> modules = rules().stream()
                .flatMap(rule -> MODULE.matcher(rule.proof()).results().map(MatchResult::group))
                .distinct()
                .toList();
        assertThat(modules)
                .isNotEmpty()
                .allSatisfy(module -> assertThat(REPOSITORY.resolve(module).resolve("pom.xml"))
                        .exists());
    }

    @Test
    void chapters_haveTagsPackagesAndLinesInTheReadmeOfOneName() throws IOException {
        List<Class<?>> chapters = ReflectionSupport.findNestedClasses(StorageContract.class, nested -> true);
        String readme = Files.readString(Path.of("README.md"));
        assertThat(chapters).hasSize(11).allSatisfy(chapter -> {
            String tag = chapter.getAnnotation(Tag.class).value();
            Class<?> alone = chapter.getSuperclass();
            assertThat(alone.getPackageName()).isEqualTo("dev.storageport.tck." + tag);
            assertThat(alone.getSimpleName()).isEqualToIgnoringCase(tag + "Contract");
            assertThat(readme).contains("\n| `" + tag + "` | ");
        });
    }

    @Test
    void names_ofTests_areUnique() {
        Map<String, Long> methods = new HashMap<>();
        count(StorageContract.class, methods);
        assertThat(methods)
                .isNotEmpty()
                .allSatisfy((method, count) -> assertThat(count).isEqualTo(1));
    }

    private static void count(Class<?> contract, Map<String, Long> methods) {
        AnnotationSupport.findAnnotatedMethods(contract, Rule.class, HierarchyTraversalMode.TOP_DOWN)
                .forEach(method -> methods.merge(method.getName(), 1L, Long::sum));
        ReflectionSupport.findNestedClasses(contract, nested -> nested.isAnnotationPresent(Nested.class))
                .forEach(nested -> count(nested, methods));
    }

    private static List<ContractRule> rules() throws IOException {
        return ContractText.rules(ContractText.ofThisKit());
    }
}
