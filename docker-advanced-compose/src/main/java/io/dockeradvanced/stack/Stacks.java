package io.dockeradvanced.stack;

import io.dockeradvanced.compose.ComposeProject;
import io.dockeradvanced.compose.StackSource;
import io.dockeradvanced.container.Containers;
import io.dockeradvanced.container.ExecStreams;
import io.dockeradvanced.container.RunningCommand;
import io.dockeradvanced.container.internal.TaskRun;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.internal.Owner;
import io.dockeradvanced.internal.engine.Engine;
import io.dockeradvanced.operation.Operations;
import io.dockeradvanced.operation.Plan;
import io.dockeradvanced.operation.PlanData;
import io.dockeradvanced.operation.Recovery;
import io.dockeradvanced.stack.internal.BuildPlanner;
import io.dockeradvanced.stack.internal.ChangePlanner;
import io.dockeradvanced.stack.internal.DeployPlanner;
import io.dockeradvanced.stack.internal.Desired;
import io.dockeradvanced.stack.internal.DownPlanner;
import io.dockeradvanced.stack.internal.Observed;
import io.dockeradvanced.stack.internal.OneOff;
import io.dockeradvanced.stack.internal.PullPlanner;
import io.dockeradvanced.stack.internal.Statuses;
import io.dockeradvanced.stack.internal.Translate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The Compose stacks of one host. Thread-safe; a cheap view.
 *
 * <p>Objects carry the names and labels of Docker Compose, so {@code docker compose ls}, {@code ps}
 * and {@code down} work on them, and this works on stacks that Compose made.
 *
 * <pre>{@code
 * Stacks stacks = Stacks.on(host);
 * StackPlan plan = stacks.plan(StackSource.file(Path.of("compose.yaml")).variable("TAG", "1.4"));
 * System.out.println(plan);                  // what will change, and why
 * StackStatus shop = stacks.deploy(plan);    // blocks until healthy, or rolls back and throws
 * stacks.down("shop");
 * }</pre>
 */
public final class Stacks {
  private final DockerHost host;

  private Stacks(DockerHost host) {
    this.host = host;
  }

  public static Stacks on(DockerHost host) {
    return new Stacks(host);
  }

  /**
   * Reads the source and the host, and says what a deploy would do. Changes nothing.
   *
   * @throws io.dockeradvanced.InvalidSpec when the source cannot be used, with all that is wrong
   */
  public StackPlan plan(StackSource source) {
    return plan(source, DeployOptions.defaults());
  }

  public StackPlan plan(StackSource source, DeployOptions options) {
    return plan(enabled(source, options.services()).load(), options);
  }

  public StackPlan plan(ComposeProject project, DeployOptions options) {
    return new StackPlan(
        project.name(), DeployPlanner.plan(host, Translate.of(project, host, options), options));
  }

  /**
   * Makes the stack as the source says: blocks until every service is healthy.
   *
   * <p>What an earlier, dead process left half done on this stack is finished or undone first. When
   * anything fails, everything is undone - a first deploy leaves nothing behind, a later one leaves
   * the old containers serving - and {@link io.dockeradvanced.operation.OperationFailed} is thrown.
   */
  public StackStatus deploy(StackSource source) {
    return deploy(source, DeployOptions.defaults());
  }

  public StackStatus deploy(StackSource source, DeployOptions options) {
    ComposeProject project = enabled(source, options.services()).load();
    recover(project.name());
    Desired desired = Translate.of(project, host, options);
    pulls(desired, options).ifPresent(Operations.on(host)::run);
    return Operations.on(host)
        .run(new AtOnce(DeployPlanner.look(host, desired, options.afterPulls(true))));
  }

  /**
   * What {@link #deploy(StackSource, DeployOptions)} pulls before it plans, as Docker Compose does:
   * images that are pulled although they are there, by {@code pull_policy} or {@link
   * DeployOptions.Pull#ALWAYS}, and those that are there for another platform only. Once it is
   * carried out, the plan of {@code options.afterPulls(true)} makes those containers anew that have
   * another image. Empty when nothing is pulled again.
   */
  public Optional<StackPlan> planPulls(ComposeProject project, DeployOptions options) {
    return pulls(Translate.of(project, host, options), options);
  }

  private Optional<StackPlan> pulls(Desired desired, DeployOptions options) {
    return PullPlanner.before(host, desired, options)
        .map(pulls -> new StackPlan(desired.project(), pulls));
  }

  private static StackSource enabled(StackSource source, Collection<String> services) {
    return services.isEmpty() ? source : source.enable(services);
  }

  /** When there is nothing to do, the stack is as it was a moment ago. */
  private record AtOnce(DeployPlanner.Planned planned) implements Plan<StackStatus> {
    @Override
    public PlanData data() {
      return planned.data();
    }

