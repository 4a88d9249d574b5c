package io.dockeradvanced.stack;

import com.github.dockerjava.api.DockerClient;
import io.dockeradvanced.compose.StackSource;
import io.dockeradvanced.crash.OperationScenario;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.lab.Invariants;
import io.dockeradvanced.lab.LabImages;
import io.dockeradvanced.lab.crash.Claim;
import io.dockeradvanced.lab.crash.CrashSite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A service is built anew and replaced. Afterwards both its names mean the image that its container
 * is made of, the new one or the one before.
 */
final class RebuildScenario extends OperationScenario {
  private static final String FILE =
      """
      services:
        app:
          build:
            context: app
            tags: ["%1$s-also:latest"]
            labels: {crash.site: "%1$s"}
          image: "%1$s-app:latest"
          pull_policy: build
          stop_grace_period: 0s
          restart: always
      """;

  private static final String DOCKERFILE =
      """
      FROM docker-advanced-lab/busybox:1
      LABEL crash.version=%d
      CMD ["sleep", "100000"]
      """;

  @Override
  public String title() {
    return "re-deploy of what is built";
  }

  private static int version(CrashSite site) {
    return Integer.parseInt(site.get("version", "0"));
  }

  private static void deploy(CrashSite site, DockerHost host, int version) throws Exception {
    Path directory = Files.createDirectories(site.directory().resolve("app"));
    Files.writeString(directory.resolve("Dockerfile"), DOCKERFILE.formatted(version));
    Path file = site.directory().resolve("compose.yaml");
    Files.writeString(file, FILE.formatted(site.name()));
    Stacks.on(host).deploy(StackSource.file(file).name(site.name()));
  }

  @Override
  public void prepare(CrashSite site) throws Exception {
    if (version(site) == 0) {
      on(
          site,
          host -> {
            deploy(site, host, 1);
            return true;
          });
      site.set("version", "1");
    }
  }

  @Override
  protected void act(CrashSite site, DockerHost host) throws Exception {
    deploy(site, host, version(site) + 1);
  }

  private static Invariants invariants(CrashSite site) {
    return Invariants.of(site.engine().docker(), site.name());
  }

  @Override
  public Claim check(CrashSite site) throws Exception {
    invariants(site)
        .assertExactly(
            List.of("container " + site.name() + "-app-1", "network " + site.name() + "_default"));
    invariants(site).assertServing();
    DockerClient docker = site.engine().docker();
    String of = docker.inspectContainerCmd(site.name() + "-app-1").exec().getImageId();
    Map<String, String> labels = docker.inspectImageCmd(of).exec().getConfig().getLabels();
    int found = Integer.parseInt(String.valueOf(labels.get("crash.version")));
    Set<String> meant = new TreeSet<>();
    for (String name : List.of("-app:latest", "-also:latest")) {
      meant.add(docker.inspectImageCmd(site.name() + name).exec().getId());
    }
    if (!meant.equals(Set.of(of))) {
      throw new AssertionError("the container is of %s, its names mean %s".formatted(of, meant));
    }
    int before = version(site);
    if (found != before && found != before + 1) {
      throw new AssertionError("version %d is in force, after %d".formatted(found, before));
    }
    site.set("version", Integer.toString(found));
    return found == before ? Claim.UNDONE : Claim.DONE;
  }

  @Override
  public void clean(CrashSite site) throws Exception {
    on(
        site,
        host -> {
          Stacks.on(host).down(site.name());
          return true;
        });
    LabImages.removeBuilt(site.engine(), "crash.site", site.name());
    invariants(site).assertExactly(Set.of());
  }
}
