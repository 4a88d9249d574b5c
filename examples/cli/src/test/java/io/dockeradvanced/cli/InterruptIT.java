package io.dockeradvanced.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.github.dockerjava.api.command.InspectContainerResponse;
import io.dockeradvanced.lab.Engine;
import io.dockeradvanced.lab.Invariants;
import io.dockeradvanced.lab.Lab;
import io.dockeradvanced.lab.LabDocker;
import io.dockeradvanced.lab.LabEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ctrl-C and kill in the middle of a {@code da} command. */
@Lab
class InterruptIT {
  /** The new version is never healthy within the test, and never unhealthy either. */
  private static final String FILE =
      """
      services:
        web:
          image: docker-advanced-lab/web:1
          environment: {VERSION: "${V}", HEALTHY_AFTER: "${AFTER:-0}"}
          deploy: {replicas: 2}
          stop_grace_period: 1s
          healthcheck: {test: [CMD, /bin/healthy], interval: 250ms, start_period: 600s}
          depends_on: {db: {condition: service_started}}
        db:
          image: docker-advanced-lab/busybox:1
          command: [sleep, "600"]
          init: true
          stop_grace_period: 1s
          volumes: ["data:/data"]
      volumes: {data: {}}
      """;

  private static final String NEVER = "600";
  private static final String UNDOING =
      "interrupted; undoing what was done - press Ctrl-C again or kill to leave it to 'da recover'";

