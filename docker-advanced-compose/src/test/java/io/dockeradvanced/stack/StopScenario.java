package io.dockeradvanced.stack;

import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.lab.crash.Claim;
import io.dockeradvanced.lab.crash.CrashSite;
import java.util.ArrayList;
import java.util.List;

/** A stack is stopped, a frozen container of it too: all of it stops, or all is as it was. */
final class StopScenario extends StackScenario {
  private static final Shape SHAPE = Shape.version(1);
  private static final List<String> BEFORE = List.of("paused", "running", "running");
  private static final List<String> AFTER = List.of("exited", "exited", "exited");

  @Override
  public String title() {
    return "stop";
  }

  @Override
  public void prepare(CrashSite site) throws Exception {
    prepared(site, SHAPE);
    if (!states(site).equals(BEFORE)) {
      on(
          site,
          host -> {
            Stacks stacks = Stacks.on(host);
            stacks.unpause(site.name());
            stacks.start(site.name());
            stacks.pause(site.name(), "db");
            return true;
          });
    }
    forgetStops(site, SHAPE);
  }

  @Override
  protected void act(CrashSite site, DockerHost host) {
    Stacks.on(host).stop(site.name());
  }

  @Override
  public Claim check(CrashSite site) throws Exception {
    invariants(site).assertExactly(SHAPE.things(site.name()));
    List<String> states = states(site);
    if (!states.equals(BEFORE) && !states.equals(AFTER)) {
      throw new AssertionError("half is done: " + states);
    }
    if (states.equals(BEFORE)) {
      return Claim.UNDONE;
    }
    checkStops(site, SHAPE);
    return Claim.DONE;
  }

  /** Of db, then of both web. */
  private List<String> states(CrashSite site) throws Exception {
    return on(
        site,
        host -> {
          List<String> states = new ArrayList<>();
          Stacks.on(host)
              .status(site.name())
              .services()
              .forEach(service -> service.replicas().forEach(r -> states.add(r.state())));
          return states;
        });
  }
}
