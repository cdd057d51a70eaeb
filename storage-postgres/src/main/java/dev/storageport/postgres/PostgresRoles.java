// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import dev.storageport.ConfigurationException;
import dev.storageport.postgres.internal.schema.Names;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The roles of a storage, as statements that an administrator runs in its database: once, or as often as he likes, for they change nothing
 * that is right already. Immutable.
 *
 * <pre>
 * owner         no login    owns schema and tables, nobody works as it
 *  └ migrator   login       becomes the owner in this database: opens with SchemaMode.MIGRATE; only if it is named
 * application   login       reads and writes documents, creates nothing: opens with SchemaMode.VALIDATE
 * reader        login       reads documents: opens with SchemaMode.VALIDATE
 * </pre>
 *
 * <p>Roles that are missing are created without a password; set one ({@code \password} of {@code psql}), or have {@code pg_hba.conf} ask for
 * something else. Roles that exist keep all they have. Nobody else may connect to the database any more, or create in its schema
 * {@code public}. A schema and tables that exist go over to the owner, so a storage that was opened by an all-powerful application can be
 * given roles later.
 *
 * <p>What the migrator creates, the others may use at once. Only the library's own tables, which an application merely reads, are writable for
 * it until the statements are run again after the first migration.
 */
public final class PostgresRoles {

    private static final int NAME_BYTES = 63;

    /** Ends no text that is quoted with it, because no name holds it. */
    private static final String DOLLARS = "$storageport$";

    private final String schema;
    private final String owner;
    private final String application;
    private final String reader;
    private final Optional<String> migrator;
    private final boolean trigrams;

    private PostgresRoles(Builder builder) {
        schema = builder.schema;
        owner = builder.owner;
        application = builder.application;
        reader = builder.reader;
        migrator = builder.migrator;
        trigrams = builder.trigrams;
        List<String> names = new ArrayList<>(List.of(owner, application, reader));
        migrator.ifPresent(names::add);
        if (names.stream().distinct().count() < names.size()) {
            throw new ConfigurationException("roles", "must be different ones");
        }
    }

    /** Begins with {@code storageport_owner}, {@code storageport_app} and {@code storageport_reader}, and no migrator. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns the statements in their order, each to be run by itself or all in one transaction, connected to the database of the storage. */
    public List<String> statements() {
        List<String> statements = new ArrayList<>();
        statements.add(create(owner, "NOLOGIN"));
        statements.add(create(application, "LOGIN"));
        statements.add(create(reader, "LOGIN"));
        migrator.ifPresent(name -> statements.add(create(name, "LOGIN")));
        statements.add(becomeOwner());
        statements.addAll(database());
        statements.addAll(schema());
        if (trigrams) {
            statements.add(installTrigrams());
        }
        statements.addAll(tables());
        statements.addAll(futureTables());
        migrator.ifPresent(name -> statements.addAll(migration(name)));
        return statements;
    }

    /** Returns the statements as one text, as {@code psql} takes it. */
    public String script() {
        return String.join(";\n\n", statements()) + ";\n";
    }

    /**
     * Looks whether server, database and roles are set up so, and how sessions and passwords are protected: by one connection, which changes
     * nothing. What is not as it should be is a finding and never an exception, a server that cannot be reached included. An administrator
     * sees all; other roles see most, and what they may not see is skipped. Run it again whenever you like, for instance before a release.
     *
     * @param options where the server is, and the role that looks
     */
    public SetupReport verify(PostgresOptions options) {
        return new SetupCheck(schema, owner, application, reader, migrator).of(options);
    }

    private static String create(String role, String login) {
        return block("  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = " + Names.literal(role) + ") THEN\n"
                + "    CREATE ROLE " + Names.quoted(role) + " " + login + ";\n  END IF;");
    }

    /** Whoever is no superuser has to be the owner to give away what is the owner's. */
    private String becomeOwner() {
        String is = "pg_has_role(current_user, " + Names.literal(owner) + ", ";
        return block("  IF NOT (" + is
                + "'USAGE') AND CASE WHEN current_setting('server_version_num')::integer >= 160000 THEN "
                + is + "'SET') ELSE " + is + "'MEMBER') END) THEN\n    GRANT " + Names.quoted(owner)
                + " TO CURRENT_USER;\n  END IF;");
    }

    private List<String> database() {
        return List.of(
                block("  EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());\n"
                        + "  EXECUTE format('GRANT CONNECT ON DATABASE %I TO "
                        + (names(owner, application, reader)
                                        + migrator.map(name -> ", " + Names.quoted(name))
                                                .orElse(""))
                                .replace("%", "%%")
                                .replace("'", "''")
                        + "', current_database());"),
                block("  IF EXISTS (SELECT 1 FROM pg_namespace WHERE nspname = 'public') THEN\n"
                        + "    REVOKE CREATE ON SCHEMA public FROM PUBLIC;\n  END IF;"));
    }

    private List<String> schema() {
        String name = Names.quoted(schema);
        return List.of(
                block("  IF NOT EXISTS (SELECT 1 FROM pg_namespace WHERE nspname = " + Names.literal(schema)
                        + ") THEN\n"
                        + "    CREATE SCHEMA " + name + " AUTHORIZATION " + Names.quoted(owner) + ";\n"
                        + "  ELSIF NOT EXISTS (SELECT 1 FROM pg_namespace AS n JOIN pg_roles AS r ON r.oid = n.nspowner"
                        + " WHERE n.nspname = " + Names.literal(schema) + " AND r.rolname = " + Names.literal(owner)
                        + ") THEN\n    ALTER SCHEMA " + name + " OWNER TO " + Names.quoted(owner) + ";\n  END IF;"),
                forEachTable(
                        "r.rolname <> " + Names.literal(owner), "ALTER TABLE ", " OWNER TO " + Names.quoted(owner)),
                "REVOKE ALL ON SCHEMA " + name + " FROM PUBLIC",
                "REVOKE CREATE ON SCHEMA " + name + " FROM " + names(application, reader),
                "GRANT USAGE ON SCHEMA " + name + " TO " + names(application, reader));
    }

