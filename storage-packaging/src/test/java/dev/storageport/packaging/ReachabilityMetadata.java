// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.packaging;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/** What GraalVM is told of jars in their {@code META-INF/native-image}: members that are reached by reflection, and resources. */
final class ReachabilityMetadata {

    private static final String FILE = "reachability-metadata.json";

    private final Set<String> members = new TreeSet<>();
    private final List<String> globs = new ArrayList<>();
    private final List<String> missing = new ArrayList<>();

    /** Reads the metadata of jars; what a jar has none of is not missed. */
    ReachabilityMetadata(List<Path> jars) throws IOException {
        for (Path jar : jars) {
            try (JarFile file = new JarFile(jar.toFile())) {
                List<JarEntry> entries = file.stream()
                        .filter(entry -> entry.getName().startsWith("META-INF/native-image/")
                                && entry.getName().endsWith("/" + FILE))
                        .toList();
                for (JarEntry entry : entries) {
                    try (InputStream text = file.getInputStream(entry)) {
                        read(new ObjectMapper().readTree(text));
                    }
                }
            }
        }
    }

    /** Returns what is named and is not there. */
    List<String> missing() {
        return missing;
    }

    List<String> globs() {
        return globs;
    }

    /** Returns whether a member, or the proxy with the interfaces, may be reached. */
    boolean covers(ReflectionTrace.Use use) {
        return members.contains(use.type() + "#" + use.member());
    }

    boolean covers(String type, String member) {
        return members.contains(type + "#" + member);
    }

    /** Returns whether a resource may be read. */
    boolean covers(String resource) {
        return globs.stream().anyMatch(glob -> matches(glob, resource));
    }

    static boolean matches(String glob, String resource) {
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + glob);
        return matcher.matches(Path.of(resource));
    }

    private void read(JsonNode metadata) {
        for (JsonNode entry : metadata.path("reflection")) {
            JsonNode type = entry.path("type");
            if (type.has("proxy")) {
                List<String> interfaces = new ArrayList<>();
                type.path("proxy").forEach(name -> interfaces.add(name.textValue()));
                interfaces.forEach(this::type);
                members.add(String.join(",", interfaces) + "#");
            } else {
                Class<?> named = type(type.textValue());
                if (named != null) {
                    members(named, entry);
                }
            }
        }
        metadata.path("resources").forEach(entry -> globs.add(entry.path("glob").textValue()));
    }

    private @Nullable Class<?> type(String name) {
        try {
            return Class.forName(name, false, ReachabilityMetadata.class.getClassLoader());
        } catch (ClassNotFoundException absent) {
            missing.add(name);
            return null;
        }
    }

    private void members(Class<?> type, JsonNode entry) {
        if (entry.path("allPublicMethods").booleanValue()) {
            for (Method method : type.getMethods()) {
                members.add(type.getName() + "#" + method.getName());
            }
        }
        if (entry.path("allDeclaredFields").booleanValue()) {
            for (Field field : type.getDeclaredFields()) {
                members.add(type.getName() + "#" + field.getName());
            }
        }
        for (JsonNode method : entry.path("methods")) {
            String name = method.path("name").textValue();
            List<String> parameters = new ArrayList<>();
            method.path("parameterTypes").forEach(parameter -> parameters.add(parameter.textValue()));
            if (!has(type, name, parameters)) {
                missing.add(type.getName() + "#" + name + parameters);
            }
            members.add(type.getName() + "#" + name);
        }
    }

    private static boolean has(Class<?> type, String name, List<String> parameters) {
        return name.equals("<init>")
                ? Arrays.stream(type.getDeclaredConstructors())
                        .anyMatch(one -> names(one.getParameterTypes()).equals(parameters))
                : Arrays.stream(type.getDeclaredMethods())
                        .anyMatch(one -> one.getName().equals(name)
                                && names(one.getParameterTypes()).equals(parameters));
    }

    private static List<String> names(Class<?>[] types) {
        return Arrays.stream(types).map(Class::getName).toList();
    }
}
