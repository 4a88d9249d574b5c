package io.dockeradvanced.cli;

import io.dockeradvanced.EngineRejected;
import io.dockeradvanced.compose.ComposeProject;
import io.dockeradvanced.container.Containers;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.operation.Change;
import io.dockeradvanced.operation.Data;
import io.dockeradvanced.operation.Recovery;
import io.dockeradvanced.stack.DeployOptions;
import io.dockeradvanced.stack.StackPlan;
import io.dockeradvanced.stack.StackStatus;
import io.dockeradvanced.stack.Stacks;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code da stack …}. */
@Command(
    name = "stack",
    description = "Compose stacks.",
    mixinStandardHelpOptions = true,
    subcommands = {
      StackConfig.class,
      StackDown.class,
      StackVerbs.Start.class,
      StackVerbs.Stop.class,
      StackVerbs.Restart.class,
      StackVerbs.Pause.class,
      StackVerbs.Unpause.class,
      StackVerbs.Kill.class,
      StackVerbs.Remove.class,
      StackScale.class,
      StackPull.class,
      StackBuild.class,
      StackExec.class,
      StackRun.class,
      StackTop.class,
      StackPort.class,
      StackImages.class
    })
final class StackCommand {
  /** What an engine answers for a log driver that keeps no lines, such as none. */
  private static final int NOT_IMPLEMENTED = 501;

  @ParentCommand Main main;

  @Spec CommandSpec spec;

  PrintWriter out() {
    return spec.commandLine().getOut();
  }

  PrintWriter err() {
    return spec.commandLine().getErr();
  }

  @Command(
      name = "plan",
      description = "Says what a deploy would do, and why; changes nothing.",
      mixinStandardHelpOptions = true)
  int plan(@Mixin StackOptions options, @Mixin DeployFlags flags) {
    ComposeProject project = options.source().enable(flags.services).load();
    return main.globals.on(
        host -> {
          StackPlan plan = Stacks.on(host).plan(project, flags.options());
          out().println(main.globals.json() ? plan.toJson() : plan.toString().stripTrailing());
          return 0;
        });
  }

  @Command(
      name = "deploy",
      description = "Makes the stack as the file says, or leaves everything as it was.",
      mixinStandardHelpOptions = true)
  int deploy(@Mixin StackOptions options, @Mixin DeployFlags flags) {
    ComposeProject project = options.source().enable(flags.services).load();
    return main.globals.on(
        host -> {
          StackPlan plan = planned(host, project, flags.options());
          tell(
              run(host, plan),
              plan,
              "%s is deployed".formatted(plan.name()),
              "%s is up to date".formatted(plan.name()));
          return 0;
        });
  }

  /** Shows how the stack stands after a plan. */
  void tell(StackStatus status, StackPlan plan, String changed, String unchanged) {
    if (main.globals.json()) {
      out().println(Shapes.of(status).with("changed", plan.isChange()).toJson());
    } else {
      out().println(plan.isChange() ? changed : unchanged);
    }
  }

  /** Says what stays, and why, though one might think that it goes or is pulled. */
  void tellKept(StackPlan plan) {
    for (Change change : plan.data().changes()) {
      if (change.action().equals("keep") && !change.why().isEmpty()) {
        err().println("%s %s stays: %s".formatted(change.object(), change.name(), change.why()));
      }
    }
  }

  /** Ends what a dead process left half done; what cannot be ended now is told. */
  void recover(Stacks stacks, String stack) {
    for (Recovery recovery : main.interruption.recovering(() -> stacks.recover(stack))) {
      if (!recovery.outcome().isEnd()) {
        err().println("warning: " + recovery.message());
      }
    }
  }

  /** The plan of a deploy, after what comes before it: a recovery, and pulls. */
  StackPlan planned(DockerHost host, ComposeProject project, DeployOptions options) {
    Stacks stacks = Stacks.on(host);
    recover(stacks, project.name());
    stacks.planPulls(project, options).ifPresent(pulls -> run(host, pulls));
    return stacks.plan(project, options.afterPulls(true));
  }

  /** Carries the plan out; a signal undoes it. */
  StackStatus run(DockerHost host, StackPlan plan) {
    return run(host, plan, false);
  }

