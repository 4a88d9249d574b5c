package io.dockeradvanced.lab.crash;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.reflect.Constructor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The process that is killed, or that recovers. It is started ahead of its time, tells that it is
 * ready, and reads from its standard input what to do. What it says by itself stands in its log;
 * its standard output is for the parent alone.
 */
final class CrashChild {
  static final String READY = "ready";
  static final String REACHED = "reached";
  static final String DONE = "done";
  static final String FAILED = "failed";

  private CrashChild() {}

  public static void main(String[] args) throws IOException {
    PrintStream parent = System.out;
    System.setOut(System.err);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    say(parent, READY);
    String line = in.readLine();
    if (line == null) {
      return; // it was not needed
    }
    Job job = Job.parse(line);
    JournalProbe probe = new JournalProbe(job.point(), point -> say(parent, REACHED));
    CrashSite site = new CrashSite(job.uri(), job.name(), job.directory(), probe, null);
    try {
      CrashScenario scenario = scenario(Class.forName(job.scenario()));
      List<Claim> claims = job.recovers() ? scenario.recover(site) : List.of(scenario.act(site));
      say(parent, DONE + " " + probe.writes() + " " + text(claims));
      System.exit(0);
    } catch (Throwable e) {
      e.printStackTrace();
      String problem = String.valueOf(e).replaceAll("\\s+", " ");
      say(parent, FAILED + " " + probe.writes() + " " + problem);
      System.exit(1);
    }
  }

  private static String text(List<Claim> claims) {
    return claims.stream().map(Claim::name).collect(Collectors.joining(","));
  }

  static List<Claim> claims(String text) {
    return Stream.of(text.split(",")).filter(name -> !name.isEmpty()).map(Claim::valueOf).toList();
  }

  private static void say(PrintStream parent, String line) {
    parent.println(line);
    parent.flush();
  }

  static CrashScenario scenario(Class<?> type) {
    try {
      Constructor<?> constructor = type.getDeclaredConstructor();
      constructor.setAccessible(true);
      return (CrashScenario) constructor.newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(
          type + " is no scenario with a constructor without parameters", e);
    }
  }

  /** What a child is to do. */
  record Job(
      String scenario, boolean recovers, String uri, String name, Path directory, KillPoint point) {

    String line() {
      return String.join(
          "\t",
          scenario,
          Boolean.toString(recovers),
          uri,
          name,
          directory.toString(),
          Integer.toString(point.write()),
          Boolean.toString(point.after()),
          Integer.toString(point.micros()));
    }

    static Job parse(String line) {
      String[] words = line.split("\t");
      return new Job(
          words[0],
          Boolean.parseBoolean(words[1]),
          words[2],
          words[3],
          Path.of(words[4]),
          new KillPoint(
              Integer.parseInt(words[5]),
              Boolean.parseBoolean(words[6]),
              Integer.parseInt(words[7])));
    }
  }
}
