package io.dockeradvanced.lab.crash;

/** What a change says of itself when it has ended, and what is found when somebody looks. */
public enum Claim {
  /** The change is there as a whole. */
  DONE,
  /** Everything is as it was before. */
  UNDONE,
  /** It does not know, or has left it to whoever recovers. */
  OPEN
}
