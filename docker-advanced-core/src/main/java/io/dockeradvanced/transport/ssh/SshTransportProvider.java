package io.dockeradvanced.transport.ssh;

import io.dockeradvanced.Config;
import io.dockeradvanced.internal.Notices;
import io.dockeradvanced.internal.Threads;
import io.dockeradvanced.transport.Transport;
import io.dockeradvanced.transport.TransportProvider;
import java.net.URI;

/**
 * Engines behind SSH: {@code ssh://user@host[:port][/socket/path]}.
 *
 * <p>The host may be an alias of {@code ~/.ssh/config}. Without a path the engine's socket is
 * {@code /var/run/docker.sock}; that of a rootless engine is named, as in {@code
 * ssh://ops@web1/run/user/1000/docker.sock}. See {@link SshOptions}.
 */
public final class SshTransportProvider implements TransportProvider {
  private static final String SSHJ = "net.schmizz.sshj.transport.TransportImpl";

  @Override
  public boolean supports(URI uri) {
    return "ssh".equalsIgnoreCase(uri.getScheme());
  }

  @Override
  public Transport create(URI uri, Config config) {
    SshAddress address = SshAddress.parse(uri);
    try {
      Class.forName(SSHJ, false, SshTransportProvider.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw InvalidAt.place(
          address.toString(),
          "engines behind SSH need com.hierynomus:sshj 0.40.0 on the class path; add that dependency");
    }
    SshOptions options = config.part(SshOptions.class).orElseGet(SshOptions::defaults);
    SshEnvironment environment = SshEnvironment.ofProcess();
    // What the configuration has to say against it is said now, not at the first call.
    new SshResolver(options, environment).way(address);
    return new SshTransport(
        address,
        options,
        environment,
        config.part(Notices.class).orElseGet(Notices::new),
        Threads.daemons("docker-advanced-ssh-connect-" + address.host()));
  }
}
