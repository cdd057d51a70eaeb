// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.spring;

import dev.storageport.ConfigurationException;
import javax.sql.DataSource;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;

/** Finds the application's data source that {@code storage.data-source} means. */
final class DataSources {

    private static final String PROPERTY = StorageProperties.PREFIX + StorageProperties.DATA_SOURCE;

    private DataSources() {}

    static DataSource named(StorageProperties properties, ListableBeanFactory beans, ObjectProvider<DataSource> all) {
        String place = properties.place();
        if (place != null) {
            throw new ConfigurationException(
                    PROPERTY, "contradicts " + place + ", which says where the storage is as well");
        }
        String wanted = properties.dataSource();
        if (!wanted.equals("true")) {
            if (!beans.containsBean(wanted) || !beans.isTypeMatch(wanted, DataSource.class)) {
                throw new ConfigurationException(
                        PROPERTY, "names no data source; it is true, or the name of a bean of that type");
            }
            return beans.getBean(wanted, DataSource.class);
        }
        DataSource only = all.getIfUnique();
        if (only == null) {
            throw new ConfigurationException(
                    PROPERTY, "is true, and there is not exactly one data source; give the name of its bean");
        }
        return only;
    }
}
