// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.CollectionSpec;
import dev.storageport.Storage;
import dev.storageport.StorageListener;
import dev.storageport.event.OperationEnded;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

class StorageMetricsTest {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(StorageMetricsAutoConfiguration.class, StorageAutoConfiguration.class))
            .withPropertyValues("storage.url=memory:")
            .withUserConfiguration(Players.class);

    @Test
    void registry_ofTheApplication_hasTheMeters() {
        runner.withBean(MeterRegistry.class, SimpleMeterRegistry::new).run(context -> {
            context.getBean(Storage.class).collection(Player.PLAYERS).put("1", new Player("Ana", 1));
            assertThat(context.getBean(MeterRegistry.class)
                            .get("storage.operation.duration")
                            .timers())
                    .extracting(Timer::count)
                    .contains(1L);
        });
    }

    @Test
    void noRegistry_noMeters() {
        runner.run(context ->
                assertThat(context.getBeansOfType(StorageListener.class)).isEmpty());
    }

    @Test
    void listeners_ofTheApplication_areTold() {
        AtomicInteger told = new AtomicInteger();
        StorageListener listener = new StorageListener() {
            @Override
            public void operationEnded(OperationEnded ended) {
                told.incrementAndGet();
            }
        };
        runner.withBean(StorageListener.class, () -> listener).run(context -> {
            context.getBean(Storage.class).collection(Player.PLAYERS).count();
            assertThat(told).hasValue(1);
        });
    }

    @Configuration(proxyBeanMethods = false)
    static class Players {

        @Bean
        CollectionSpec<Player> players() {
            return Player.PLAYERS;
        }
    }
}
