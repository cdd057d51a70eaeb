// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import dev.storageport.StorageException;
import dev.storageport.postgres.SetupReport.Finding;
import dev.storageport.postgres.SetupReport.Verdict;
import dev.storageport.postgres.internal.connection.ConnectErrors;
import dev.storageport.postgres.internal.connection.DriverSource;
import dev.storageport.postgres.internal.schema.Names;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Looks whether a database is as the script of the roles leaves it, and how sessions and passwords are protected. Reads catalogs of the server
 * only; each look is a statement of its own, so that one that is refused to the role that looks leaves the others.
 */
final class SetupCheck {

    private static final String REFUSED = "42501";
    private static final String AGAIN = "; run the script of the roles again";

    /** The schema's tables as {@code t}, with whether they are the library's own. */
    private static final String TABLES =
            " FROM (SELECT c.oid, c.relowner, c.oid::regclass::text AS name, c.relname LIKE"
                    + " 'storageport$%' AS ours FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace"
                    + " WHERE n.nspname = ? AND c.relkind IN ('r', 'p')) AS t";

    /** One look: nothing if all is well, else the names of what is not, as the server writes them. */
    private record Look(
            Verdict verdict, String subject, String well, String wrong, String sql, List<Object> parameters) {

        private Look(Verdict verdict, String subject, String well, String wrong, String sql, Object... parameters) {
            this(verdict, subject, well, wrong, sql, List.of(parameters));
        }
    }

    private final String schema;
    private final String owner;
    private final String application;
    private final String reader;
    private final Optional<String> migrator;
    private final List<Finding> findings = new ArrayList<>();

    SetupCheck(String schema, String owner, String application, String reader, Optional<String> migrator) {
        this.schema = schema;
        this.owner = owner;
        this.application = application;
        this.reader = reader;
        this.migrator = migrator;
    }

    /** Returns what is found with a connection by these options. */
    SetupReport of(PostgresOptions options) {
        try (Connection connection = new DriverSource(options.server(), false).getConnection()) {
            connection.setReadOnly(true);
            found(Verdict.PASS, "connection", "connects to " + options.server().where());
            certificate(options);
            look(connection, server());
            look(connection, passwords());
            // Nothing is said of the rights of a role that is not there, nor of those on a schema.
            if (look(connection, List.of(roles())) && look(connection, List.of(schema()))) {
                look(connection, powers());
                look(connection, rights());
            } else {
                found(Verdict.SKIP, "rights", "what they are for is missing");
            }
        } catch (SQLException failed) {
            StorageException problem = ConnectErrors.of(options.server().where(), 1, failed);
            found(Verdict.FAIL, "connection", String.valueOf(problem.getMessage()));
        }
        return new SetupReport(findings);
    }

    private void found(Verdict verdict, String subject, String text) {
        findings.add(new Finding(verdict, subject, text));
    }

    private void certificate(PostgresOptions options) {
        PostgresTlsMode mode = options.tls().mode();
        boolean full = mode == PostgresTlsMode.VERIFY_FULL;
        found(
                full ? Verdict.PASS : Verdict.WARN,
                "certificate of the server",
                full
                        ? "is verified, and so is the name in it"
                        : "sslmode is " + PostgresOptionSet.SSL_MODE.render(mode)
                                + ", so somebody else can pass for the server; set verify-full");
    }

    /** Returns whether all is well with everything. */
    private boolean look(Connection connection, List<Look> looks) {
        boolean well = true;
        for (Look look : looks) {
            Finding finding = look(connection, look);
            findings.add(finding);
            well &= finding.verdict() == Verdict.PASS;
        }
        return well;
    }

