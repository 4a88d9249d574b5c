package io.dockeradvanced.store;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Leases. The row of a lease that was given back stays, without owner: its token must go on
 * growing. How long it lasts stands beside its end: one that ends later than that from now was
 * written before the clock was set back.
 */
final class LeaseTable {
  private static final String NOBODY = "";

  private LeaseTable() {}

  static Optional<Lease> acquire(
      Session session, String name, String owner, Duration ttl, Instant now) throws SQLException {
    Optional<Lease> last = last(session, name);
    boolean held = last.isPresent() && last.get().until().isAfter(now);
    if (held && !last.get().owner().equals(owner)) {
      shorten(session, last.get(), now);
      return Optional.empty();
    }
    long token = last.map(Lease::token).orElse(0L) + (held ? 0 : 1);
    Lease lease = new Lease(name, owner, token, Limits.plus(now, ttl));
    session.update(
        "INSERT INTO leases (name, owner, token, ends, lasts) VALUES (?, ?, ?, ?, ?) ON CONFLICT (name)"
            + " DO UPDATE SET owner = excluded.owner, token = excluded.token, ends = excluded.ends,"
            + " lasts = excluded.lasts",
        name,
        owner,
        token,
        lease.until().toEpochMilli(),
        ttl.toMillis());
    return Optional.of(lease);
  }

  /**
   * Ends a lease where it would end had it been renewed just now, if that is sooner. Its holder may
   * live, and renews it; or else died before the clock was set back.
   */
  private static void shorten(Session session, Lease lease, Instant now) throws SQLException {
    session.update(
        "UPDATE leases SET ends = ? + lasts WHERE name = ? AND token = ? AND lasts > 0"
            + " AND ends > ? + lasts",
        now.toEpochMilli(),
        lease.name(),
        lease.token(),
        now.toEpochMilli());
  }

  static Optional<Lease> renew(Session session, Lease lease, Duration ttl, Instant now)
      throws SQLException {
    Instant until = Limits.plus(now, ttl);
    int changed =
        session.update(
            "UPDATE leases SET ends = ?, lasts = ? WHERE name = ? AND owner = ? AND token = ?",
            until.toEpochMilli(),
            ttl.toMillis(),
            lease.name(),
            lease.owner(),
            lease.token());
    return changed == 0
        ? Optional.empty()
        : Optional.of(new Lease(lease.name(), lease.owner(), lease.token(), until));
  }

  static void release(Session session, Lease lease) throws SQLException {
    session.update(
        "UPDATE leases SET owner = ?, ends = 0 WHERE name = ? AND owner = ? AND token = ?",
        NOBODY,
        lease.name(),
        lease.owner(),
        lease.token());
  }

  static Optional<Lease> holder(Session session, String name, Instant now) throws SQLException {
    return last(session, name).filter(lease -> lease.until().isAfter(now));
  }

  static void require(Session session, Lease lease, Instant now) throws SQLException {
    boolean held =
        holder(session, lease.name(), now)
            .filter(last -> last.owner().equals(lease.owner()) && last.token() == lease.token())
            .isPresent();
    if (!held) {
      throw Conflicts.lease(lease);
    }
  }

  private static Optional<Lease> last(Session session, String name) throws SQLException {
    return session.first(
        "SELECT owner, token, ends FROM leases WHERE name = ?",
        row ->
            new Lease(name, row.getString(1), row.getLong(2), Instant.ofEpochMilli(row.getLong(3))),
        name);
  }
}