    /** Where the library itself would put them: they are of use to every schema of the database. */
    private String installTrigrams() {
        return block(
                "  IF EXISTS (SELECT 1 FROM pg_available_extensions WHERE name = 'pg_trgm' AND installed_version IS NULL) THEN\n"
                        + "    IF EXISTS (SELECT 1 FROM pg_namespace WHERE nspname = 'public') THEN\n"
                        + "      CREATE EXTENSION pg_trgm SCHEMA public;\n    ELSE\n      CREATE EXTENSION pg_trgm SCHEMA "
                        + Names.quoted(schema) + ";\n    END IF;\n  END IF;");
    }

    private List<String> tables() {
        String all = " ON ALL TABLES IN SCHEMA " + Names.quoted(schema);
        return List.of(
                "REVOKE ALL" + all + " FROM PUBLIC",
                "REVOKE INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER" + all + " FROM " + names(reader),
                "GRANT SELECT, INSERT, UPDATE, DELETE" + all + " TO " + names(application),
                "GRANT SELECT" + all + " TO " + names(reader),
                forEachTable(
                        "c.relname LIKE 'storageport$%'",
                        "REVOKE INSERT, UPDATE, DELETE ON ", " FROM " + Names.quoted(application)));
    }

    private List<String> futureTables() {
        String future =
                "ALTER DEFAULT PRIVILEGES FOR ROLE " + Names.quoted(owner) + " IN SCHEMA " + Names.quoted(schema);
        return List.of(
                future + " GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO " + names(application),
                future + " GRANT SELECT ON TABLES TO " + names(reader));
    }

    private List<String> migration(String name) {
        return List.of(
                "GRANT " + Names.quoted(owner) + " TO " + Names.quoted(name),
                // What it creates is the owner's then, and the privileges of future tables hold.
                block("  EXECUTE format('ALTER ROLE %I IN DATABASE %I SET role = %L', " + Names.literal(name)
                        + ", current_database(), " + Names.literal(owner) + ");"));
    }

    /** Runs a statement for each table that meets a condition; its name stands between two parts of the statement. */
    private String forEachTable(String condition, String before, String after) {
        return "DO " + DOLLARS
                + "\nDECLARE\n  name text;\nBEGIN\n  FOR name IN SELECT c.oid::regclass::text FROM pg_class AS c"
                + " JOIN pg_namespace AS n ON n.oid = c.relnamespace JOIN pg_roles AS r ON r.oid = c.relowner"
                + " WHERE n.nspname = " + Names.literal(schema) + " AND c.relkind IN ('r', 'p') AND " + condition
                + " LOOP\n    EXECUTE "
                + Names.literal(before) + " || name || " + Names.literal(after) + ";\n  END LOOP;\nEND " + DOLLARS;
    }

    private static String block(String body) {
        return "DO " + DOLLARS + "\nBEGIN\n" + body + "\nEND " + DOLLARS;
    }

    private static String names(String... roles) {
        List<String> quoted = new ArrayList<>();
        for (String role : roles) {
            quoted.add(Names.quoted(role));
        }
        return String.join(", ", quoted);
    }

    /** Gathers names. Not for use by several threads. */
    public static final class Builder {

        private String schema = PostgresSettings.defaults().schema();
        private String owner = "storageport_owner";
        private String application = "storageport_app";
        private String reader = "storageport_reader";
        private Optional<String> migrator = Optional.empty();
        private boolean trigrams = true;

        private Builder() {}

        /**
         * Sets the schema of the storage; {@code storageport} if not set.
         *
         * @throws ConfigurationException as {@link PostgresSettings.Builder#schema(String)} does
         */
        public Builder schema(String name) {
            schema = PostgresSettings.builder().schema(name).build().schema();
            return this;
        }

        /** Sets the role that owns schema and tables. */
        public Builder owner(String role) {
            owner = named("owner", role);
            return this;
        }

        /** Sets the role that reads and writes documents. */
        public Builder application(String role) {
            application = named("application", role);
            return this;
        }

        /** Sets the role that reads documents. */
        public Builder reader(String role) {
            reader = named("reader", role);
            return this;
        }

        /** Sets the role that migrates, which in this database becomes the owner as soon as it connects; none if not set. */
        public Builder migrator(String role) {
            migrator = Optional.of(named("migrator", role));
            return this;
        }

        /** Leaves out the extension {@code pg_trgm}, for a server that does not let it be installed; search indexes do without. */
        public Builder withoutTrigrams() {
            trigrams = false;
            return this;
        }

        private static String named(String what, String role) {
            Objects.requireNonNull(role, what);
            if (role.isEmpty()
                    || role.getBytes(StandardCharsets.UTF_8).length > NAME_BYTES
                    || role.chars().anyMatch(character -> Character.isISOControl(character) || character == '\\')
                    || role.contains(DOLLARS)
                    || role.startsWith("pg_")) {
                throw new ConfigurationException(
                        what,
                        "must have from 1 to " + NAME_BYTES
                                + " bytes, without control characters and backslashes, and must not begin with pg_");
            }
            return role;
        }

        /**
         * Returns the roles.
         *
         * @throws ConfigurationException if one of them is named twice
         */
        public PostgresRoles build() {
            return new PostgresRoles(this);
        }
    }
}