    private static Finding look(Connection connection, Look look) {
        try (PreparedStatement statement = connection.prepareStatement(look.sql())) {
            int position = 0;
            for (Object parameter : look.parameters()) {
                statement.setObject(
                        ++position,
                        parameter instanceof List<?> names
                                ? connection.createArrayOf("text", names.toArray())
                                : parameter);
            }
            try (ResultSet rows = statement.executeQuery()) {
                List<String> wrong = new ArrayList<>();
                while (rows.next()) {
                    wrong.add(rows.getString(1));
                }
                return wrong.isEmpty()
                        ? new Finding(Verdict.PASS, look.subject(), look.well())
                        : new Finding(look.verdict(), look.subject(), String.join(", ", wrong) + ": " + look.wrong());
            }
        } catch (SQLException failed) {
            return new Finding(
                    Verdict.SKIP,
                    look.subject(),
                    REFUSED.equals(failed.getSQLState())
                            ? "this role may not see it; look with the role of an administrator"
                            : "could not be looked at, SQLSTATE " + failed.getSQLState());
        }
    }

    private static List<Look> server() {
        return List.of(
                new Look(
                        Verdict.FAIL,
                        "server",
                        "is new enough, and its database holds every text",
                        "PostgreSQL 14 or newer with the encoding UTF8 is needed",
                        "SELECT current_setting('server_version') || ' with ' || current_setting('server_encoding')"
                                + " WHERE current_setting('server_version_num')::integer < 140000"
                                + " OR current_setting('server_encoding') <> 'UTF8'"),
                new Look(
                        Verdict.WARN,
                        "encryption",
                        "this session is encrypted, by TLS 1.2 or newer",
                        "who is on the way can read, or soon may, what is sent; set up TLS, and sslmode",
                        "SELECT CASE WHEN ssl THEN version ELSE 'none' END FROM pg_stat_ssl WHERE pid = pg_backend_pid()"
                                + " AND (NOT ssl OR version IN ('SSLv3', 'TLSv1', 'TLSv1.1'))"),
                new Look(
                        Verdict.WARN,
                        "extension pg_trgm",
                        "is installed, or nobody could",
                        "is not installed, so a search reads every document" + AGAIN,
                        "SELECT 'pg_trgm' FROM pg_available_extensions WHERE name = 'pg_trgm' AND installed_version IS NULL"));
    }

    private List<Look> passwords() {
        return List.of(
                new Look(
                        Verdict.WARN,
                        "password_encryption",
                        "new passwords are stored for SCRAM",
                        "set password_encryption to scram-sha-256, and every password anew",
                        "SELECT setting FROM pg_settings WHERE name = 'password_encryption' AND setting <> 'scram-sha-256'"),
                new Look(
                        Verdict.WARN,
                        "stored passwords",
                        "those of the roles are stored for SCRAM, if they have any",
                        "their passwords are stored as MD5; set them anew",
                        "SELECT quote_ident(rolname) FROM pg_authid WHERE rolname = ANY (?) AND rolpassword LIKE 'md5%'"
                                + " ORDER BY rolname",
                        all()),
                new Look(
                        Verdict.WARN,
                        "pg_hba.conf",
                        "whoever comes over a network has to prove who they are",
                        "these let in who proves nothing, or with a password that can be read or guessed; use scram-sha-256 or cert",
                        "SELECT 'line ' || line_number || ' (' || auth_method || ')' FROM pg_hba_file_rules"
                                + " WHERE type <> 'local' AND auth_method IN ('trust', 'password', 'md5') ORDER BY line_number"));
    }

    private List<String> all() {
        List<String> names = new ArrayList<>(List.of(owner, application, reader));
        migrator.ifPresent(names::add);
        return names;
    }

    private Look roles() {
        return new Look(
                Verdict.FAIL,
                "roles",
                "are all there",
                "there is no such role" + AGAIN,
                "SELECT quote_ident(name) FROM unnest(?) AS name WHERE NOT EXISTS (SELECT 1 FROM pg_roles"
                        + " WHERE rolname = name) ORDER BY name",
                all());
    }

