package io.dockeradvanced.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Runs in a process of its own, to be waited for or killed. */
final class StoreChild {
  static final int WRITERS = 4;

  private StoreChild() {}

  public static void main(String[] arguments) throws Exception {
    try (StateStore store = StateStore.jdbc(arguments[1])) {
      switch (arguments[0]) {
        case "count" -> {
          for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
            Counters.increment(store, "k", "counter");
          }
        }
        case "write" -> writeForEver(store);
        case "lock" -> lock(arguments[1]);
        case "hold" -> writeUnderLease(store, Duration.ofMillis(Long.parseLong(arguments[2])));
        default -> throw new IllegalArgumentException(arguments[0]);
      }
    }
  }

  /** Each writer numbers its batches, and says the number only after the write has returned. */
  private static void writeForEver(StateStore store) throws InterruptedException {
    List<Thread> writers = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      String writer = "w" + i;
      Thread thread =
          new Thread(
              () -> {
                for (int number = next(store, writer); ; number++) {
                  write(store, writer, number);
                  synchronized (System.out) {
                    System.out.println(writer + " " + number);
                    System.out.flush();
                  }
                }
              });
      thread.start();
      writers.add(thread);
    }
    for (Thread writer : writers) {
      writer.join();
    }
  }

  /** Holds the lock of a SQLite file until it is killed. */
  private static void lock(String url) throws Exception {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
      System.out.println("locked");
      System.out.flush();
      System.in.transferTo(OutputStream.nullOutputStream());
    }
  }

  /** Renews its lease as it writes, until it is told that the lease is another's. */
  private static void writeUnderLease(StateStore store, Duration ttl) {
    Lease lease = store.acquire("lease", "child", ttl).orElseThrow();
    try {
      for (int number = 1; ; number++) {
        store.write(new Batch().require(lease).append("log/lease", "child", "" + number));
        System.out.println("wrote " + number);
        System.out.flush();
        store.renew(lease, ttl);
      }
    } catch (StoreConflict e) {
      System.out.println("fenced: " + e.getMessage());
    }
  }

  static int next(StateStore store, String writer) {
    return store.get("first", writer).map(last -> Integer.parseInt(last.json())).orElse(0) + 1;
  }

  /** A batch whose parts can be told to be whole. */
  static void write(StateStore store, String writer, int number) {
    String json = "" + number;
    store.write(
        new Batch()
            .put("first", writer, number - 1, json)
            .append("log/" + writer, "x".repeat(1 + number % 900), json)
            .put("last", writer, number - 1, json));
  }

  static Process start(Map<String, String> environment, String... arguments) throws IOException {
    List<String> command =
        Stream.concat(
                Stream.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xshare:auto",
                    "-XX:TieredStopAtLevel=1",
                    "-Dorg.slf4j.simpleLogger.defaultLogLevel=off",
                    "-cp",
                    ClassPath.text(),
                    StoreChild.class.getName()),
                Arrays.stream(arguments))
            .toList();
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(environment);
    return builder.start();
  }

  /** The highest number each writer has said; reads until {@code lines} are there, or all. */
  static void collect(BufferedReader out, int lines, int[] highest) throws IOException {
    String line;
    for (int i = 0; i < lines && (line = out.readLine()) != null; i++) {
      // The last line of a killed process may be cut: then it was not said.
      if (line.matches("w\\d \\d+")) {
        int writer = line.charAt(1) - '0';
        highest[writer] = Math.max(highest[writer], Integer.parseInt(line.substring(3)));
      }
    }
  }
}
