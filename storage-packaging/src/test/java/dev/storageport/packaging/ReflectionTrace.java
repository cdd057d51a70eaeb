// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.packaging;

import static java.util.Objects.requireNonNull;

import com.sun.jdi.ArrayReference;
import com.sun.jdi.Bootstrap;
import com.sun.jdi.ClassObjectReference;
import com.sun.jdi.IncompatibleThreadStateException;
import com.sun.jdi.ObjectReference;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.StackFrame;
import com.sun.jdi.StringReference;
import com.sun.jdi.Value;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.connect.LaunchingConnector;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.event.ClassPrepareEvent;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.event.VMDisconnectEvent;
import com.sun.jdi.request.BreakpointRequest;
import com.sun.jdi.request.ClassPrepareRequest;
import com.sun.jdi.request.EventRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What a program reaches by reflection, as seen by a debugger that stops it at each of the JDK's methods for it. GraalVM's agent does the same
 * from within, and is not part of a JDK.
 */
final class ReflectionTrace {

    /** A use of reflection: a constructor, method or field of a type, or the interfaces of a proxy, which have no member. */
    record Use(String how, String type, String member) {}

    private static final Map<String, Set<String>> ENTRANCES = Map.of(
            "java.lang.reflect.Constructor", Set.of("newInstance"),
            "java.lang.reflect.Method", Set.of("invoke"),
            "java.lang.reflect.Field", Set.of("get", "set"),
            "java.lang.reflect.Proxy", Set.of("newProxyInstance"));

    private final VirtualMachine machine;
    private final Set<Use> uses = new LinkedHashSet<>();

    private ReflectionTrace(VirtualMachine machine) {
        this.machine = machine;
    }

    /** What was seen, and what the program printed. */
    record Result(Set<Use> uses, List<String> said) {}

    /** Runs a program to its end in a JVM of its own. */
    static Result of(String options, String main) throws Exception {
        LaunchingConnector launcher = Bootstrap.virtualMachineManager().defaultConnector();
        Map<String, Connector.Argument> arguments = launcher.defaultArguments();
        Map.of("home", System.getProperty("java.home"), "options", options, "main", main)
                .forEach((name, value) ->
                        requireNonNull(arguments.get(name), name).setValue(value));
        VirtualMachine machine = launcher.launch(arguments);
        try {
            CompletableFuture<String> said = read(machine.process().getInputStream());
            CompletableFuture<String> errors = read(machine.process().getErrorStream());
            ReflectionTrace trace = new ReflectionTrace(machine);
            trace.follow();
            return new Result(trace.uses, (said.get() + errors.get()).lines().toList());
        } finally {
            machine.process().destroyForcibly();
        }
    }

    private static CompletableFuture<String> read(InputStream stream) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        });
    }

    private void follow() throws InterruptedException, IncompatibleThreadStateException {
        for (String type : ENTRANCES.keySet()) {
            ClassPrepareRequest prepared = machine.eventRequestManager().createClassPrepareRequest();
            prepared.addClassFilter(type);
            prepared.enable();
            machine.classesByName(type).forEach(this::stopAt);
        }
        boolean runs = true;
        while (runs) {
            EventSet events = machine.eventQueue().remove();
            for (Event event : events) {
                if (event instanceof ClassPrepareEvent prepared) {
                    stopAt(prepared.referenceType());
                } else if (event instanceof BreakpointEvent stopped) {
                    note(stopped.thread().frame(0));
                } else if (event instanceof VMDisconnectEvent) {
                    runs = false;
                }
            }
            if (runs) {
                events.resume();
            }
        }
    }

    private void stopAt(ReferenceType type) {
        Set<String> names = ENTRANCES.getOrDefault(type.name(), Set.of());
        type.methods().stream()
                .filter(method -> names.contains(method.name()) && method.isPublic())
                .forEach(method -> {
                    BreakpointRequest stop = machine.eventRequestManager().createBreakpointRequest(method.location());
                    stop.setSuspendPolicy(EventRequest.SUSPEND_EVENT_THREAD);
                    stop.enable();
                });
    }

    private void note(StackFrame frame) {
        ObjectReference member = frame.thisObject();
        if (member != null) {
            uses.add(new Use(
                    frame.location().method().name(),
                    typeName(value(member, "clazz")),
                    value(member, "name") instanceof StringReference name ? name.value() : "<init>"));
            return;
        }
        for (Value argument : frame.getArgumentValues()) {
            if (argument instanceof ArrayReference interfaces) {
                uses.add(new Use(
                        "proxy",
                        String.join(
                                ",",
                                interfaces.getValues().stream()
                                        .map(ReflectionTrace::typeName)
                                        .toList()),
                        ""));
            }
        }
    }

    private static @Nullable Value value(ObjectReference object, String field) {
        com.sun.jdi.Field found = object.referenceType().fieldByName(field);
        return found == null ? null : object.getValue(found);
    }

    private static String typeName(@Nullable Value type) {
        return type instanceof ClassObjectReference found
                ? found.reflectedType().name()
                : String.valueOf(type);
    }
}
