// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.spring.health;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.health.AdditionalHealthEndpointPath;
import org.springframework.boot.actuate.health.HealthEndpointGroup;
import org.springframework.boot.actuate.health.HealthEndpointGroups;
import org.springframework.boot.actuate.health.HttpCodeStatusMapper;
import org.springframework.boot.actuate.health.StatusAggregator;

/** Says which group of Spring Boot 3.5 asks what of the storage; otherwise the group that it stands before. */
final class Boot3HealthGroups implements HealthEndpointGroup {

    private final HealthEndpointGroup group;
    private final GroupRule rule;

    private Boot3HealthGroups(HealthEndpointGroup group, GroupRule rule) {
        this.group = group;
        this.rule = rule;
    }

    static HealthEndpointGroups of(HealthEndpointGroups groups) {
        Map<String, HealthEndpointGroup> named = new HashMap<>();
        for (String name : groups.getNames()) {
            HealthEndpointGroup group = groups.get(name);
            if (group != null) {
                named.put(name, new Boot3HealthGroups(group, GroupRule.of(name)));
            }
        }
        return HealthEndpointGroups.of(new Boot3HealthGroups(groups.getPrimary(), GroupRule.PRIMARY), named);
    }

    @Override
    public boolean isMember(String name) {
        return rule.isMember(name, group::isMember);
    }

    @Override
    public boolean showComponents(SecurityContext context) {
        return group.showComponents(context);
    }

    @Override
    public boolean showDetails(SecurityContext context) {
        return group.showDetails(context);
    }

    @Override
    public StatusAggregator getStatusAggregator() {
        return group.getStatusAggregator();
    }

    @Override
    public HttpCodeStatusMapper getHttpCodeStatusMapper() {
        return group.getHttpCodeStatusMapper();
    }

    @Override
    public @Nullable AdditionalHealthEndpointPath getAdditionalPath() {
        return group.getAdditionalPath();
    }
}
