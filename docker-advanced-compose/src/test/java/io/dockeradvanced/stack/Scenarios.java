package io.dockeradvanced.stack;

import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.lab.crash.Claim;
import io.dockeradvanced.lab.crash.CrashSite;

/** The changes of a stack that are interrupted. */
final class Scenarios {
  private Scenarios() {}

  /** Nothing is there, and then a stack is - or nothing again. */
  static final class FirstDeploy extends StackScenario {
    @Override
    public String title() {
      return "first deploy";
    }

    @Override
    public void prepare(CrashSite site) throws Exception {
      if (!invariants(site).things().isEmpty()) {
        clean(site);
      }
    }

    @Override
    protected void act(CrashSite site, DockerHost host) throws Exception {
      deploy(site, host, Shape.version(1));
    }

    @Override
    public Claim check(CrashSite site) throws Exception {
      if (isAbsent(site)) {
        checkNothingLeft(site);
        return Claim.UNDONE;
      }
      checkInForce(site, Shape.version(1));
      return Claim.DONE;
    }
  }

  /** A first deploy that fails leaves nothing. */
  static final class FailingFirstDeploy extends StackScenario {
    @Override
    public String title() {
      return "failing first deploy";
    }

    @Override
    public boolean actFails() {
      return true;
    }

    @Override
    public void prepare(CrashSite site) {
      checkNothingLeft(site);
    }

    @Override
    protected void act(CrashSite site, DockerHost host) throws Exception {
      deploy(site, host, new Shape("bad", 2, false, true));
    }

    @Override
    public Claim check(CrashSite site) {
      checkNothingLeft(site);
      return Claim.UNDONE;
    }
  }

  /** Every container is replaced, one after the other. */
  static final class Redeploy extends StackScenario {
    @Override
    public String title() {
      return "re-deploy";
    }

    private static int version(CrashSite site) {
      return Integer.parseInt(site.get("version", "1"));
    }

    @Override
    public void prepare(CrashSite site) throws Exception {
      prepared(site, Shape.version(version(site)));
    }

    @Override
    protected void act(CrashSite site, DockerHost host) throws Exception {
      deploy(site, host, Shape.version(version(site) + 1));
    }

    @Override
    public Claim check(CrashSite site) throws Exception {
      int next = version(site) + 1;
      boolean done = invariants(site).version("VERSION").equals("v" + next);
      if (done) {
        site.set("version", Integer.toString(next));
      }
      checkInForce(site, Shape.version(version(site)));
      checkMarkers(site);
      return done ? Claim.DONE : Claim.UNDONE;
    }
  }

  /** The new version is never well, so everything is undone. */
  static final class FailingRedeploy extends StackScenario {
    private static final Shape GOOD = Shape.version(1);

    @Override
    public String title() {
      return "failing re-deploy";
    }

    @Override
    public boolean actFails() {
      return true;
    }

    @Override
    public void prepare(CrashSite site) throws Exception {
      prepared(site, GOOD);
    }

    @Override
    protected void act(CrashSite site, DockerHost host) throws Exception {
      deploy(site, host, new Shape("bad", 3, true, true));
    }

    @Override
    public Claim check(CrashSite site) throws Exception {
      checkInForce(site, GOOD);
      checkMarkers(site);
      return Claim.UNDONE;
    }
  }

  /** From one shape of the same version to another one. */
  abstract static class Scale extends StackScenario {
    static final Shape MANY = new Shape("v1", 3, true, false);
    static final Shape FEW = new Shape("v1", 1, false, false);

    private final Shape from;
    private final Shape to;

    Scale(Shape from, Shape to) {
      this.from = from;
      this.to = to;
    }

    @Override
    public void prepare(CrashSite site) throws Exception {
      prepared(site, from);
    }

    @Override
    protected void act(CrashSite site, DockerHost host) throws Exception {
      deploy(site, host, to);
    }

    @Override
    public Claim check(CrashSite site) throws Exception {
      boolean done = invariants(site).things().equals(to.things(site.name()));
      checkInForce(site, done ? to : from);
      checkMarkers(site);
      return done ? Claim.DONE : Claim.UNDONE;
    }
  }

  /** Fewer replicas, and a service that the file no longer has. */
  static final class ScaleDown extends Scale {
    ScaleDown() {
      super(MANY, FEW);
    }

    @Override
    public String title() {
      return "scale down, orphan removed";
    }
  }

  /** More replicas, and a service that is new. */
  static final class ScaleUp extends Scale {
    ScaleUp() {
      super(FEW, MANY);
    }

    @Override
    public String title() {
      return "scale up, service added";
    }
  }

  /** The stack goes away, its named volume stays. */
  static class Down extends StackScenario {
    static final Shape UP = Shape.version(1);

    @Override
    public String title() {
      return "down";
    }

    /** The volume without a name that came with the database. */
    private static final String NAMELESS = "nameless";

    @Override
    public void prepare(CrashSite site) throws Exception {
      prepared(site, UP);
      site.set(NAMELESS, volumeAt(site, site.name() + "-db-1", "/data"));
    }

    private static String volumeAt(CrashSite site, String container, String path) {
      return site.engine().docker().inspectContainerCmd(container).exec().getMounts().stream()
          .filter(mount -> path.equals(String.valueOf(mount.getDestination())))
          .findFirst()
          .orElseThrow()
          .getName();
    }

    /** Whether the volume without a name is still there. */
    final boolean namelessIsThere(CrashSite site) {
      String volume = site.get(NAMELESS, "");
      return site.engine().docker().listVolumesCmd().exec().getVolumes().stream()
          .anyMatch(each -> each.getName().equals(volume));
    }

    @Override
    protected void act(CrashSite site, DockerHost host) throws Exception {
      Stacks.on(host).down(site.name());
    }

    @Override
    public Claim check(CrashSite site) throws Exception {
      if (!isAbsent(site)) {
        checkInForce(site, UP);
        checkMarkers(site);
        return Claim.UNDONE;
      }
      invariants(site).assertExactly(java.util.Set.of("volume " + site.name() + "_data"));
      if (!namelessIsThere(site)) {
        throw new AssertionError("the volume without a name was removed, and nobody asked for it");
      }
      site.engine().docker().removeVolumeCmd(site.get(NAMELESS, "")).exec();
      // Its data are seen by the next stack that has it.
      on(
          site,
          host -> {
            deploy(site, host, UP);
            return true;
          });
      String kept = site.engine().exec(site.name() + "-db-1", "cat", "/named/marker");
      if (!kept.equals("precious")) {
        throw new AssertionError("the data of the volume were lost: " + kept);
      }
      clean(site);
      return Claim.DONE;
    }
  }

  /** The stack goes away with its data. */
  static final class DownWithVolumes extends Down {
    @Override
    public String title() {
      return "down with volumes";
    }

    @Override
    protected void act(CrashSite site, DockerHost host) {
      Stacks.on(host).down(site.name(), DownOptions.defaults().volumes(true));
    }

    @Override
    public Claim check(CrashSite site) throws Exception {
      if (!isAbsent(site)) {
        checkInForce(site, UP);
        checkMarkers(site);
        return Claim.UNDONE;
      }
      checkNothingLeft(site);
      if (namelessIsThere(site)) {
        throw new AssertionError("the volume without a name is still there");
      }
      return Claim.DONE;
    }
  }
}
