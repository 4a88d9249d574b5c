package io.dockeradvanced.image;

import io.dockeradvanced.InvalidSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an image runs on, such as {@code linux/amd64} or {@code linux/arm/v7}; in the usual
 * spelling.
 *
 * @param variant such as {@code v7}; empty when there is none, or when it goes without saying
 */
public record Platform(String os, String architecture, String variant) {
  private static final Pattern PART = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
  private static final Pattern ARM64 = Pattern.compile("v([89])(?:\\.([0-9]))?");
  private static final List<String> ARM = List.of("v8", "v7", "v6", "v5");

  /** Puts other spellings right: {@code aarch64} is {@code arm64}, {@code arm} is v7. */
  public Platform {
    os = os.toLowerCase(Locale.ROOT);
    if (os.equals("macos")) {
      os = "darwin";
    }
    architecture = architecture.toLowerCase(Locale.ROOT);
    variant = variant.toLowerCase(Locale.ROOT);
    switch (architecture) {
      case "i386" -> architecture = "386";
      case "x86_64", "x86-64" -> architecture = "amd64";
      case "aarch64" -> architecture = "arm64";
      case "armhf" -> {
        architecture = "arm";
        variant = "v7";
      }
      case "armel" -> {
        architecture = "arm";
        variant = "v6";
      }
      default -> {
        // Spelled as usual.
      }
    }
    if (architecture.equals("arm64")) {
      variant =
          switch (variant) {
            case "8", "v8", "v8.0" -> "";
            case "9", "9.0", "v9.0" -> "v9";
            default -> variant;
          };
    } else if (architecture.equals("amd64") && variant.equals("v1")) {
      variant = "";
    } else if (architecture.equals("386")) {
      variant = "";
    } else if (architecture.equals("arm")) {
      variant = variant.isEmpty() ? "v7" : variant.matches("[5-8]") ? "v" + variant : variant;
    }
  }

  /**
   * Reads {@code os/architecture} or {@code os/architecture/variant}.
   *
   * @throws InvalidSpec when it is neither
   */
  public static Platform parse(String text) {
    String[] parts = text.split("/", -1);
    boolean fine = parts.length == 2 || parts.length == 3;
    for (String part : parts) {
      fine &= PART.matcher(part).matches();
    }
    if (!fine) {
      throw new InvalidSpec(
          text, 0, 0, "this is no platform; write os/architecture, such as linux/arm64");
    }
    return new Platform(parts[0], parts[1], parts.length == 3 ? parts[2] : "");
  }

  /** Whether it stands for no platform, as with attestations that lie beside images. */
  public boolean unknown() {
    return os.equals("unknown") || architecture.equals("unknown");
  }

  /**
   * How well an image for {@code other} runs here: 0 best, greater is worse, -1 not at all. Newer
   * ARM runs what was made for older, amd64 runs 386.
   */
  public int suits(Platform other) {
    return runnable().indexOf(other);
  }

  private List<Platform> runnable() {
    List<Platform> all = new ArrayList<>();
    all.add(this);
    switch (architecture) {
      case "amd64" -> {
        int level = variant.matches("v[2-9]") ? variant.charAt(1) - '0' : 1;
        for (int i = level - 1; i >= 1; i--) {
          all.add(new Platform(os, architecture, "v" + i));
        }
        all.add(new Platform(os, "386", ""));
      }
      case "arm" -> arm(all, variant);
      case "arm64" -> {
        arm64(all);
        all.add(new Platform(os, "arm", "v8"));
        arm(all, "v8");
      }
      default -> {
        // Runs nothing but its own.
      }
    }
    return all;
  }

  /** Those of 9.1 run what is for 8.6, and so on. */
  private void arm64(List<Platform> all) {
    Matcher version = ARM64.matcher(variant);
    if (!version.matches()) {
      if (!variant.isEmpty()) {
        all.add(new Platform(os, architecture, ""));
      }
      return;
    }
    int minor = version.group(2) == null ? 0 : Integer.parseInt(version.group(2));
    arm64(all, version.group(1), minor - 1);
    if (version.group(1).equals("9")) {
      arm64(all, "8", Math.min(minor + 5, 9));
    }
  }

  private void arm64(List<Platform> all, String major, int from) {
    for (int minor = from; minor >= 0; minor--) {
      all.add(new Platform(os, architecture, "v" + major + "." + minor));
    }
  }

  private void arm(List<Platform> all, String from) {
    int at = ARM.indexOf(from);
    for (int i = at + 1; at >= 0 && i < ARM.size(); i++) {
      all.add(new Platform(os, "arm", ARM.get(i)));
    }
  }

  /** {@code os/architecture[/variant]}. */
  @Override
  public String toString() {
    return os + "/" + architecture + (variant.isEmpty() ? "" : "/" + variant);
  }
}
