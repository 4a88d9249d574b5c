package io.dockeradvanced.lab.crash;

import java.util.List;

/**
 * What is interrupted, and what must hold afterwards. Implementations have a constructor without
 * parameters, of any visibility: {@link #act} and {@link #recover} run in processes of their own,
 * which make their own instance. What these need to know of the others stands in the {@link
 * CrashSite}.
 *
 * <pre>{@code
 * final class Restore extends OperationScenario {
 *   protected void act(CrashSite site, DockerHost host) { Volumes.on(host).restore(…); }
 *   public Claim check(CrashSite site) { Invariants.of(engine, site.name())… }
 * }
 *
 * @Test
 * void restore_killedAtEveryWrite_isRecovered() { KillSweep.of(Restore.class).on(engine).run(); }
 * }</pre>
 */
public interface CrashScenario {
  /** A few words, for reports. */
  String title();

  /**
   * Brings the engine to where {@link #act} begins. Called before every interruption; does nothing
   * where it is there already.
   */
  void prepare(CrashSite site) throws Exception;

  /**
   * Does what is interrupted, to its end, and answers what it claims then.
   *
   * @throws Exception what no change may ever fail with
   */
  Claim act(CrashSite site) throws Exception;

  /** Whether {@link #act} fails, and undoes what it did, when nothing interrupts it. */
  default boolean actFails() {
    return false;
  }

  /**
   * Goes on as a process would that knows nothing but the store and the engine.
   *
   * @return what it claims of each unfinished change that it found
   */
  List<Claim> recover(CrashSite site) throws Exception;

  /**
   * Asserts what must hold after {@link #recover}, whatever was interrupted when.
   *
   * @return whether the change is there or not; whoever claimed the contrary was wrong
   * @throws AssertionError when it does not hold
   */
  Claim check(CrashSite site) throws Exception;

  /** Removes all that was made on the engine. */
  void clean(CrashSite site) throws Exception;
}
