package io.dockeradvanced.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DriveTest {
  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1);
  private final List<String> log = new CopyOnWriteArrayList<>();

  {
    scheduler.setRemoveOnCancelPolicy(true);
  }

  @AfterEach
  void end() {
    executor.shutdownNow();
    scheduler.shutdownNow();
  }

  /** Logs; a test overrides what it is about. */
  private class Recorder implements Drive.Work {
    @Override
    public void turn(List<String> ended, Map<String, StepResult> results, List<String> beginning) {
      ended.forEach(node -> log.add("end " + node));
      beginning.forEach(node -> log.add("begin " + node));
    }

    @Override
    public StepResult work(String node) throws RuntimeException {
      return StepResult.done();
    }

    @Override
    public boolean failed(String node, Throwable problem) {
      log.add("fail " + node);
      return false;
    }
  }

  private Drive drive(int parallelism, Drive.Work work) {
    return new Drive(executor, scheduler, Clock.systemUTC(), parallelism, work);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Test
  void run_nothing_isAllDone() {
    assertThat(drive(1, new Recorder()).run(List.of(), Map.of())).isEqualTo(Drive.End.ALL_DONE);
    assertThat(log).isEmpty();
  }

  @Test
  void run_cycle_isRefusedInsteadOfCalledDone() {
    assertThatThrownBy(
            () ->
                drive(1, new Recorder())
                    .run(List.of("a", "b"), Map.of("a", List.of("b"), "b", List.of("a"))))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void stop_beforeTheFirstTurn_beginsNothing() {
    Drive drive = drive(2, new Recorder());
    drive.stop(Duration.ZERO);
    assertThat(drive.run(List.of("a", "b"), Map.of())).isEqualTo(Drive.End.STOPPED);
    assertThat(log).isEmpty();
  }

  @Test
  void stop_whileANodeRuns_interruptsItOnlyAfterThePatience() throws Exception {
    CountDownLatch here = new CountDownLatch(2);
    CountDownLatch go = new CountDownLatch(1);
    AtomicBoolean cut = new AtomicBoolean();
    Drive drive =
        drive(
            2,
            new Recorder() {
              @Override
              public StepResult work(String node) {
                here.countDown();
                if (node.equals("short")) {
                  await(go);
                  return StepResult.done();
                }
                try {
                  new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                  cut.set(true);
                }
                throw new IllegalStateException("cut");
              }
            });
    Thread stopper =
        new Thread(
            () -> {
              await(here);
              drive.stop(Duration.ofMillis(200));
              go.countDown();
            });
    stopper.start();
    assertThat(drive.run(List.of("short", "long", "next"), Map.of("next", List.of("short"))))
        .isEqualTo(Drive.End.STOPPED);
    stopper.join();
    assertThat(cut).isTrue();
    assertThat(log).contains("end short", "fail long").doesNotContain("begin next");
  }

  @Test
  void stop_lateInterrupt_doesNotReachTheNextTaskOfTheThread() throws Exception {
    ExecutorService one = Executors.newSingleThreadExecutor();
    try {
      Drive[] drive = new Drive[1];
      drive[0] =
          new Drive(
              one,
              scheduler,
              Clock.systemUTC(),
              1,
              new Recorder() {
                @Override
                public StepResult work(String node) {
                  drive[0].stop(Duration.ofDays(1));
                  Thread.currentThread().interrupt(); // as stop() does when its patience ends
                  return StepResult.done();
                }
              });
      drive[0].run(List.of("a"), Map.of());
      assertThat(one.submit(() -> Thread.currentThread().isInterrupted()).get()).isFalse();
    } finally {
      one.shutdownNow();
    }
  }

  @Test
  void wait_nodeIsAskedAgainAndHoldsNoPlace() {
    Recorder work =
        new Recorder() {
          boolean waited;

          @Override
          public StepResult work(String node) {
            log.add("work " + node);
            if (node.equals("a") && !waited) {
              waited = true;
              return StepResult.waitUntil(Instant.now().plusMillis(50), "");
            }
            return StepResult.done();
          }
        };
    assertThat(drive(1, work).run(List.of("a", "b"), Map.of())).isEqualTo(Drive.End.ALL_DONE);
    assertThat(log.stream().filter(l -> l.startsWith("work")))
        .containsExactly("work a", "work b", "work a");
  }

  @Test
  void fail_whileAnotherWaits_endsAtOnceAndLeavesNoTimer() {
    Recorder work =
        new Recorder() {
          @Override
          public StepResult work(String node) {
            if (node.equals("long")) {
              return StepResult.waitUntil(Instant.now().plusSeconds(3600), "");
            }
            throw new IllegalStateException();
          }
        };
    assertThat(drive(2, work).run(List.of("long", "bad"), Map.of())).isEqualTo(Drive.End.FAILED);
    assertThat(scheduler.getQueue()).isEmpty();
  }

  @Test
  void pause_othersGoOnAndItsOwnDependantsDoNot() {
    Recorder work =
        new Recorder() {
          @Override
          public StepResult work(String node) {
            return node.equals("ask") ? StepResult.pause("go", "really?") : StepResult.done();
          }
        };
    assertThat(drive(1, work).run(List.of("ask", "other", "next"), Map.of("next", List.of("ask"))))
        .isEqualTo(Drive.End.PAUSED);
    assertThat(log).contains("end other").doesNotContain("begin next");
  }

  @Test
  void answered_whileOthersRun_asksThePausedNodeAgain() {
    CountDownLatch paused = new CountDownLatch(1);
    AtomicBoolean answered = new AtomicBoolean();
    Drive[] drive = new Drive[1];
    drive[0] =
        drive(
            2,
            new Recorder() {
              @Override
              public void turn(
                  List<String> ended, Map<String, StepResult> results, List<String> beginning) {
                super.turn(ended, results, beginning);
                if (results.get("ask") instanceof StepResult.Pause) {
                  paused.countDown();
                }
              }

              @Override
              public StepResult work(String node) {
                if (node.equals("ask")) {
                  return answered.get() ? StepResult.done() : StepResult.pause("go", "really?");
                }
                await(paused);
                answered.set(true);
                drive[0].answered("ask");
                return StepResult.done();
              }
            });
    assertThat(drive[0].run(List.of("ask", "other"), Map.of())).isEqualTo(Drive.End.ALL_DONE);
    assertThat(log).contains("end ask");
  }

  @Test
  void turn_journalFails_waitsForWhatRunsAndThrows() {
    AtomicBoolean ended = new AtomicBoolean();
    Recorder work =
        new Recorder() {
          @Override
          public void turn(
              List<String> done, Map<String, StepResult> results, List<String> beginning) {
            super.turn(done, results, beginning);
            if (done.contains("quick")) {
              throw new IllegalStateException("disk full");
            }
          }

          @Override
          public StepResult work(String node) {
            log.add("work " + node);
            if (node.equals("slow")) {
              while (log.stream().noneMatch("end quick"::equals)) {
                Thread.onSpinWait();
              }
              ended.set(true);
            }
            return StepResult.done();
          }
        };
    assertThatThrownBy(
            () ->
                drive(2, work)
                    .run(List.of("quick", "slow", "next"), Map.of("next", List.of("quick"))))
        .hasMessage("disk full");
    assertThat(ended).isTrue();
    assertThat(log).doesNotContain("work next");
  }

  @Test
  void run_executorRefuses_endsInsteadOfWaitingForever() {
    executor.shutdown();
    assertThatThrownBy(() -> drive(2, new Recorder()).run(List.of("a", "b"), Map.of()))
        .isInstanceOf(RejectedExecutionException.class);
  }

  @Test
  void wait_schedulerRefuses_endsInsteadOfWaitingForever() throws Exception {
    scheduler.shutdown();
    assertThat(scheduler.awaitTermination(1, TimeUnit.SECONDS)).isTrue();
    Recorder work =
        new Recorder() {
          @Override
          public StepResult work(String node) {
            return StepResult.waitUntil(Instant.now().plusSeconds(1), "");
          }
        };
    assertThatThrownBy(() -> drive(1, work).run(List.of("a"), Map.of()))
        .isInstanceOf(RejectedExecutionException.class);
  }
}
