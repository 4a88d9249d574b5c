package io.dockeradvanced.stack;

import io.dockeradvanced.container.ContainerDetails;
import io.dockeradvanced.container.Containers;
import io.dockeradvanced.container.Recreate;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.lab.crash.Claim;
import io.dockeradvanced.lab.crash.CrashSite;

/** A container of a stack is made anew as it is: afterwards one of both has its place and data. */
final class RecreateScenario extends StackScenario {
  private static final Shape SHAPE = Shape.version(1);
  private static final String BEFORE = "before";

  @Override
  public String title() {
    return "recreate";
  }

  @Override
  public void prepare(CrashSite site) throws Exception {
    prepared(site, SHAPE);
    site.set(BEFORE, on(site, host -> container(site, host).id()));
  }

  private static ContainerDetails container(CrashSite site, DockerHost host) {
    return Containers.on(host).inspect(site.name() + "-db-1").orElseThrow();
  }

  @Override
  protected void act(CrashSite site, DockerHost host) {
    Containers.on(host).recreate(Recreate.container(site.name() + "-db-1"));
  }

  @Override
  public Claim check(CrashSite site) throws Exception {
    checkInForce(site, SHAPE);
    checkMarkers(site);
    String now = on(site, host -> container(site, host).id());
    return now.equals(site.get(BEFORE, "")) ? Claim.UNDONE : Claim.DONE;
  }
}
