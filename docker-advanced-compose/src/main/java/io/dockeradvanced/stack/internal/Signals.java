package io.dockeradvanced.stack.internal;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The signals of Linux, as the engine reads them: by number or by name, with or without SIG. */
final class Signals {
  private static final Set<String> NAMES =
      Set.of(
          ("ABRT ALRM BUS CHLD CLD CONT FPE HUP ILL INT IO IOT KILL PIPE POLL PROF PWR QUIT SEGV"
                  + " STKFLT STOP SYS TERM TRAP TSTP TTIN TTOU URG USR1 USR2 VTALRM WINCH XCPU XFSZ"
                  + " RTMIN RTMAX")
              .split(" "));
  private static final Pattern REAL_TIME = Pattern.compile("RTMIN\\+(\\d{1,2})|RTMAX-(\\d{1,2})");

  private Signals() {}

  static boolean isKnown(String text) {
    if (text.matches("\\d{1,3}")) {
      int number = Integer.parseInt(text);
      return number >= 1 && number <= 64;
    }
    String name = text.toUpperCase(Locale.ROOT).replaceFirst("^SIG", "");
    Matcher m = REAL_TIME.matcher(name);
    if (!m.matches()) {
      return NAMES.contains(name);
    }
    return m.group(1) != null
        ? Integer.parseInt(m.group(1)) <= 15
        : Integer.parseInt(m.group(2)) <= 14;
  }
}
