package io.dockeradvanced.stack;

import io.dockeradvanced.compose.StackSource;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.lab.crash.Claim;
import io.dockeradvanced.lab.crash.CrashSite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** The network of the stack is made anew: one container stays in it, the others are replaced. */
final class NetworkChangeScenario extends StackScenario {
  private static final Duration WELL_WITHIN = Duration.ofSeconds(30);
  private static final String FILE =
      """
      services:
        web:
          image: docker-advanced-lab/web:1
          environment: {VERSION: "%1$s"}
          stop_grace_period: 1s
          restart: always
          scale: 2
        kept:
          image: docker-advanced-lab/web:1
          stop_grace_period: 1s
          restart: always
          networks: {default: {aliases: [other-name]}}
      networks: {default: {labels: {version: "%1$s"}}}
      """;

  @Override
  public String title() {
    return "network made anew";
  }

  private static int version(CrashSite site) {
    return Integer.parseInt(site.get("network", "1"));
  }

  private static StackSource file(CrashSite site, int version) throws Exception {
    Path file = site.directory().resolve("compose.yaml");
    Files.writeString(file, FILE.formatted(version));
    return StackSource.file(file).name(site.name());
  }

  @Override
  public void prepare(CrashSite site) throws Exception {
    if (isAbsent(site)) {
      on(site, host -> Stacks.on(host).deploy(file(site, version(site))));
    }
  }

  @Override
  protected void act(CrashSite site, DockerHost host) throws Exception {
    Stacks.on(host).deploy(file(site, version(site) + 1));
  }

  @Override
  public Claim check(CrashSite site) throws Exception {
    String stack = site.name();
    String inForce =
        site.engine()
            .docker()
            .inspectNetworkCmd()
            .withNetworkId(stack + "_default")
            .exec()
            .getLabels()
            .get("version");
    int next = version(site) + 1;
    boolean done = inForce.equals(Integer.toString(next));
    if (done) {
      site.set("network", Integer.toString(next));
    }
    invariants(site)
        .assertExactly(
            java.util.Set.of(
                "container " + stack + "-web-1",
                "container " + stack + "-web-2",
                "container " + stack + "-kept-1",
                "network " + stack + "_default"));
    invariants(site).assertServing();
    String answer =
        site.engine().exec(stack + "-web-1", "wget", "-q", "-O", "-", "http://other-name:8080/");
    if (answer.isEmpty()) {
      throw new AssertionError("what stayed has lost its name in the network");
    }
    checkNothingToDo(site);
    return done ? Claim.DONE : Claim.UNDONE;
  }

  private void checkNothingToDo(CrashSite site) throws Exception {
    long end = System.nanoTime() + WELL_WITHIN.toNanos();
    StackPlan plan = planned(site);
    while (!plan.isEmpty() && !plan.isChange() && System.nanoTime() < end) {
      plan = planned(site);
    }
    if (!plan.isEmpty()) {
      throw new AssertionError("a deploy of what is in force would change it: " + plan);
    }
  }

  private StackPlan planned(CrashSite site) throws Exception {
    return on(site, host -> Stacks.on(host).plan(file(site, version(site))));
  }
}