    @Override
    public Optional<StackStatus> found() {
      Observed observed = planned.observed();
      return Optional.of(Statuses.of(observed.project(), observed.containers()));
    }
  }

  /**
   * Carries a plan out.
   *
   * @throws io.dockeradvanced.StalePlan when the stack changed since the plan was made
   */
  public StackStatus deploy(StackPlan plan) {
    return Operations.on(host).run(plan);
  }

  /** What {@link #down(String, DownOptions)} would do. */
  public StackPlan planDown(String name, DownOptions options) {
    return new StackPlan(name, DownPlanner.plan(host, name, Optional.empty(), options));
  }

  /** What {@link #down(ComposeProject, DownOptions)} would do. */
  public StackPlan planDown(ComposeProject project, DownOptions options) {
    return new StackPlan(
        project.name(), DownPlanner.plan(host, project.name(), Optional.of(project), options));
  }

  /** As {@link #down(String, DownOptions)}; volumes, images and tasks stay. */
  public StackStatus down(String name) {
    return down(name, DownOptions.defaults());
  }

  /**
   * Removes what carries the label of a stack: containers and networks, and volumes and images when
   * the options say so. It needs no file, and asks for none: also what a file would not speak of
   * goes, such as services of profiles that are off.
   */
  public StackStatus down(String name, DownOptions options) {
    recover(name);
    return Operations.on(host).run(planDown(name, options));
  }

  /**
   * Removes what a project speaks of, as {@code docker compose down} with its file does: the
   * containers of its services, the networks these use and, when the options say so, their volumes
   * and images. Containers of services that the file does not have stay unless {@link
   * DownOptions#removeOrphans} is said, those of services of profiles that are off stay anyway, and
   * so does what they use, what is external, and every volume that this stack did not make. The
   * plan says of all that stays why.
   *
   * <p>Containers that do not carry their hooks, such as those that Docker Compose made, are
   * stopped with those of the project.
   *
   * @throws io.dockeradvanced.InvalidSpec when services are chosen that the project does not have
   */
  public StackStatus down(ComposeProject project, DownOptions options) {
    recover(project.name());
    return Operations.on(host).run(planDown(project, options));
  }

  /**
   * What {@link #change} would do.
   *
   * @throws io.dockeradvanced.DockerAdvancedException when there is no such stack
   * @throws io.dockeradvanced.InvalidSpec when it has no container of a service that is named
   */
  public StackPlan plan(String name, StackChange change) {
    return new StackPlan(name, ChangePlanner.plan(host, name, Optional.empty(), change));
  }

  /** What {@link #change(ComposeProject, StackChange)} would do. */
  public StackPlan plan(ComposeProject project, StackChange change) {
    return new StackPlan(
        project.name(), ChangePlanner.plan(host, project.name(), Optional.of(project), change));
  }

  /**
   * Does something with the containers of a stack, by their labels alone: in the order of what
   * depends on what, all of it or nothing.
   */
  public StackStatus change(String name, StackChange change) {
    recover(name);
    return Operations.on(host).run(plan(name, change));
  }

  /**
   * As {@link #change(String, StackChange)}; containers that do not carry their hooks, such as
   * those that Docker Compose made, stop and start with those of the project.
   */
  public StackStatus change(ComposeProject project, StackChange change) {
    recover(project.name());
    return Operations.on(host).run(plan(project, change));
  }

  /** Starts what does not run of some services, or of all, after what they depend on. */
  public StackStatus start(String name, String... services) {
    return change(name, StackChange.start(services));
  }

  /** Stops some services, or all, each before those it depends on. */
  public StackStatus stop(String name, String... services) {
    return change(name, StackChange.stop(services));
  }

  /** Stops and starts some services, or all. */
  public StackStatus restart(String name, String... services) {
    return change(name, StackChange.restart(services));
  }

  /** Freezes some services, or all. */
  public StackStatus pause(String name, String... services) {
    return change(name, StackChange.pause(services));
  }

  /** Lets some services, or all, go on. */
  public StackStatus unpause(String name, String... services) {
    return change(name, StackChange.unpause(services));
  }

  /** Sends a signal, such as {@code KILL}, to some services, or to all. */
  public StackStatus kill(String name, String signal, String... services) {
    return change(name, StackChange.kill(signal, services));
  }

  /** Removes the containers of some services, or of all, that do not run. */
  public StackStatus remove(String name, String... services) {
    return change(name, StackChange.remove(services));
  }

  /** Gives a service another number of containers; what it depends on is deployed, too. */
  public StackStatus scale(StackSource source, String service, int containers) {
    DeployOptions options = DeployOptions.defaults().services(service).scale(service, containers);
    return deploy(source, options);
  }

