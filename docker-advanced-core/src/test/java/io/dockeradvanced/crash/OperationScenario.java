package io.dockeradvanced.crash;

import io.dockeradvanced.Config;
import io.dockeradvanced.DockerAdvanced;
import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.lab.crash.Claim;
import io.dockeradvanced.lab.crash.CrashScenario;
import io.dockeradvanced.lab.crash.CrashSite;
import io.dockeradvanced.operation.OperationFailed;
import io.dockeradvanced.operation.OperationInfo;
import io.dockeradvanced.operation.Operations;
import io.dockeradvanced.operation.Outcome;
import io.dockeradvanced.operation.Recovery;
import io.dockeradvanced.operation.SecretSource;
import io.dockeradvanced.store.StateStore;
import io.dockeradvanced.transport.ssh.SshOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A scenario that changes a host by operations: opens store and host, recovers, and sees that every
 * operation has ended and that a second recovery finds nothing.
 */
public abstract class OperationScenario implements CrashScenario {
  private static final String ADDRESS = "address";
  private static final String SSH_CONFIGURATION = "ssh-configuration";
  private static final String STORE = "store";

  /** The host is reached over SSH, and the journal is in a database. */
  public static void remote(CrashSite site, String address, Path sshConfiguration, String store) {
    site.set(ADDRESS, address);
    site.set(SSH_CONFIGURATION, sshConfiguration.toString());
    site.set(STORE, store);
  }

  /** Does what is interrupted. */
  protected abstract void act(CrashSite site, DockerHost host) throws Exception;

  private static Config config(CrashSite site) {
    Config config = Config.defaults();
    String ssh = site.get(SSH_CONFIGURATION, "");
    if (!ssh.isEmpty()) {
      config = config.use(SshOptions.class, SshOptions.defaults().configFile(Path.of(ssh)));
    }
    return site.stalls() ? config.callTimeout(Duration.ofSeconds(3)) : config;
  }

  private static StateStore store(CrashSite site) {
    String url = site.get(STORE, "");
    return url.isEmpty()
        ? StateStore.file(site.directory().resolve("state.db"))
        : StateStore.jdbc(url);
  }

  /** Something that needs a host. */
  public interface Work<T> {
    T with(DockerHost host) throws Exception;
  }

  /** As a process of its own would: with its own owner, store and host. */
  protected final <T> T on(CrashSite site, Work<T> work) throws Exception {
    try (StateStore store = store(site)) {
      Config config =
          config(site)
              .use(StateStore.class, site.journal(StateStore.class, store, "write"))
              .use(SecretSource.class, SecretSource.file(site.directory().resolve("key")));
      try (DockerAdvanced da = DockerAdvanced.create(config)) {
        return work.with(da.host("lab", site.get(ADDRESS, site.uri())));
      }
    }
  }

  @Override
  public final Claim act(CrashSite site) throws Exception {
    return on(
        site,
        host -> {
          try {
            act(site, host);
            return Claim.DONE;
          } catch (OperationFailed e) {
            return e.outcome() == Outcome.ROLLED_BACK ? Claim.UNDONE : Claim.OPEN;
          } catch (DockerAdvancedException e) {
            return Claim.OPEN; // before or after it, the engine could not be asked
          }
        });
  }

  @Override
  public final List<Claim> recover(CrashSite site) throws Exception {
    return on(
        site,
        host -> {
          List<Recovery> recoveries = Operations.on(host).recover();
          for (Recovery recovery : recoveries) {
            if (!recovery.outcome().isEnd()) {
              throw new AssertionError(recovery.outcome() + ": " + recovery.message());
            }
          }
          List<Recovery> again = Operations.on(host).recover();
          if (!again.isEmpty()) {
            throw new AssertionError("a second recovery had something to do: " + again);
          }
          for (OperationInfo info : Operations.on(host).list()) {
            if (!info.outcome().isEnd()) {
              throw new AssertionError("it has not ended: " + info);
            }
          }
          return recoveries.stream()
              .map(r -> r.outcome() == Outcome.DONE ? Claim.DONE : Claim.UNDONE)
              .toList();
        });
  }
}
