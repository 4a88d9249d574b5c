package io.dockeradvanced.compose;

import io.dockeradvanced.compose.internal.RemotePaths;
import java.util.List;
import java.util.Map;

/**
 * How the image of a service is built. Texts that are not set are empty.
 *
 * @param context absolute path, or a URL
 * @param dockerfile in the context; empty where {@code dockerfileInline} is given
 * @param dockerfileInline text of the Dockerfile
 * @param arguments build arguments that have a value; may be secret
 * @param noCache whether every step runs again
 * @param pull whether base images are pulled again
 * @param extraHosts {@code HOST=ADDRESS}, sorted
 * @param shmSize in bytes; 0 for the engine's default
 * @param additionalContexts paths, URLs and {@code service:NAME} by the name in the Dockerfile
 * @param ssh absolute paths of keys by name; empty for the agent of the user
 */
public record ServiceBuildSpec(
    String context,
    String dockerfile,
    String dockerfileInline,
    String target,
    Map<String, String> arguments,
    Map<String, String> labels,
    List<String> tags,
    List<String> platforms,
    boolean noCache,
    boolean pull,
    boolean privileged,
    String network,
    String isolation,
    List<String> extraHosts,
    long shmSize,
    List<UlimitSpec> ulimits,
    List<String> cacheFrom,
    List<String> cacheTo,
    Map<String, String> additionalContexts,
    List<FileMountSpec> secrets,
    Map<String, String> ssh,
    List<String> entitlements,
    String provenance,
    String sbom) {

  public ServiceBuildSpec {
    arguments = Map.copyOf(arguments);
    labels = Map.copyOf(labels);
    tags = List.copyOf(tags);
    platforms = List.copyOf(platforms);
    extraHosts = List.copyOf(extraHosts);
    ulimits = List.copyOf(ulimits);
    cacheFrom = List.copyOf(cacheFrom);
    cacheTo = List.copyOf(cacheTo);
    additionalContexts = Map.copyOf(additionalContexts);
    secrets = List.copyOf(secrets);
    ssh = Map.copyOf(ssh);
    entitlements = List.copyOf(entitlements);
  }

  /** Without the arguments, and of a context elsewhere only where: it may have a token in it. */
  @Override
  public String toString() {
    return "ServiceBuildSpec[%s]"
        .formatted(context.startsWith("/") ? context : RemotePaths.shown(context));
  }
}