    private Look schema() {
        return new Look(
                Verdict.FAIL,
                "schema",
                "is there",
                "there is no such schema" + AGAIN,
                "SELECT quote_ident(?) WHERE NOT EXISTS (SELECT 1 FROM pg_namespace WHERE nspname = ?)",
                schema,
                schema);
    }

    private List<Look> powers() {
        List<Look> looks = new ArrayList<>();
        looks.add(new Look(
                Verdict.FAIL,
                "powers",
                "no role may do more than its own",
                "may do everything, or make itself able to; take SUPERUSER, CREATEROLE, CREATEDB, REPLICATION and BYPASSRLS away",
                "SELECT quote_ident(rolname) FROM pg_roles WHERE rolname = ANY (?) AND (rolsuper OR rolcreaterole OR rolcreatedb"
                        + " OR rolreplication OR rolbypassrls) ORDER BY rolname",
                all()));
        looks.add(new Look(
                Verdict.FAIL,
                "logins",
                "application and reader may log in, and the owner may not",
                "the owner has to be NOLOGIN, the others LOGIN",
                "SELECT quote_ident(rolname) FROM pg_roles WHERE rolname = ANY (?) AND rolcanlogin = (rolname = ?)"
                        + " ORDER BY rolname",
                all(),
                owner));
        migrator.ifPresent(name -> looks.add(new Look(
                Verdict.FAIL,
                "migrator",
                "becomes the owner as soon as it connects to this database",
                "what it creates would not be the owner's" + AGAIN,
                "SELECT quote_ident(rolname) FROM pg_roles AS r WHERE rolname = ? AND NOT (EXISTS (SELECT 1 FROM pg_roles AS o"
                        + " WHERE o.rolname = ? AND pg_has_role(r.oid, o.oid, 'MEMBER')) AND EXISTS (SELECT 1 FROM"
                        + " pg_db_role_setting AS s JOIN pg_database AS d ON d.oid = s.setdatabase WHERE s.setrole = r.oid"
                        + " AND d.datname = current_database() AND 'role=' || ? = ANY (s.setconfig)))",
                name,
                owner,
                owner)));
        return looks;
    }

    private List<Look> rights() {
        return List.of(
                new Look(
                        Verdict.FAIL,
                        "ownership",
                        "schema and tables are the owner's",
                        "it is somebody else's" + AGAIN,
                        "SELECT 'schema ' || quote_ident(n.nspname) FROM pg_namespace AS n JOIN pg_roles AS r ON r.oid = n.nspowner"
                                + " WHERE n.nspname = ? AND r.rolname <> ? UNION ALL (SELECT 'table ' || name"
                                + TABLES
                                + " WHERE NOT EXISTS (SELECT 1 FROM pg_roles WHERE oid = relowner AND rolname = ?) ORDER BY 1)",
                        schema,
                        owner,
                        schema,
                        owner),
                lacking("rights of the application", application, "INSERT, UPDATE, DELETE"),
                excessive("limits of the application", application, false),
                lacking("rights of the reader", reader, ""),
                excessive("limits of the reader", reader, true),
                future(),
                new Look(
                        Verdict.FAIL,
                        "everybody",
                        "PUBLIC may neither connect nor create, and sees nothing of the schema",
                        "PUBLIC may; revoke it" + AGAIN,
                        "SELECT 'database' FROM pg_database, aclexplode(coalesce(datacl, acldefault('d', datdba))) AS a"
                                + " WHERE datname = current_database() AND a.grantee = 0 GROUP BY 1"
                                + " UNION ALL (SELECT 'schema ' || quote_ident(nspname) FROM pg_namespace,"
                                + " aclexplode(coalesce(nspacl, acldefault('n', nspowner))) AS a WHERE a.grantee = 0"
                                + " AND (nspname = ? OR (nspname = 'public' AND a.privilege_type = 'CREATE')) GROUP BY nspname ORDER BY 1)"
                                + " UNION ALL (SELECT 'table ' || t.name" + TABLES
                                + " JOIN pg_class AS p ON p.oid = t.oid,"
                                + " aclexplode(p.relacl) AS a WHERE a.grantee = 0 GROUP BY t.name ORDER BY 1)",
                        schema,
                        schema));
    }

