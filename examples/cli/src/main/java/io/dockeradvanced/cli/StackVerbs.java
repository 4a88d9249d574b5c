package io.dockeradvanced.cli;

import io.dockeradvanced.compose.ComposeProject;
import io.dockeradvanced.stack.StackChange;
import io.dockeradvanced.stack.StackPlan;
import io.dockeradvanced.stack.Stacks;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/**
 * The verbs of a stack that is there: {@code da stack start|stop|restart|pause|unpause|kill|rm}.
 */
final class StackVerbs {
  private StackVerbs() {}

  /** What they have in common: which stack, and which of its services. */
  @Command(mixinStandardHelpOptions = true)
  abstract static class Verb implements Callable<Integer> {
    @ParentCommand StackCommand parent;

    @Spec CommandSpec spec;

    @Mixin StackOptions options;

    @Parameters(arity = "0..*", paramLabel = "SERVICE", description = "All of them by default.")
    List<String> services = List.of();

    abstract StackChange change(String... meant);

    /** Whether it starts services. */
    boolean starts() {
      return false;
    }

    @Override
    public Integer call() {
      StackChange change;
      try {
        change = change(services.toArray(String[]::new));
      } catch (IllegalArgumentException e) {
        throw new CommandLine.ParameterException(spec.commandLine(), e.getMessage(), e);
      }
      Optional<ComposeProject> project = options.project(null, services, starts());
      String stack = project.map(ComposeProject::name).orElseGet(() -> options.stack(null));
      return parent.main.globals.on(
          host -> {
            Stacks stacks = Stacks.on(host);
            parent.recover(stacks, stack);
            StackPlan plan =
                project
                    .map(file -> stacks.plan(file, change))
                    .orElseGet(() -> stacks.plan(stack, change));
            parent.tell(
                parent.run(host, plan),
                plan,
                "%s: done".formatted(plan.data().title()),
                "%s: there was nothing to do".formatted(plan.data().title()));
            return 0;
          });
    }
  }

  /** Those with a time to stop. */
  abstract static class Graceful extends Verb {
    @Mixin StopTimeoutOption timeout = new StopTimeoutOption();

    StackChange graceful(StackChange change) {
      return timeout.time().map(change::grace).orElse(change);
    }
  }

  @Command(name = "start", description = "Starts what does not run, and what that depends on.")
  static final class Start extends Verb {
    @Mixin WaitTimeoutOption waiting = new WaitTimeoutOption();

    @Override
    StackChange change(String... meant) {
      return StackChange.start(meant).healthTimeout(Duration.ofSeconds(waiting.seconds));
    }

    @Override
    boolean starts() {
      return true;
    }
  }

  @Command(name = "stop", description = "Stops containers, each before what it depends on.")
  static final class Stop extends Graceful {
    @Override
    StackChange change(String... meant) {
      return graceful(StackChange.stop(meant));
    }
  }

  @Command(
      name = "restart",
      description = "Stops and starts containers, and those that depend on them so.")
  static final class Restart extends Graceful {
    @Option(
        names = "--no-deps",
        description = "Not those that depend on the services with restart: true.")
    boolean alone;

    @Override
    StackChange change(String... meant) {
      StackChange change = graceful(StackChange.restart(meant));
      return alone ? change.withoutDependents() : change;
    }

    @Override
    boolean starts() {
      return true;
    }
  }

  @Command(name = "pause", description = "Freezes containers.")
  static final class Pause extends Verb {
    @Override
    StackChange change(String... meant) {
      return StackChange.pause(meant);
    }
  }

  @Command(name = "unpause", description = "Lets frozen containers go on.")
  static final class Unpause extends Verb {
    @Override
    StackChange change(String... meant) {
      return StackChange.unpause(meant);
    }
  }

  @Command(name = "kill", description = "Sends a signal to containers.")
  static final class Kill extends Verb {
    @Option(
        names = {"-s", "--signal"},
        paramLabel = "SIGNAL",
        defaultValue = "KILL",
        description = "Such as HUP; KILL by default.")
    String signal = "KILL";

    @Override
    StackChange change(String... meant) {
      return StackChange.kill(signal, meant);
    }
  }

  @Command(name = "rm", description = "Removes containers that do not run; asks nothing.")
  static final class Remove extends Verb {
    @Option(
        names = {"-s", "--stop"},
        description = "Those that run, too: they are stopped first.")
    boolean stop;

    @Option(names = "--force", description = "Has no effect: nothing is asked anyway.")
    boolean force;

    @Option(
        names = {"-v", "--volumes"},
        description = "With their anonymous volumes.")
    boolean volumes;

    @Override
    StackChange change(String... meant) {
      StackChange change = StackChange.remove(meant);
      change = stop ? change.stopFirst() : change;
      return volumes ? change.volumes() : change;
    }
  }
}
