package io.dockeradvanced.stack;

import io.dockeradvanced.compose.StackSource;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.image.ImageDetails;
import io.dockeradvanced.image.Images;
import io.dockeradvanced.lab.LabImages;
import io.dockeradvanced.lab.crash.Claim;
import io.dockeradvanced.lab.crash.CrashSite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Two images are built: both are new, or both names are where they were. */
final class BuildScenario extends StackScenario {
  private static final String LABEL = "version";
  private static final List<String> SERVICES = List.of("a", "b");

  @Override
  public String title() {
    return "build";
  }

  @Override
  public void prepare(CrashSite site) throws Exception {
    on(
        site,
        host -> {
          if (!versions(site, host).equals(List.of("1", "1"))) {
            Stacks.on(host).build(source(site, "1"), BuildOptions.defaults());
          }
          return true;
        });
  }

  @Override
  protected void act(CrashSite site, DockerHost host) throws Exception {
    Stacks.on(host).build(source(site, "2"), BuildOptions.defaults());
  }

  @Override
  public Claim check(CrashSite site) throws Exception {
    List<String> versions = on(site, host -> versions(site, host));
    if (versions.equals(List.of("2", "2"))) {
      return Claim.DONE;
    }
    if (!versions.equals(List.of("1", "1"))) {
      throw new AssertionError("half is built: " + versions);
    }
    return Claim.UNDONE;
  }

  private static StackSource source(CrashSite site, String version) throws Exception {
    Path file = site.directory().resolve("compose.yaml");
    Files.createDirectories(site.directory().resolve("app"));
    String dockerfile = "FROM docker-advanced-lab/busybox:1\\nLABEL version=" + version;
    StringBuilder text = new StringBuilder("services:\n");
    for (String service : SERVICES) {
      text.append(
          "  %s: {build: {context: ./app, dockerfile_inline: \"%s\"}}\n"
              .formatted(service, dockerfile));
    }
    Files.writeString(file, text);
    return StackSource.file(file).name(site.name());
  }

  private static List<String> versions(CrashSite site, DockerHost host) {
    return SERVICES.stream()
        .map(service -> image(site, host, service))
        .map(image -> image.map(found -> found.labels().getOrDefault(LABEL, "")).orElse(""))
        .toList();
  }

  private static Optional<ImageDetails> image(CrashSite site, DockerHost host, String service) {
    return Images.on(host).inspect(site.name() + "-" + service);
  }

  @Override
  public void clean(CrashSite site) throws Exception {
    // Also those that lost their name to a later build, or to the undo of their own.
    LabImages.removeBuilt(site.engine(), "com.docker.compose.project", site.name());
    super.clean(site);
  }
}
