package io.dockeradvanced.stack;

import io.dockeradvanced.compose.StackSource;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.lab.crash.Claim;
import io.dockeradvanced.lab.crash.CrashSite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** Hooks run before a service starts for the first time: each once, or nothing is there. */
final class PreStartScenario extends StackScenario {
  private static final String FILE =
      """
      services:
        web:
          image: docker-advanced-lab/busybox:1
          command: [sleep, "1000"]
          stop_signal: SIGKILL
          volumes: [data:/data]
          pre_start:
            - {command: [sh, -c, "echo one >>/data/said"]}
            - {command: [sh, -c, "echo two >>/data/said"]}
      volumes: {data: }
      """;

  @Override
  public String title() {
    return "pre_start";
  }

  @Override
  public void prepare(CrashSite site) throws Exception {
    if (!invariants(site).things().isEmpty()) {
      clean(site);
    }
  }

  @Override
  protected void act(CrashSite site, DockerHost host) throws Exception {
    Path file = site.directory().resolve("compose.yaml");
    Files.writeString(file, FILE);
    Stacks.on(host).deploy(StackSource.file(file).name(site.name()));
  }

  @Override
  public Claim check(CrashSite site) throws Exception {
    if (isAbsent(site)) {
      checkNothingLeft(site);
      return Claim.UNDONE;
    }
    String stack = site.name();
    invariants(site)
        .assertExactly(
            Set.of(
                "container " + stack + "-web-1",
                "network " + stack + "_default",
                "volume " + stack + "_data"));
    String said = site.engine().exec(stack + "-web-1", "cat", "/data/said");
    if (!said.equals("one\ntwo")) {
      throw new AssertionError("the hooks ran otherwise: " + said);
    }
    return Claim.DONE;
  }
}
