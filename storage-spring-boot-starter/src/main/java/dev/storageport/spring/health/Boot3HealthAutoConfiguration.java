// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.spring.health;

import dev.storageport.Storage;
import dev.storageport.spring.StorageAutoConfiguration;
import java.time.Duration;
import java.util.Map;
import org.springframework.boot.actuate.autoconfigure.health.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.actuate.health.CompositeHealthContributor;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthContributor;
import org.springframework.boot.actuate.health.HealthEndpointGroupsPostProcessor;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** The storage in the actuator of Spring Boot 3.5. */
@AutoConfiguration(
        after = StorageAutoConfiguration.class,
        afterName = "org.springframework.boot.actuate.autoconfigure.availability.AvailabilityProbesAutoConfiguration",
        beforeName = "org.springframework.boot.actuate.autoconfigure.health.HealthEndpointAutoConfiguration")
@ConditionalOnClass(HealthIndicator.class)
@ConditionalOnBean(Storage.class)
@ConditionalOnEnabledHealthIndicator(HealthDetails.LIVE)
public class Boot3HealthAutoConfiguration {

    /** Called by Spring. */
    public Boot3HealthAutoConfiguration() {}

    /** Down when somebody has to act: the database is away, or is another one. A storage that is only busy is up. */
    @Bean
    @ConditionalOnMissingBean(name = {"storageHealthContributor", "storageHealthIndicator"})
    HealthContributor storageHealthContributor(Map<String, Storage> storages, Environment environment) {
        return contributor(storages, HealthDetails.bound(environment), Verdict.LIVE);
    }

    /** Out of service when a caller would have to wait; down as the other. */
    @Bean
    @ConditionalOnMissingBean(name = {"storageReadyHealthContributor", "storageReadyHealthIndicator"})
    HealthContributor storageReadyHealthContributor(Map<String, Storage> storages, Environment environment) {
        return contributor(storages, HealthDetails.bound(environment), Verdict.READY);
    }

    /** After the actuator's own, which adds the groups. */
    @Bean
    static HealthEndpointGroupsPostProcessor storageHealthGroups() {
        return Boot3HealthGroups::of;
    }

    private static HealthContributor contributor(Map<String, Storage> storages, Duration bound, Verdict verdict) {
        if (storages.size() == 1) {
            return indicator(storages.values().iterator().next(), bound, verdict);
        }
        return CompositeHealthContributor.fromMap(storages, storage -> indicator(storage, bound, verdict));
    }

    private static HealthIndicator indicator(Storage storage, Duration bound, Verdict verdict) {
        return () -> {
            dev.storageport.Health found = storage.health(bound);
            return Health.status(verdict.of(found))
                    .withDetails(HealthDetails.of(found))
                    .build();
        };
    }
}
