package io.dockeradvanced.compose.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The short form of a mount: {@code SOURCE:TARGET:OPTIONS}. */
final class MountSyntax {
  private static final Set<String> PROPAGATIONS =
      Set.of("rprivate", "private", "rshared", "shared", "rslave", "slave");

  /** The parts of the short form; source and options may be empty. */
  record Parts(String source, String target, List<String> options) {}

  private MountSyntax() {}

  /**
   * @throws IllegalArgumentException with the reason when the text is no mount
   */
  static Parts parse(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("it is empty");
    }
    if (text.length() <= 2) {
      return new Parts("", text, List.of());
    }
    List<String> sections = sections(text);
    for (String section : sections) {
      if (section.isEmpty()) {
        throw new IllegalArgumentException("nothing stands before or between the colons");
      }
    }
    return switch (sections.size()) {
      case 1 -> new Parts("", sections.get(0), List.of());
      case 2 -> new Parts(sections.get(0), sections.get(1), List.of());
      case 3 ->
          new Parts(sections.get(0), sections.get(1), List.of(sections.get(2).split(",", -1)));
      default -> throw new IllegalArgumentException("it has too many colons");
    };
  }

  /** A letter before a colon is a Windows drive and belongs to what follows. */
  private static List<String> sections(String text) {
    List<String> sections = new ArrayList<>();
    StringBuilder section = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean drive = section.length() == 1 && Character.isLetter(section.charAt(0));
      if (c == ':' && !drive) {
        sections.add(section.toString());
        section.setLength(0);
      } else {
        section.append(c);
      }
    }
    sections.add(section.toString());
    return sections;
  }

  static Mapping toMapping(String text, Mark mark) {
    Parts parts = parse(text);
    boolean bind = isPath(parts.source());
    // Two characters are taken as a bare target, without the empty options longer texts get.
    Mapping options = Mapping.empty(mark);
    Mapping mount = Mapping.empty(mark).with("type", bind ? "bind" : "volume");
    Mapping bindOptions = null;
    Mapping volumeOptions = null;
    if (!parts.source().isEmpty()) {
      mount = mount.with("source", parts.source());
    }
    mount = mount.with("target", Cleaner.clean(parts.target()));
    for (String option : parts.options()) {
      switch (option) {
        case "ro" -> mount = mount.with("read_only", true);
        case "rw" -> mount = mount.without("read_only");
        case "nocopy" -> volumeOptions = options.with("nocopy", true);
        case "z", "Z" ->
            bindOptions = (bindOptions == null ? options : bindOptions).with("selinux", option);
        default -> {
          if (PROPAGATIONS.contains(option)) {
            bindOptions = (bindOptions == null ? options : bindOptions).with("propagation", option);
          }
        }
      }
    }
    if (bind) {
      bindOptions = (bindOptions == null ? options : bindOptions).with("create_host_path", true);
    } else if (volumeOptions == null && text.length() > 2) {
      volumeOptions = options;
    }
    if (bindOptions != null) {
      mount = mount.with("bind", bindOptions);
    }
    return volumeOptions == null ? mount : mount.with("volume", volumeOptions);
  }

  private static boolean isPath(String source) {
    if (source.isEmpty()) {
      return false;
    }
    char first = source.charAt(0);
    return first == '.'
        || first == '/'
        || first == '~'
        || source.startsWith("\\\\")
        || source.length() > 1 && source.charAt(1) == ':' && Character.isLetter(first);
  }
}