  /**
   * Runs a task in a container of its own, and answers its exit code. What its service depends on
   * is deployed first; the other services, and the containers of its own, are left alone.
   *
   * @param streams where it reads from, if it does, and prints to
   */
  public int run(ComposeProject project, Task task, ExecStreams streams) {
    recover(project.name());
    DeployOptions options = DeployOptions.defaults();
    planPulls(project, task, options).ifPresent(Operations.on(host)::run);
    TaskPlan plan = planTask(project, task, options.afterPulls(true));
    Operations.on(host).run(plan.plan());
    return runPlanned(plan, streams);
  }

  /**
   * What a task needs: its plan makes the container, which {@link #runPlanned} starts.
   *
   * @param options how what it depends on is deployed
   */
  public TaskPlan planTask(ComposeProject project, Task task, DeployOptions options) {
    DeployOptions needed = needed(task, options);
    Desired desired = Translate.of(OneOff.project(project, task), host, needed);
    OneOff container = OneOff.of(desired, task, needed);
    PlanData plan = DeployPlanner.plan(host, desired, needed, container);
    return new TaskPlan(new StackPlan(project.name(), plan), container.name(), task);
  }

  /** What is pulled before a task is planned, as before a deploy of what it needs. */
  public Optional<StackPlan> planPulls(ComposeProject project, Task task, DeployOptions options) {
    DeployOptions needed = needed(task, options);
    return pulls(Translate.of(OneOff.project(project, task), host, needed), needed);
  }

  private static DeployOptions needed(Task task, DeployOptions options) {
    return options.services(task.service()).withoutDependencies(task.isAlone());
  }

  /** Starts the container of a task whose plan was carried out; answers its exit code. */
  public int runPlanned(TaskPlan plan, ExecStreams streams) {
    try (RunningCommand running = begin(plan, streams)) {
      return running.await();
    }
  }

  /**
   * Starts the container of a task whose plan was carried out. What it prints flows while its end
   * is awaited; until then its terminal can get another size.
   */
  public RunningCommand begin(TaskPlan plan, ExecStreams streams) {
    Task task = plan.task();
    return new TaskRun(
            Engine.of(host), Owner.of(host.owner()).executor(), plan.container(), plan.container())
        .begin(streams, task.hasTerminal(), task.terminalSize(), task.isKept());
  }

  /** Starts the container of a task whose plan was carried out, and leaves it to itself. */
  public void startPlanned(TaskPlan plan) {
    Containers.on(host).start(plan.container());
  }

  /** What {@link #pull(StackSource, PullOptions)} would pull. */
  public StackPlan planPull(ComposeProject project, PullOptions options) {
    return new StackPlan(project.name(), PullPlanner.plan(host, project, options));
  }

  /** What {@link #pull(StackSource, String...)} would pull. */
  public StackPlan planPull(ComposeProject project, String... services) {
    return planPull(project, PullOptions.defaults().services(services));
  }

  /**
   * Pulls the images of some services, or of all; a container is made of one by the next deploy.
   */
  public StackStatus pull(StackSource source, String... services) {
    return pull(source, PullOptions.defaults().services(services));
  }

  /**
   * As the other one. As with {@code docker compose pull} an image is pulled although it is there,
   * unless its pull policy says missing and it is not called latest, and never where its pull
   * policy says never or build. One that cannot be pulled fails it; where it can be built, after
   * the others are pulled.
   */
  public StackStatus pull(StackSource source, PullOptions options) {
    ComposeProject project = enabled(source.withoutServiceFiles(), options.services()).load();
    recover(project.name());
    return Operations.on(host).run(planPull(project, options));
  }

  /** What {@link #build} would build. */
  public StackPlan planBuild(ComposeProject project, BuildOptions options) {
    return new StackPlan(project.name(), BuildPlanner.plan(host, project, options));
  }

  /**
   * Builds the images of some services, or of all that are built; a container is made of one by the
   * next deploy. When one cannot be built or pushed, all names go back to the images that had them.
   */
  public StackStatus build(StackSource source, BuildOptions options) {
    ComposeProject project = enabled(source.withoutServiceFiles(), options.services()).load();
    recover(project.name());
    return Operations.on(host).run(planBuild(project, options));
  }

  /** Finishes or undoes what a dead process left half done on a stack. */
  public List<Recovery> recover(String name) {
    return Operations.on(host).recover(DeployPlanner.scope(name));
  }

  /** How a stack stands now; {@link StackStatus.State#ABSENT} when there is none of that name. */
  public StackStatus status(String name) {
    return Statuses.of(host, name);
  }

  /** Every stack with at least one container, by name. */
  public List<StackStatus> list() {
    List<StackStatus> stacks = new ArrayList<>();
    Observed.all(host).forEach((name, containers) -> stacks.add(Statuses.of(name, containers)));
    return stacks;
  }
}
