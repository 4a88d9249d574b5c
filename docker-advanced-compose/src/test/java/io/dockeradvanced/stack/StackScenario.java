package io.dockeradvanced.stack;

import com.github.dockerjava.api.exception.NotFoundException;
import io.dockeradvanced.compose.StackSource;
import io.dockeradvanced.crash.OperationScenario;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.lab.Invariants;
import io.dockeradvanced.lab.crash.CrashSite;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;

/**
 * What all interrupted changes of a stack share: two web servers, and a database with data that
 * must not be lost.
 *
 * <p>{@code restart: always}, because an engine that was killed counts what has {@code
 * unless-stopped} as stopped by hand when it comes back.
 */
abstract class StackScenario extends OperationScenario {
  private static final String FILE =
      """
      services:
        web:
          image: docker-advanced-lab/web:1
          environment: {VERSION: "%1$s", UNHEALTHY: "%2$s"}
          healthcheck: {test: [CMD, /bin/healthy], interval: 1s, retries: 2}
          stop_grace_period: 2s
          restart: always
          scale: %3$d
          configs: [{source: text, target: /text}]
          post_start: [{command: [touch, /started]}]
          pre_stop: [{command: [touch, /stopped]}]
          depends_on: {db: {condition: service_started}}
        db:
          image: docker-advanced-lab/db:1
          environment: {VERSION: "%1$s"}
          volumes: [data:/named]
          stop_grace_period: 2s
          restart: always
      %4$s
      volumes: {data: }
      configs: {text: {content: "of %1$s"}}
      """;

  private static final Duration WELL_WITHIN = Duration.ofSeconds(30);

  private static final String EXTRA =
      """
        extra:
          image: docker-advanced-lab/web:1
          environment: {VERSION: "%s"}
          stop_grace_period: 2s
          restart: always
      """;

  /** A Compose file, and what stands on the engine when it is deployed. */
  record Shape(String version, int replicas, boolean extra, boolean broken) {
    static Shape version(int number) {
      return new Shape("v" + number, 2, false, false);
    }

    String file() {
      return FILE.formatted(
          version, broken ? "1" : "", replicas, extra ? EXTRA.formatted(version) : "");
    }

    Set<String> things(String stack) {
      Set<String> things = new TreeSet<>();
      things.add("container " + stack + "-db-1");
      for (int i = 1; i <= replicas; i++) {
        things.add("container " + stack + "-web-" + i);
      }
      if (extra) {
        things.add("container " + stack + "-extra-1");
      }
      things.add("network " + stack + "_default");
      things.add("volume " + stack + "_data");
      return things;
    }
  }

  // ---- what is done

  static StackSource source(CrashSite site, Shape shape) throws Exception {
    Path file = site.directory().resolve("compose.yaml");
    Files.writeString(file, shape.file());
    return StackSource.file(file).name(site.name());
  }

  static void deploy(CrashSite site, DockerHost host, Shape shape) throws Exception {
    Stacks.on(host).deploy(source(site, shape), DeployOptions.defaults().removeOrphans(true));
  }

  /** Deploys it and puts data into both volumes, unless that is done already. */
  final void prepared(CrashSite site, Shape shape) throws Exception {
    if (invariants(site).things().equals(shape.things(site.name()))
        && invariants(site).version("VERSION").equals(shape.version())) {
      return;
    }
    on(
        site,
        host -> {
          deploy(site, host, shape);
          return true;
        });
    site.engine()
        .exec(
            site.name() + "-db-1",
            "sh",
            "-c",
            "echo precious >/named/marker; echo dear >/data/marker");
  }

  // ---- what must hold

  static Invariants invariants(CrashSite site) {
    return Invariants.of(site.engine().docker(), site.name());
  }

  /** The stack is there, whole and serving, and a deploy of it would change nothing. */
  final void checkInForce(CrashSite site, Shape shape) throws Exception {
    invariants(site).assertExactly(shape.things(site.name()));
    invariants(site).assertServing();
    String version = invariants(site).version("VERSION");
    if (!version.equals(shape.version())) {
      throw new AssertionError("version %s is in force, not %s".formatted(version, shape));
    }
    for (int i = 1; i <= shape.replicas(); i++) {
      String said =
          site.engine().exec(site.name() + "-web-" + i, "sh", "-c", "cat /text; ls /started");
      if (!said.startsWith("of " + shape.version() + "/started")) {
        throw new AssertionError("web-%d has not its files and hooks: %s".formatted(i, said));
      }
    }
    // What was started again just now is waited for, as long as nobody knows that it is well.
    long end = System.nanoTime() + WELL_WITHIN.toNanos();
    StackPlan plan = planned(site, shape);
    while (!plan.isEmpty() && !plan.isChange() && System.nanoTime() < end) {
      plan = planned(site, shape);
    }
    if (!plan.isEmpty()) {
      throw new AssertionError("a deploy of what is in force would change it: " + plan);
    }
  }

  private StackPlan planned(CrashSite site, Shape shape) throws Exception {
    return on(
        site,
        host ->
            Stacks.on(host)
                .plan(source(site, shape), DeployOptions.defaults().removeOrphans(true)));
  }

  /** Forgets that the web servers were stopped before. */
  static void forgetStops(CrashSite site, Shape shape) {
    for (int i = 1; i <= shape.replicas(); i++) {
      site.engine().exec(site.name() + "-web-" + i, "rm", "-f", "/stopped");
    }
  }

  /** Each web server that does not run has had its hook before it stopped. */
  static void checkStops(CrashSite site, Shape shape) throws IOException {
    for (int i = 1; i <= shape.replicas(); i++) {
      String container = site.name() + "-web-" + i;
      try (InputStream stopped =
          site.engine().docker().copyArchiveFromContainerCmd(container, "/stopped").exec()) {
        stopped.readAllBytes();
      } catch (NotFoundException e) {
        throw new AssertionError(container + " was stopped without its hook", e);
      }
    }
  }

  /** Both volumes of the database have what {@link #prepared} put into them. */
  static void checkMarkers(CrashSite site) {
    String markers =
        site.engine().exec(site.name() + "-db-1", "cat", "/named/marker", "/data/marker");
    if (!markers.equals("precious\ndear")) {
      throw new AssertionError("data were lost: " + markers);
    }
  }

  static void checkNothingLeft(CrashSite site) {
    invariants(site).assertExactly(Set.of());
  }

  static boolean isAbsent(CrashSite site) {
    return invariants(site).containers().isEmpty();
  }

  @Override
  public void clean(CrashSite site) throws Exception {
    on(
        site,
        host -> {
          Stacks.on(host).down(site.name(), DownOptions.defaults().volumes(true));
          return true;
        });
    checkNothingLeft(site);
  }
}
