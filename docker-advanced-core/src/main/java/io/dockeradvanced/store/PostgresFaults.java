package io.dockeradvanced.store;

import io.dockeradvanced.store.Database.Fault;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;

/** What the errors of PostgreSQL mean, by their SQLSTATE. */
final class PostgresFaults {
  /** Shut down, crashed, thrown out, idle in a transaction for too long, or not let in again. */
  private static final Set<String> GONE =
      Set.of("57P01", "57P02", "57P04", "57P05", "25P03", "53300");

  private PostgresFaults() {}

  static Fault fault(SQLException failure) {
    SQLException cause = cause(failure);
    String state = state(cause);
    if (state.equals("57P03")) {
      return Fault.STARTING;
    }
    if (state.equals("40001") || state.equals("40P01")) {
      return Fault.COLLISION;
    }
    boolean away =
        state.startsWith("08") && !state.equals("08P01")
            || GONE.contains(state)
            || cause instanceof SQLTransientConnectionException
            || cause.getCause() instanceof InterruptedException;
    return away ? Fault.AWAY : Fault.LASTING;
  }

  /** Whether the server, the database or the role may only read. */
  static boolean isReadOnly(SQLException failure) {
    return state(cause(failure)).equals("25006");
  }

  /** What comes after the name of the store. */
  static String sentence(SQLException failure) {
    SQLException cause = cause(failure);
    String said = firstLine(cause);
    return switch (state(cause)) {
      case "28P01" ->
          " refuses the password; correct it in PGPASSWORD, in .pgpass or where the store is opened ("
              + said
              + ")";
      case "28000" ->
          " does not let this user in; look at pg_hba.conf and at the roles of the server ("
              + said
              + ")";
      case "3D000" -> " does not exist; run CREATE DATABASE first, or correct its name";
      case "3F000" ->
          " has no schema for the tables; run CREATE SCHEMA for the one that currentSchema names";
      case "42501" ->
          " does not allow this user what the store needs; grant it CREATE and USAGE on the schema,"
              + " or make it the owner ("
              + said
              + ")";
      case "25006" ->
          " is read-only; give the address of the primary server, or set"
              + " default_transaction_read_only to off";
      case "53100" ->
          " cannot grow, the disk of the server is full; free some space there and try again";
      case "53200" -> " has too little memory on its server; look at its log";
      case "53300" ->
          " takes no more connections; raise max_connections or the limit of the role, or close"
              + " other applications";
      case "55P03" ->
          " was locked by another application for 10 s; find it in pg_stat_activity and end it, or"
              + " try again";
      case "57P03" -> " is not ready, its server starts, stops or recovers; try again";
      case "54000" -> " cannot take something so long: " + said;
      case "XX001", "XX002" ->
          " is damaged; restore it from a backup, or give another database to start with an empty"
              + " one ("
              + said
              + ")";
      default -> otherwise(failure, said);
    };
  }

  private static String otherwise(SQLException failure, String said) {
    return fault(failure) == Fault.AWAY
        ? " cannot be reached; see that its server runs, and check host and port (" + said + ")"
        : " failed: " + said;
  }

  /** The pool says only that it waited; why is behind it. */
  private static SQLException cause(SQLException failure) {
    return failure instanceof SQLTransientConnectionException
            && failure.getCause() instanceof SQLException cause
        ? cause(cause)
        : failure;
  }

  private static String state(SQLException failure) {
    return failure.getSQLState() == null ? "" : failure.getSQLState();
  }

  private static String firstLine(SQLException failure) {
    return String.valueOf(failure.getMessage()).lines().findFirst().orElse("no reason given");
  }
}
