package io.dockeradvanced.stack;

import io.dockeradvanced.Config;
import io.dockeradvanced.DockerAdvanced;
import io.dockeradvanced.compose.StackSource;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.operation.Operation;
import io.dockeradvanced.operation.OperationFailed;
import io.dockeradvanced.operation.Operations;
import io.dockeradvanced.store.StateStore;
import java.nio.file.Path;

/** A process that deploys or recovers, and says a line for everything that happens to it. */
final class CrashChild {
  private CrashChild() {}

  /** Arguments: engine, folder of the state, stack, Compose file or {@code recover}. */
  public static void main(String[] args) {
    Path state = Path.of(args[1]);
    try (StateStore store = StateStore.file(state.resolve("state.db"))) {
      Config config = TestStack.config(state, store);
      try (DockerAdvanced da = DockerAdvanced.create(config)) {
        DockerHost host = da.host("lab", args[0]);
        if (args[3].equals("recover")) {
          say("ready");
          Operations.on(host).recover().forEach(recovery -> say(recovery.message()));
          return;
        }
        StackPlan plan = Stacks.on(host).plan(StackSource.file(Path.of(args[3])).name(args[2]));
        say("ready");
        Operation<StackStatus> operation = Operations.on(host).start(plan);
        operation.listen(event -> say(event.getClass().getSimpleName()));
        operation.await();
        say("deployed");
      } catch (OperationFailed e) {
        say(e.getMessage());
      }
    }
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
