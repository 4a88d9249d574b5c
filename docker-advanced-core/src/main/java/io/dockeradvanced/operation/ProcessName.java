package io.dockeradvanced.operation;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A process by a name that no other has: pid, start and the system it runs in. Whoever runs in the
 * same system can see that it is dead, and need not wait until its lease ends.
 *
 * @param system boot and pid namespace; empty where they cannot be known
 */
record ProcessName(long pid, long started, String system) {
  private static final Pattern FORM = Pattern.compile("(\\d+)\\.(\\d+)@([^/]*)");
  private static final ProcessName SELF = find();

  static ProcessName self() {
    return SELF;
  }

  /** The name of this machine, for messages. The first call may ask a name server. */
  static String machine() {
    return Machine.NAME;
  }

  private static final class Machine {
    static final String NAME = find();

    private static String find() {
      try {
        return InetAddress.getLocalHost().getHostName();
      } catch (UnknownHostException e) {
        return "localhost";
      }
    }
  }

  private static ProcessName find() {
    String system = "";
    try {
      String boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
      String namespace = Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
      system = boot + namespace.replaceAll("[^0-9]", ".");
    } catch (IOException e) {
      // Not Linux: then a lease has to run out.
    }
    long pid = ProcessHandle.current().pid();
    return new ProcessName(pid, started(pid), system);
  }

  /** A living process of this system. */
  static ProcessName of(long pid) {
    return new ProcessName(pid, started(pid), SELF.system);
  }

  /**
   * The moment the process started, in ticks since the boot; 0 when there is none, or nobody can
   * tell. Not as a time of day, which two processes may reckon differently when the clock was set
   * in between.
   */
  private static long started(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      // The second field is a name in brackets that may hold anything; then comes the state.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      boolean ended = fields[0].equals("Z") || fields[0].equals("X");
      return ended ? 0 : Long.parseLong(fields[19]);
    } catch (IOException | IndexOutOfBoundsException | NumberFormatException e) {
      return 0;
    }
  }

  /** Reads the name at the beginning of a lease's owner. */
  static Optional<ProcessName> parse(String owner) {
    Matcher m = FORM.matcher(owner);
    return m.lookingAt()
        ? Optional.of(
            new ProcessName(Long.parseLong(m.group(1)), Long.parseLong(m.group(2)), m.group(3)))
        : Optional.empty();
  }

  /** Whether this process is certainly gone; false where nobody here can tell. */
  boolean isDead() {
    if (system.isEmpty() || !system.equals(SELF.system) || started == 0) {
      return false;
    }
    return started(pid) != started;
  }

  @Override
  public String toString() {
    return pid + "." + started + "@" + system;
  }
}