  @Engine LabEngine engine;
  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM"})
  void signal_duringFirstDeploy_leavesNothing(String signal) throws Exception {
    String stack = engine.uniqueName("interrupt");
    try (DaProcess deploy = deploy(engine.uri(), stack, "1", NEVER)) {
      deploy.awaitWhileRunning("version 1 runs", () -> runs(stack, "1"));
      deploy.signal(signal);

      assertUndone(deploy.end(), engine.uri(), stack);
      Standing.assertGone(engine, stack);
      assertThat(engine.docker().listVolumesCmd().exec().getVolumes())
          .noneMatch(volume -> volume.getName().startsWith(stack));
      assertNothingToRecover();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM"})
  void signal_duringRedeploy_leavesTheOldVersionServing(String signal) throws Exception {
    String stack = engine.uniqueName("interrupt");
    assertDeployed(stack, "old");
    List<String> before = ids(stack);
    try (DaProcess deploy = deploy(engine.uri(), stack, "new", NEVER)) {
      deploy.awaitWhileRunning("the new version runs", () -> runs(stack, "new"));
      deploy.signal(signal);

      assertUndone(deploy.end(), engine.uri(), stack);
      Standing.assertServing(engine, stack, names(stack), "old");
      assertThat(ids(stack)).isEqualTo(before);
      assertNothingToRecover();
    }
    down(stack);
  }

  @Test
  void signal_pastTheCommit_finishes() throws Exception {
    String stack = engine.uniqueName("interrupt");
    assertDeployed(stack, "old");
    try (HeldEngine held = new HeldEngine(directory, engine.uri(), InterruptIT::removes);
        DaProcess deploy = deploy(held.uri(), stack, "new", "0")) {
      deploy.awaitWhileRunning("an old container is about to be removed", held::isHolding);
      deploy.signal("INT");
      deploy.awaitErr("interrupted; ");
      held.release();

      Da da = deploy.end();
      assertThat(da.status()).as(da.err()).isZero();
      assertThat(da.out()).isEqualTo(stack + " is deployed\n");
      Standing.assertServing(engine, stack, names(stack), "new");
      assertNothingToRecover(held.uri());
    }
    down(stack);
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM"})
  void secondSignal_duringTheUndo_leavesTheRestToRecover(String signal) throws Exception {
    String stack = engine.uniqueName("interrupt");
    AtomicBoolean holds = new AtomicBoolean(true);
    try (HeldEngine held = new HeldEngine(directory, engine.uri(), r -> holds.get() && removes(r));
        DaProcess deploy = deploy(held.uri(), stack, "1", NEVER)) {
      deploy.awaitWhileRunning("version 1 runs", () -> runs(stack, "1"));
      deploy.signal(signal);
      deploy.awaitErr(UNDOING);
      deploy.awaitWhileRunning("a container is about to be removed", held::isHolding);
      deploy.signal(signal);

      Da da = deploy.end();
      assertThat(da.status()).as(da.err()).isEqualTo(signal.equals("INT") ? 130 : 143);
      assertThat(Standing.containers(engine, stack)).isNotEmpty();
      holds.set(false);
      try (DaProcess recover = start(held.uri(), "recover")) {
        Da end = recover.end();
        assertThat(end.status()).as(end.err()).isZero();
        assertThat(end.out()).contains("'deploy " + stack + "'", "everything was undone");
      }
      Standing.assertGone(engine, stack);
      assertNothingToRecover(held.uri());
    }
  }

  @Test
  void signal_duringRecover_undoes() throws Exception {
    String stack = engine.uniqueName("interrupt");
    AtomicBoolean holds = new AtomicBoolean();
    try (HeldEngine held =
        new HeldEngine(directory, engine.uri(), r -> holds.get() && inspects(r))) {
      try (DaProcess deploy = deploy(held.uri(), stack, "1", NEVER)) {
        deploy.awaitWhileRunning("version 1 runs", () -> runs(stack, "1"));
        deploy.killNow();
      }
      holds.set(true);
      try (DaProcess recover = start(held.uri(), "recover")) {
        recover.awaitWhileRunning("it looks at a container", held::isHolding);
        recover.signal("INT");
        recover.awaitErr(UNDOING);
        held.release();

        assertUndone(recover.end(), held.uri(), stack);
        Standing.assertGone(engine, stack);
        assertNothingToRecover(held.uri());
      }
    }
  }

  @Test
  void signal_duringRecoverPastTheCommit_finishes() throws Exception {
    String stack = engine.uniqueName("interrupt");
    assertDeployed(stack, "old");
    try (HeldEngine first = new HeldEngine(directory, engine.uri(), InterruptIT::removes);
        DaProcess deploy = deploy(first.uri(), stack, "new", "0")) {
      deploy.awaitWhileRunning("an old container is about to be removed", first::isHolding);
      deploy.killNow();
    }
    // The same address, for the operation belongs to it.
    try (HeldEngine second = new HeldEngine(directory, engine.uri(), InterruptIT::removes);
        DaProcess recover = start(second.uri(), "recover")) {
      recover.awaitWhileRunning("an old container is about to be removed", second::isHolding);
      recover.signal("INT");
      recover.awaitErr("interrupted; ");
      second.release();

      Da da = recover.end();
      assertThat(da.status()).as(da.err()).isZero();
      assertThat(da.err()).contains("it was too late to undo, and everything is done");
      Standing.assertServing(engine, stack, names(stack), "new");
      assertNothingToRecover(second.uri());
    }
    down(stack);
  }

  @Test
  void deploy_whileAnotherProcessDeploys_saysSoAndLogsNothing() throws Exception {
    String stack = engine.uniqueName("interrupt");
    try (DaProcess first = deploy(engine.uri(), stack, "1", NEVER)) {
      first.awaitWhileRunning("version 1 runs", () -> runs(stack, "1"));
      try (DaProcess second = deploy(engine.uri(), stack, "2", "0")) {
        Da da = second.end();
        assertThat(da.status()).as(da.err()).isEqualTo(1);
        assertThat(da.errLines()).hasSize(2).noneMatch(line -> line.contains("WARN"));
        assertThat(da.errLines().get(0)).startsWith("warning: 'deploy " + stack + "' is run by");
      }
      first.signal("INT");
      assertUndone(first.end(), engine.uri(), stack);
    }
    Standing.assertGone(engine, stack);
  }

  @Test
  void signal_whileNothingIsChanged_endsTheCommand() throws Exception {
    try (HeldEngine held =
            new HeldEngine(directory, engine.uri(), request -> request.contains("/containers/"));
        DaProcess list = start(held.uri(), "stack", "ls")) {
      list.awaitWhileRunning("it has asked for the containers", held::isHolding);
      list.signal("INT");
      Da da = list.end();
      assertThat(da.status()).isEqualTo(130);
      assertThat(da.err()).isEmpty();
    }
  }

  /** As a plugin it shares a terminal with the docker command, which gets the Ctrl-C as well. */
  @Test
  void signal_ofATerminalToThePlugin_undoes() throws Exception {
    String docker = LabDocker.command();
    assumeThat(onPath("setsid")).as("there is a setsid command here").isTrue();
    Path plugin = directory.resolve("config/cli-plugins/docker-advanced");
    Files.createDirectories(plugin.getParent());
    Files.writeString(
        plugin, "#!/bin/sh\nexec '%s' \"$@\"\n".formatted(String.join("' '", DaProcess.command())));
    assertThat(plugin.toFile().setExecutable(true)).isTrue();
    String stack = engine.uniqueName("interrupt");
    List<String> command = new ArrayList<>(List.of("setsid", docker, "advanced"));
    command.addAll(words(engine.uri(), deployment(stack, "1", NEVER)));
    String config = directory.resolve("config").toString();
    try (DaProcess deploy =
        DaProcess.start(directory, command, b -> b.environment().put("DOCKER_CONFIG", config))) {
      deploy.awaitWhileRunning("version 1 runs", () -> runs(stack, "1"));
      deploy.signalGroup("INT");

      assertUndone(deploy.end(), engine.uri(), stack);
      Standing.assertGone(engine, stack);
      assertNothingToRecover();
    }
  }

  private static boolean onPath(String command) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, command)));
  }

  private static boolean removes(String request) {
    return request.startsWith("DELETE ") && request.contains("/containers/");
  }

  private static boolean inspects(String request) {
    return request.startsWith("GET ") && request.matches(".*/containers/[0-9a-f]{64}/json");
  }

  private static void assertUndone(Da da, String uri, String stack) {
    assertThat(da.status()).as(da.err()).isEqualTo(3);
    assertThat(da.out()).isEmpty();
    assertThat(da.errLines())
        .containsExactly(
            UNDOING,
            "%s: 'deploy %s' was cancelled; everything was undone"
                .formatted(uri.replaceFirst("^unix://", ""), stack));
  }

  private void assertNothingToRecover() throws Exception {
    assertNothingToRecover(engine.uri());
  }

  private void assertNothingToRecover(String uri) throws Exception {
    try (DaProcess recover = start(uri, "recover")) {
      Da da = recover.end();
      assertThat(da.status()).as(da.err()).isZero();
      assertThat(da.out()).isEqualTo("nothing to recover\n");
    }
  }

  private void assertDeployed(String stack, String version) throws Exception {
    try (DaProcess deploy = deploy(engine.uri(), stack, version, "0")) {
      Da da = deploy.end();
      assertThat(da.status()).as(da.err()).isZero();
    }
    Standing.assertServing(engine, stack, names(stack), version);
  }

  private void down(String stack) throws Exception {
    Da da = da("stack", "down", "-v", stack);
    assertThat(da.status()).as(da.err()).isZero();
    Standing.assertGone(engine, stack);
  }

  private boolean runs(String stack, String version) {
    return Standing.containers(engine, stack).values().stream()
        .anyMatch(
            c ->
                Boolean.TRUE.equals(c.getState().getRunning())
                    && Invariants.environment(c).contains("VERSION=" + version));
  }

  private static List<String> names(String stack) {
    return List.of(stack + "-db-1", stack + "-web-1", stack + "-web-2");
  }

  private List<String> ids(String stack) {
    return Standing.containers(engine, stack).values().stream()
        .map(InspectContainerResponse::getId)
        .toList();
  }

  private DaProcess deploy(String uri, String stack, String version, String after)
      throws Exception {
    return start(uri, deployment(stack, version, after));
  }

  private String[] deployment(String stack, String version, String after) throws Exception {
    Path file = Files.writeString(directory.resolve("compose.yaml"), FILE);
    return new String[] {
      "stack",
      "deploy",
      "-f",
      file.toString(),
      "-p",
      stack,
      "-e",
      "V=" + version,
      "-e",
      "AFTER=" + after
    };
  }

  private Da da(String... words) throws Exception {
    try (DaProcess process = start(engine.uri(), words)) {
      return process.end();
    }
  }

  private DaProcess start(String uri, String... words) throws Exception {
    List<String> command = DaProcess.command();
    command.addAll(words(uri, words));
    return DaProcess.start(directory, command, builder -> {});
  }

  private List<String> words(String uri, String... words) {
    List<String> all = new ArrayList<>(List.of("--no-progress", "--host", uri, "--state"));
    all.add(directory.resolve("state.db").toString());
    all.addAll(List.of(words));
    return all;
  }
}
