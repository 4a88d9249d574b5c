package io.dockeradvanced.stack.internal;

import java.util.Locale;
import java.util.Set;

/** Names of the Linux kernel that files use. */
final class Kernel {
  /** Of {@code setrlimit}. */
  static final Set<String> LIMITS =
      Set.of(
          ("as core cpu data fsize locks memlock msgqueue nice nofile nproc rss rtprio rttime"
                  + " sigpending stack")
              .split(" "));

  private static final Set<String> CAPABILITIES =
      Set.of(
          ("ALL AUDIT_CONTROL AUDIT_READ AUDIT_WRITE BLOCK_SUSPEND BPF CHECKPOINT_RESTORE CHOWN"
                  + " DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID IPC_LOCK IPC_OWNER KILL LEASE"
                  + " LINUX_IMMUTABLE MAC_ADMIN MAC_OVERRIDE MKNOD NET_ADMIN NET_BIND_SERVICE"
                  + " NET_BROADCAST NET_RAW PERFMON SETFCAP SETGID SETPCAP SETUID SYSLOG SYS_ADMIN"
                  + " SYS_BOOT SYS_CHROOT SYS_MODULE SYS_NICE SYS_PACCT SYS_PTRACE SYS_RAWIO"
                  + " SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG WAKE_ALARM")
              .split(" "));

  /** What the IPC namespace of a container has of its own. */
  private static final Set<String> IPC =
      Set.of(
          ("kernel.msgmax kernel.msgmnb kernel.msgmni kernel.sem kernel.shmall kernel.shmmax"
                  + " kernel.shmmni kernel.shm_rmid_forced")
              .split(" "));

  private Kernel() {}

  static boolean isCapability(String text) {
    return CAPABILITIES.contains(text.toUpperCase(Locale.ROOT).replaceFirst("^CAP_", ""));
  }

  static boolean isSysctl(String name) {
    String dotted = name.replace('/', '.');
    return dotted.startsWith("net.") || dotted.startsWith("fs.mqueue.") || IPC.contains(dotted);
  }
}
