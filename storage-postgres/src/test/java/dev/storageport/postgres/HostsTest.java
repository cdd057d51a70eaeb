// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.postgres.internal.cluster.HostFindings;
import dev.storageport.postgres.internal.cluster.Hosts;
import dev.storageport.postgres.internal.connection.ConnectErrors;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** In which order several servers are asked for a session, and what is said when none has one. */
class HostsTest {

    private final SQLException refused = new SQLException("refused", "08001");
    private final SQLException standby = new SQLException("the server is a standby", "25006");

    private final Map<String, SQLException> failures = new HashMap<>();
    private final Map<String, Duration> waits = new HashMap<>();
    private final List<String> asked = new ArrayList<>();
    private long nanos;
    private final Hosts hosts =
            new Hosts(List.of(host("a"), host("b"), host("c")), ConnectErrors.FINDINGS, () -> nanos);

    private static InetSocketAddress host(String name) {
        return InetSocketAddress.createUnresolved(name, 1);
    }

    private void connect() throws SQLException {
        asked.clear();
        hosts.connect(host -> {
            String name = host.getHostString();
            asked.add(name);
            nanos += waits.getOrDefault(name, Duration.ZERO).toNanos();
            SQLException failure = failures.get(name);
            if (failure != null) {
                throw failure;
            }
            return (Connection) Proxy.newProxyInstance(
                    HostsTest.class.getClassLoader(), new Class<?>[] {Connection.class}, (self, method, given) -> null);
        });
    }

    @Test
    void primaryThatWasFound_isAskedFirstUntilItIsAnotherOne() throws SQLException {
        failures.put("a", standby);
        connect();
        assertThat(asked).containsExactly("a", "b");
        connect();
        assertThat(asked).containsExactly("b");
        failures.put("b", refused);
        connect();
        assertThat(asked).containsExactly("b", "a", "c");
        failures.clear();
        connect();
        assertThat(asked).containsExactly("c");
        assertThat(hosts.primary()).contains(host("c"));
        assertThat(hosts.others()).containsExactly(host("a"), host("b"));
    }

    @Test
    void serverThatDoesNotAnswer_isLeftOutForAsLongAsItWasWaitedFor() throws SQLException {
        failures.put("a", refused);
        waits.put("a", Duration.ofSeconds(10));
        connect();
        failures.put("b", standby);
        nanos += Duration.ofSeconds(9).toNanos();
        connect();
        assertThat(asked).containsExactly("b", "c");
        nanos += Duration.ofSeconds(1).toNanos();
        connect();
        assertThat(asked).containsExactly("c");
        failures.put("c", refused);
        assertThatThrownBy(this::connect).isInstanceOf(SQLException.class);
        assertThat(asked).containsExactly("c", "a", "b");
    }

    @Test
    void serversOfWhichNoneAnswers_areAllAsked() {
        Map<String, Integer> seconds = Map.of("a", 10, "b", 2, "c", 1);
        seconds.forEach((name, wait) -> {
            failures.put(name, refused);
            waits.put(name, Duration.ofSeconds(wait));
        });
        assertThatThrownBy(this::connect).isSameAs(refused);
        assertThatThrownBy(this::connect).isSameAs(refused);
        assertThat(asked).containsExactly("a", "b", "c");
    }

    @Test
    void failureThatTellsMost_isReportedWithWhatEachServerSaid() {
        failures.put("a", refused);
        failures.put("b", standby);
        failures.put("c", refused);
        assertThatThrownBy(this::connect).isSameAs(standby);
        assertThat(HostFindings.of(standby)).contains("a:1 cannot be reached, b:1 is a standby, c:1 cannot be reached");

        failures.put("c", new SQLException("no such user", "28P01"));
        assertThatThrownBy(this::connect).hasMessage("no such user");
    }
}
