package io.dockeradvanced.compose.internal;

/** How much one load may read and make; includes and extends multiply what stands in few files. */
final class Budget {
  private static final int MOST_FILES = 1000;
  private static final long MOST_VALUES = 2_000_000;

  private static final long MOST_CHARACTERS = 8 * 1024 * 1024;

  private final Findings findings;
  private int files;
  private long values;
  private long characters;

  Budget(Findings findings) {
    this.findings = findings;
  }

  void file(Mark mark) {
    if (++files > MOST_FILES) {
      findings.error(
          mark, "include and extends read more than " + MOST_FILES + " files; leave some out.");
      findings.check();
    }
  }

  void values(long more, Mark mark) {
    values += more;
    if (values > MOST_VALUES) {
      findings.error(
          mark, "include and extends make more than " + MOST_VALUES + " values; leave some out.");
      findings.check();
    }
  }

  /** What comes out of env files and label files. */
  void characters(long more, Mark mark) {
    characters += more;
    if (characters > MOST_CHARACTERS) {
      findings.error(
          mark, "The env files and label files of all services add up to more than 8 MiB.");
      findings.check();
    }
  }

  /** The number of values in a tree. */
  static long size(Node node) {
    long size = 1;
    if (node instanceof Mapping mapping) {
      for (Mapping.Entry entry : mapping.entries().values()) {
        size += size(entry.value());
      }
    } else if (node instanceof Sequence sequence) {
      for (Node item : sequence.items()) {
        size += size(item);
      }
    }
    return size;
  }
}