    /** What a role cannot do that it has to, of which the library's own tables are read only. */
    private Look lacking(String subject, String role, String writing) {
        return new Look(
                Verdict.FAIL,
                subject,
                "are there",
                Names.quoted(role) + " lacks these" + AGAIN,
                "WITH r AS (SELECT oid FROM pg_roles WHERE rolname = ?)"
                        + " SELECT 'CONNECT' FROM r WHERE NOT has_database_privilege(r.oid, current_database(), 'CONNECT')"
                        + " UNION ALL SELECT 'USAGE on schema' FROM r, pg_namespace AS n WHERE n.nspname = ?"
                        + " AND NOT has_schema_privilege(r.oid, n.oid, 'USAGE')"
                        + " UNION ALL (SELECT privilege || ' on ' || name FROM r, (SELECT *" + TABLES + ") AS t,"
                        + " unnest(string_to_array(?, ', ')) AS privilege WHERE (privilege = 'SELECT' OR NOT ours)"
                        + " AND NOT has_table_privilege(r.oid, t.oid, privilege) ORDER BY 1)",
                role,
                schema,
                schema,
                writing.isEmpty() ? "SELECT" : "SELECT, " + writing);
    }

    /**
     * What a role can do that it is not to: create, empty tables, and write those that it merely reads.
     *
     * @param readsAll whether these are all of them, and not the library's own alone
     */
    private Look excessive(String subject, String role, boolean readsAll) {
        return new Look(
                Verdict.FAIL,
                subject,
                "it may do no more",
                Names.quoted(role) + " may do these and is not to" + AGAIN + ", after the first migration",
                "WITH r AS (SELECT oid FROM pg_roles WHERE rolname = ?)"
                        + " SELECT 'CREATE on database' FROM r WHERE has_database_privilege(r.oid, current_database(), 'CREATE')"
                        + " UNION ALL SELECT 'CREATE on schema' FROM r, pg_namespace AS n WHERE n.nspname = ?"
                        + " AND has_schema_privilege(r.oid, n.oid, 'CREATE')"
                        + " UNION ALL (SELECT privilege || ' on ' || name FROM r, (SELECT *" + TABLES + ") AS t,"
                        + " unnest(ARRAY['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) AS privilege WHERE (? OR ours"
                        + " OR privilege = 'TRUNCATE') AND has_table_privilege(r.oid, t.oid, privilege) ORDER BY 1)",
                role,
                schema,
                schema,
                readsAll);
    }

    private Look future() {
        return new Look(
                Verdict.FAIL,
                "tables to come",
                "application and reader have their rights on them",
                "these would be missing on tables that the owner creates" + AGAIN,
                "SELECT privilege || ' for ' || quote_ident(role) FROM (VALUES (?, 'SELECT'), (?, 'INSERT'), (?, 'UPDATE'),"
                        + " (?, 'DELETE'), (?, 'SELECT')) AS needed(role, privilege) WHERE NOT EXISTS (SELECT 1 FROM"
                        + " pg_default_acl AS d JOIN pg_roles AS o ON o.oid = d.defaclrole JOIN pg_namespace AS n ON n.oid ="
                        + " d.defaclnamespace, aclexplode(d.defaclacl) AS a JOIN pg_roles AS g ON g.oid = a.grantee WHERE"
                        + " o.rolname = ? AND n.nspname = ? AND d.defaclobjtype = 'r' AND g.rolname = role AND"
                        + " a.privilege_type = privilege) ORDER BY 1",
                application,
                application,
                application,
                application,
                reader,
                owner,
                schema);
    }
}
