package io.dockeradvanced.lab.crash;

/**
 * What is interrupted, and what must hold afterwards. Implementations have a constructor without
 * parameters, of any visibility: {@link #act} and {@link #recover} run in processes of their own,
 * which make their own instance. What these need to know of the others stands in the {@link
 * CrashSite}.
 *
 * <pre>{@code
 * final class Restore extends OperationScenario {
 *   protected void act(CrashSite site, DockerHost host) { Volumes.on(host).restore(…); }
 *   public void check(CrashSite site) { Invariants.of(engine, site.name())… }
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

  /** Does what is interrupted, to its end. */
  void act(CrashSite site) throws Exception;

  /** Whether {@link #act} fails, and undoes what it did, when nothing interrupts it. */
  default boolean actFails() {
    return false;
  }

  /**
   * Goes on as a process would that knows nothing but the store and the engine.
   *
   * @return how many unfinished changes it found
   */
  int recover(CrashSite site) throws Exception;

  /**
   * Asserts what must hold after {@link #recover}, whatever was interrupted when.
   *
   * @throws AssertionError when it does not
   */
  void check(CrashSite site) throws Exception;

  /** Removes all that was made on the engine. */
  void clean(CrashSite site) throws Exception;
}
