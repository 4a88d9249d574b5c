package io.dockeradvanced.store;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Brings the tables of a database to the version this code knows. */
final class Schema {

  /** The statements that lead from one version to the next. */
  interface Step {
    List<String> statements(Database database);
  }

  /** Step n leads to version n + 1. A step that was released is never changed; add another one. */
  static final List<Step> STEPS = List.of(Schema::version1, Schema::version2);

  private final Database database;
  private final List<Step> steps;

  Schema(Database database, List<Step> steps) {
    this.database = database;
    this.steps = steps;
  }

  /**
   * Does all missing steps in one transaction. A second process waits for it, and finds it done.
   */
  void upgrade(Session session) throws SQLException {
    if (isCurrent(session)) {
      return;
    }
    database.beginUpgrade(session);
    try {
      session.update("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)");
      int version = version(session);
      if (version > steps.size()) {
        throw new StoreFailed(
            database.name()
                + " has schema version "
                + version
                + " but this release of docker-advanced knows only up to "
                + steps.size()
                + "; use the release that wrote it, or a newer one",
            null);
      }
      if (version == 0) {
        database.requireOwn(session);
        session.update("INSERT INTO schema_version (version) VALUES (?)", 0);
      }
      for (Step step : steps.subList(version, steps.size())) {
        for (String statement : step.statements(database)) {
          session.update(statement);
        }
      }
      if (version < steps.size()) {
        session.update("UPDATE schema_version SET version = ?", steps.size());
      }
      database.commit(session);
    } catch (SQLException | RuntimeException e) {
      try {
        database.rollback(session);
      } catch (SQLException rollback) {
        e.addSuppressed(rollback);
      }
      throw e;
    }
  }

  /** Looks without a lock, so that nobody waits for a writer only to learn that all is well. */
  private boolean isCurrent(Session session) {
    try {
      return version(session) == steps.size();
    } catch (SQLException e) {
      // No table yet; or something worse, which will come again in the transaction.
      return false;
    }
  }

  private static int version(Session session) throws SQLException {
    return session.first("SELECT version FROM schema_version", row -> row.getInt(1)).orElse(0);
  }

  private static List<String> version1(Database database) {
    String text = database.text();
    String bytes = database.bytes();
    List<String> statements = new ArrayList<>(database.ownTables());
    Collections.addAll(
        statements,
        "CREATE TABLE records (kind %1$s NOT NULL, id %1$s NOT NULL, revision BIGINT NOT NULL, json %1$s NOT NULL, updated BIGINT NOT NULL, PRIMARY KEY (kind, id))"
            .formatted(text),
        "CREATE TABLE events (stream %1$s NOT NULL, sequence BIGINT NOT NULL, kind %1$s NOT NULL, type %1$s NOT NULL, json %1$s NOT NULL, at BIGINT NOT NULL, PRIMARY KEY (stream, sequence))"
            .formatted(text),
        "CREATE INDEX events_by_time ON events (kind, at, stream, sequence)",
        "CREATE TABLE leases (name %1$s PRIMARY KEY NOT NULL, owner %1$s NOT NULL, token BIGINT NOT NULL, ends BIGINT NOT NULL)"
            .formatted(text),
        "CREATE TABLE blobs (digest %s PRIMARY KEY NOT NULL, content %s NOT NULL)"
            .formatted(text, bytes),
        "CREATE TABLE series_chunks (series %s NOT NULL, first_at BIGINT NOT NULL, last_at BIGINT NOT NULL, content %s NOT NULL, PRIMARY KEY (series, first_at))"
            .formatted(text, bytes));
    return statements;
  }

  /** How long a lease lasts; of one that stands there already it is not known. */
  private static List<String> version2(Database database) {
    return List.of("ALTER TABLE leases ADD COLUMN lasts BIGINT NOT NULL DEFAULT 0");
  }
}
