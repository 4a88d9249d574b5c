package io.dockeradvanced;

import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.store.StateStore;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * The owner of everything alive: hosts, connections, threads, the store. Thread-safe.
 *
 * <p>Nothing is global: two owners in one JVM do not meet. A dead server fails its own calls, never
 * the start of the application.
 *
 * <pre>{@code
 * try (DockerAdvanced da = DockerAdvanced.create(Config.defaults())) {
 *   DockerHost web1 = da.host("web1", "unix:///var/run/docker.sock");
 *   System.out.println(web1.info().serverVersion());
 * }
 * }</pre>
 */
public final class DockerAdvanced implements Handle {
}
