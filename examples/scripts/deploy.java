///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//DEPS io.dockeradvanced:docker-advanced-compose:0.1.0-SNAPSHOT

import io.dockeradvanced.compose.StackSource;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.stack.Stacks;
import java.nio.file.Path;

/** Deploys the Compose file given, or that of this folder: jbang deploy.java [compose.yaml] */
class deploy {
  public static void main(String[] args) {
    var source =
        args.length > 0 ? StackSource.file(Path.of(args[0])) : StackSource.discover(Path.of("."));
    try (var host = DockerHost.fromEnvironment()) {
      System.out.println(Stacks.on(host).deploy(source));
    }
  }
}
