package io.dockeradvanced.compose.internal;

/** Verdicts of several rows. */
final class SharedVerdicts {
  static final Verdict WINDOWS = Verdict.refused("only an engine for Windows knows it; remove it");
  static final Verdict ISOLATION = WINDOWS.except(Verdict.supported("as without it"), "default");
  static final Verdict MEMORY = kernel("MemoryLimit", "no limit of memory");
  static final Verdict PIDS = kernel("PidsLimit", "no limit of processes");
  static final Verdict NOTE = Verdict.carried("a note for whoever reads the file");

  private SharedVerdicts() {}

  /** The engine drops it, and says so only in the answer to who makes the container. */
  static Verdict kernel(String field, String what) {
    return Verdict.kernel(field, "true", "it has no effect, for this engine has " + what);
  }
}
