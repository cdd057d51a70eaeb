// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.DocumentCollection;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

class StorageClosingTest {

    @Test
    @Timeout(120)
    void stop_whileARequestRuns_letsItWrite() throws Exception {
        ConfigurableApplicationContext context =
                Application.startWithoutDataSource(Slow.class, "--storage.url=memory:");
        CompletableFuture<HttpResponse<String>> answer = Http.of(context).begin("/slow");
        assertThat(context.getBean(Slow.class).entered.await(60, TimeUnit.SECONDS))
                .isTrue();

        context.close();

        assertThat(answer.get(60, TimeUnit.SECONDS).body()).isEqualTo("1 stored");
    }

    /** A request that goes on when everything was told to stop. */
    @Configuration(proxyBeanMethods = false)
    @RestController
    static class Slow {

        final CountDownLatch entered = new CountDownLatch(1);
        final CountDownLatch stopping = new CountDownLatch(1);
        private final DocumentCollection<Player> players;

        Slow(DocumentCollection<Player> players) {
            this.players = players;
        }

        @GetMapping("/slow")
        String slow() throws InterruptedException {
            entered.countDown();
            if (!stopping.await(60, TimeUnit.SECONDS)) {
                return "never stopped";
            }
            players.put("1", new Player("Ana", 1));
            return players.count() + " stored";
        }

        /** The first to be told. */
        @Bean
        SmartLifecycle first() {
            return new SmartLifecycle() {

                private volatile boolean running;

                @Override
                public void start() {
                    running = true;
                }

                @Override
                public void stop() {
                    running = false;
                    stopping.countDown();
                }

                @Override
                public boolean isRunning() {
                    return running;
                }

                @Override
                public int getPhase() {
                    return Integer.MAX_VALUE;
                }
            };
        }
    }
}
