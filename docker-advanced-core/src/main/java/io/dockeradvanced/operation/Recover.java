package io.dockeradvanced.operation;

import io.dockeradvanced.Cancelled;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.internal.host.HostAddress;
import io.dockeradvanced.store.Lease;
import io.dockeradvanced.store.StoreConflict;
import io.dockeradvanced.store.StoreFailed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Goes on with what dead processes left on one host, one operation after the other. */
final class Recover {
  private final OperationsCore core;
  private final DockerHost host;

  private Recover(OperationsCore core, DockerHost host) {
    this.core = core;
    this.host = host;
  }

  static List<Recovery> on(OperationsCore core, DockerHost host, Predicate<OperationInfo> which) {
    Recover recover = new Recover(core, host);
    List<Recovery> recoveries = new ArrayList<>();
    for (OperationInfo info : new Records(core.store()).open()) {
      // A paused one waits for somebody, not for recover.
      if (HostAddress.same(info.hostUri(), host.uri().toString())
          && info.outcome() != Outcome.PAUSED
          && which.test(info)) {
        recover.one(info).ifPresent(recoveries::add);
      }
    }
    new LeftLocks(core.store(), core.clock()).remove(host);
    return recoveries;
  }

  /** Empty when another process was quicker. */
  private Optional<Recovery> one(OperationInfo info) {
    Optional<Run> run;
    try {
      run = core.resume(host, info);
    } catch (StoreConflict e) {
      return Optional.empty();
    } catch (StoreFailed e) {
      throw e;
    } catch (RuntimeException e) {
      return Optional.of(
          new Recovery(
              info,
              info.outcome(),
              "'%s' was left as it is: %s".formatted(info.title(), Reason.of(e, host.name()))));
    }
    return run.isPresent() ? Optional.of(ended(info, run.get())) : elsewhere(info);
  }

  private Optional<Recovery> elsewhere(OperationInfo info) {
    Optional<OperationInfo> now = new Records(core.store()).find(info.id());
    if (now.isEmpty() || now.get().outcome().isEnd()) {
      return Optional.empty();
    }
    String holder = core.holder(info.id()).map(Lease::owner).orElse("another");
    return Optional.of(
        new Recovery(
            info,
            Outcome.RUNNING,
            "'%s' is run by process %s; if that is dead, its lease ends within 30 s"
                .formatted(info.title(), holder)));
  }

  private Recovery ended(OperationInfo info, Run run) {
    try {
      run.await();
      return new Recovery(info, Outcome.DONE, "'%s' was finished".formatted(info.title()));
    } catch (OperationFailed e) {
      return new Recovery(info, e.outcome(), Reason.of(e, host.name()));
    } catch (Cancelled e) {
      throw e;
    } catch (RuntimeException e) {
      return new Recovery(info, run.outcome(), Reason.of(e, host.name()));
    }
  }
}