  /**
   * As the other one.
   *
   * @param quiet whether no progress is written
   */
  StackStatus run(DockerHost host, StackPlan plan, boolean quiet) {
    return new PlanRun(main, err(), quiet).run(host, plan);
  }

  @Command(name = "ls", description = "Lists the stacks.", mixinStandardHelpOptions = true)
  int ls() {
    return main.globals.on(
        host -> {
          List<StackStatus> stacks = Stacks.on(host).list();
          if (main.globals.json()) {
            out().println(Shapes.list(stacks.stream().map(Shapes::of).toList()));
          } else {
            Table table = new Table("NAME", "STATE", "SERVICES", "REPLICAS");
            for (StackStatus stack : stacks) {
              long replicas = stack.services().stream().mapToLong(s -> s.replicas().size()).sum();
              table.row(
                  stack.name(),
                  stack.state().name().toLowerCase(java.util.Locale.ROOT),
                  stack.services().size(),
                  replicas);
            }
            table.print(out());
          }
          return 0;
        });
  }

  @Command(
      name = "ps",
      description = "Shows the replicas of a stack.",
      mixinStandardHelpOptions = true)
  int ps(
      @Mixin StackOptions options,
      @Parameters(arity = "0..1", paramLabel = "NAME", description = "The stack.")
          @Nullable String name) {
    String stack = options.stack(name);
    return main.globals.on(
        host -> {
          StackStatus status = Stacks.on(host).status(stack);
          if (isAbsent(status)) {
            return Failures.FAILED;
          }
          if (main.globals.json()) {
            out().println(Shapes.of(status).toJson());
          } else {
            Table table = new Table("NAME", "SERVICE", "IMAGE", "STATUS", "PORTS");
            for (StackStatus.Service service : status.services()) {
              for (StackStatus.Replica replica : service.replicas()) {
                table.row(
                    replica.name(),
                    service.name(),
                    service.image(),
                    replica.status(),
                    String.join(", ", replica.ports()));
              }
            }
            table.print(out());
          }
          return 0;
        });
  }

  boolean isAbsent(StackStatus status) {
    if (status.state() != StackStatus.State.ABSENT) {
      return false;
    }
    err().println("there is no stack %s; see da stack ls".formatted(status.name()));
    return true;
  }

  @Command(
      name = "logs",
      description = "Shows the last lines of a stack's containers.",
      mixinStandardHelpOptions = true)
  int logs(
      @Mixin StackOptions options,
      @Option(
              names = "--tail",
              paramLabel = "N",
              defaultValue = "100",
              description = "Lines per container, 0 for none; 100 by default.")
          int tail,
      @Parameters(arity = "0..1", paramLabel = "NAME", description = "The stack.")
          @Nullable String name) {
    if (tail < 0) {
      throw new CommandLine.ParameterException(
          spec.subcommands().get("logs"), "--tail is " + tail + "; give 0 or more lines");
    }
    String stack = options.stack(name);
    return main.globals.on(
        host -> {
          StackStatus status = Stacks.on(host).status(stack);
          if (isAbsent(status)) {
            return Failures.FAILED;
          }
          boolean all = true;
          for (StackStatus.Service service : status.services()) {
            for (StackStatus.Replica replica : service.replicas()) {
              all &= tail == 0 || log(Containers.on(host), service, replica, tail);
            }
          }
          return all ? 0 : Failures.FAILED;
        });
  }

  /** Shows the log of one container; false when it should have one that cannot be read. */
  private boolean log(
      Containers containers, StackStatus.Service service, StackStatus.Replica replica, int tail) {
    List<String> lines;
    try {
      lines = containers.logs(replica.id(), tail);
    } catch (EngineRejected e) {
      err().println("%s: its log cannot be read: %s".formatted(replica.name(), e.reason()));
      return e.status() == NOT_IMPLEMENTED;
    }
    for (String line : lines) {
      if (main.globals.json()) {
        out()
            .println(
                Data.of("container", replica.name())
                    .with("service", service.name())
                    .with("message", line)
                    .toJson());
      } else {
        out().println(replica.name() + " | " + line);
      }
    }
    return true;
  }
}
