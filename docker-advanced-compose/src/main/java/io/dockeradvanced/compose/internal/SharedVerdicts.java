package io.dockeradvanced.compose.internal;

/** Verdicts of several rows. */
final class SharedVerdicts {
  static final Verdict WINDOWS = Verdict.refused("only an engine for Windows knows it; remove it");
  static final Verdict ISOLATION = WINDOWS.except(Verdict.supported("as without it"), "default");
  static final Verdict MEMORY = kernel("MemoryLimit", "no limit of memory");
  static final Verdict PIDS =
      kernel("PidsLimit", "no limit of processes").except(Verdict.SUPPORTED, "-1");
  static final Verdict CPUS =
      Verdict.required(
          "CpuCfsQuota", "true", "this engine cannot limit the time of CPUs; leave it out");
  static final Verdict REAL_TIME =
      Verdict.required(
          "CgroupVersion", "1", "an engine with cgroup v2 has no real-time CPU time; leave it out");
  static final Verdict BLOCK_IO =
      Verdict.supported("and whoever deploys is told what the kernel of the engine drops");
  static final Verdict NOTE = Verdict.carried("a note for whoever reads the file");

  private SharedVerdicts() {}

  /** The engine drops it, and says so only in the answer to who makes the container. */
  static Verdict kernel(String field, String what) {
    return Verdict.kernel(field, "true", "it has no effect, for this engine has " + what);
  }
}
