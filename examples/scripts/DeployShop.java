import io.dockeradvanced.DockerAdvanced;
import io.dockeradvanced.compose.StackSource;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.operation.OperationFailed;
import io.dockeradvanced.stack.StackPlan;
import io.dockeradvanced.stack.Stacks;
import java.nio.file.Path;

/** The program of the README. */
public class DeployShop {
  public static void main(String[] args) {
    try (DockerAdvanced da = DockerAdvanced.create()) {
      DockerHost host = da.host("local", "unix:///var/run/docker.sock");
      Stacks stacks = Stacks.on(host);

      StackPlan plan =
          stacks.plan(StackSource.file(Path.of("compose.yaml")).variable("TAG", "1.4"));
      System.out.println(plan); // what will change, and why

      try {
        System.out.println(stacks.deploy(plan)); // blocks until every service is healthy
      } catch (OperationFailed e) {
        System.err.println(e.getMessage()); // the old version is serving again
      }
    }
  }
}
