package io.dockeradvanced.container.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.dockeradvanced.Cancelled;
import io.dockeradvanced.Config;
import io.dockeradvanced.DockerAdvanced;
import io.dockeradvanced.host.FakeHost;
import io.dockeradvanced.internal.engine.ApiVersion;
import io.dockeradvanced.internal.engine.Call;
import io.dockeradvanced.internal.engine.EngineResponse;
import io.dockeradvanced.internal.json.Json;
import io.dockeradvanced.operation.Data;
import io.dockeradvanced.operation.Step;
import io.dockeradvanced.store.StateStore;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A hook that hangs, on an engine whose execs never end. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class HooksTest {
  private final HangingHost host = new HangingHost();
  private final StubContext run = new StubContext(host, "operation");
  private final Step step =
      StartContainer.stepId("start", "web", "c", 1)
          .secret(Data.of("post_start", List.of(Data.of("command", List.of("hang", "s3cret")))))
          .build();

  @AfterEach
  void close() {
    host.close();
  }

  private Throwable start() {
    return catchThrowableOfType(
        Cancelled.class, () -> run.apply(new StartContainer(), step, false));
  }

  @Test
  void hookThatHangs_isLeftWhenTheOperationIsToStop() throws Exception {
    CompletableFuture<Throwable> failed = CompletableFuture.supplyAsync(this::start);
    assertThat(host.reading.await(30, TimeUnit.SECONDS)).isTrue();
    run.stopping = true;
    String sentence =
        "fake: the post_start hook 'hang' of container web has not ended and is not waited for any"
            + " longer; it may still run";
    assertThat(failed.get(30, TimeUnit.SECONDS)).hasMessage(sentence);
    assertThat(run.warnings).containsExactly(sentence);
    assertThat(host.left.await(30, TimeUnit.SECONDS)).as("its connection is closed").isTrue();
  }

  @Test
  void hookThatHangs_isLeftWhenItsThreadIsInterrupted() throws Exception {
    CompletableFuture<Throwable> failed = new CompletableFuture<>();
    Thread thread = new Thread(() -> failed.complete(start()));
    thread.start();
    assertThat(host.reading.await(30, TimeUnit.SECONDS)).isTrue();
    thread.interrupt();
    assertThat(failed.get(30, TimeUnit.SECONDS)).hasMessageContaining("it may still run");
    assertThat(host.left.await(30, TimeUnit.SECONDS)).isTrue();
  }

  /** Its containers start at once; what is run in them prints nothing and never ends. */
  private static final class HangingHost extends FakeHost {
    final CountDownLatch reading = new CountDownLatch(1);
    final CountDownLatch left = new CountDownLatch(1);
    private final CountDownLatch never = new CountDownLatch(1);
    private final DockerAdvanced owner =
        DockerAdvanced.create(Config.defaults().use(StateStore.class, StateStore.memory()));

    @Override
    public DockerAdvanced owner() {
      return owner;
    }

    @Override
    public ApiVersion api() {
      return ApiVersion.parse("1.47");
    }

    @Override
    public JsonNode json(Call call) {
      return Json.object().put("Id", "e");
    }

    @Override
    public Optional<JsonNode> find(Call call) {
      return Optional.of(Json.object().put("Id", "c"));
    }

    @Override
    public int send(Call call) {
      return 204;
    }

    @Override
    public Duration clockOffset() {
      return Duration.ZERO;
    }

    @Override
    public EngineResponse open(Call call) {
      return new EngineResponse() {
        @Override
        public int status() {
          return 101;
        }

        @Override
        public Optional<String> header(String name) {
          return Optional.empty();
        }

        @Override
        public InputStream body() {
          return new InputStream() {
            @Override
            public int read() throws InterruptedIOException {
              reading.countDown();
              try {
                never.await();
                return -1;
              } catch (InterruptedException e) {
                throw new InterruptedIOException("interrupted");
              }
            }
          };
        }

        @Override
        public OutputStream input() {
          return OutputStream.nullOutputStream();
        }

        @Override
        public void close() {
          left.countDown();
        }
      };
    }
  }
}
