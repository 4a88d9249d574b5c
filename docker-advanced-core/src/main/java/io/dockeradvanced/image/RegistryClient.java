package io.dockeradvanced.image;

import static java.util.Objects.requireNonNull;

import io.dockeradvanced.Config;
import io.dockeradvanced.DockerAdvanced;
import io.dockeradvanced.image.internal.RegistryCalls;
import io.dockeradvanced.image.internal.RegistryReads;
import io.dockeradvanced.internal.Owner;
import java.util.List;

/**
 * Looks at registries from this process, without any engine; changes nothing there. Thread-safe.
 *
 * <pre>{@code
 * RegistryClient registries = RegistryClient.of(da);
 * ImageReference web = ImageReference.parse("ghcr.io/shop/web:1.4");
 * Digest now = registries.digest(web);                          // one HEAD
 * RemoteImage arm = registries.image(web, Platform.parse("linux/arm64"));
 * List<String> tags = registries.tags(web);
 * }</pre>
 *
 * <p>Logins come from {@link RegistryCredentials}, the rest from {@link RegistryOptions}; both are
 * set in the {@link Config} of the owner. Every call throws {@link RegistryFailed} or {@link
 * ImageNotFound}, and {@link io.dockeradvanced.VerificationFailed} when content is not what its
 * digest says.
 */
public final class RegistryClient {
  private final RegistryCalls calls;

  private RegistryClient(RegistryCalls calls) {
    this.calls = calls;
  }

  /** The one of this owner: tokens and limits are shared by all who ask through it. */
  public static RegistryClient of(DockerAdvanced owner) {
    Owner parts = Owner.of(requireNonNull(owner, "owner is null"));
    return parts.singleton(RegistryClient.class, () -> make(owner, parts));
  }

  private static RegistryClient make(DockerAdvanced owner, Owner parts) {
    Config config = owner.config();
    return new RegistryClient(
        new RegistryCalls(
            parts.executor(),
            owner.clock(),
            config.part(RegistryOptions.class).orElseGet(RegistryOptions::defaults),
            config.part(RegistryCredentials.class).orElseGet(RegistryCredentials::ofDocker)));
  }

  /**
   * What the reference stands for at the moment: the digest of the index where there is one, else
   * of the manifest. Costs one HEAD, which limits of registries do not count.
   */
  public Digest digest(ImageReference reference) {
    return reads(reference).digest();
  }

  /** The manifest or index that the reference stands for. */
  public RemoteManifest manifest(ImageReference reference) {
    return reads(reference).manifest();
  }

  /**
   * The image for a platform, down to its configuration.
   *
   * @throws ImageNotFound when there is none for the platform; says for which there are
   */
  public RemoteImage image(ImageReference reference, Platform platform) {
    return reads(reference).image(platform);
  }

  /** All tags of the repository, in the order of the registry; tag and digest are not looked at. */
  public List<String> tags(ImageReference reference) {
    return reads(reference).tags();
  }

  private RegistryReads reads(ImageReference reference) {
    return new RegistryReads(calls.session(reference.orLatest()));
  }
}
