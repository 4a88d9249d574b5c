package io.dockeradvanced.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.dockeradvanced.lab.Engine;
import io.dockeradvanced.lab.Lab;
import io.dockeradvanced.lab.LabEngine;
import io.dockeradvanced.operation.Operation;
import io.dockeradvanced.operation.OperationEvent;
import io.dockeradvanced.operation.Operations;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A password of the file is on the engine, and nowhere else. */
@Lab
class SecretsIT {
  private static final String FILE =
      """
      services:
        web:
          image: docker-advanced-lab/web:1
          environment: {DB_PASSWORD: "%s", API_TOKEN: "%s", CRASH_AFTER: "%s"}
          healthcheck:
            test: [CMD, /bin/healthy]
            interval: 0.2s
            retries: 100
      """;

  private static final List<String> SECRETS =
      List.of("first-xyzzy-Pa55", "first-plugh-t0ken", "second-xyzzy-Pa55", "second-plugh-t0ken");

  @Engine LabEngine engine;

  @Test
  void secretValues_appearInNothingThatWeWrite() throws Exception {
    Map<String, String> written = new LinkedHashMap<>();
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    PrintStream out = System.out;
    PrintStream err = System.err;
    PrintStream caught = new PrintStream(output, true, StandardCharsets.UTF_8);
    System.setOut(caught);
    System.setErr(caught);
    try (TestStack stack = TestStack.on(engine)) {
      deploy(stack, "first", FILE.formatted(SECRETS.get(0), SECRETS.get(1), ""), written);
      deploy(stack, "change", FILE.formatted(SECRETS.get(2), SECRETS.get(3), ""), written);
      assertThat(stack.exec("web-1", "env")).contains(SECRETS.get(2), SECRETS.get(3));
      // Fails, so that undo and its words are seen too.
      String crash = FILE.formatted(SECRETS.get(0), SECRETS.get(1), "0.1");
      deploy(stack, "failure", crash.replace("/bin/healthy", "/bin/false"), written);
      assertThat(written.get("failure thrown")).contains("OperationFailed");
      try (Stream<Path> files = Files.list(stack.directory)) {
        for (Path file : files.toList()) {
          written.put(
              "file " + file.getFileName(),
              new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
        }
      }
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
    written.put("output", output.toString(StandardCharsets.UTF_8));
    assertThat(written).containsKey("file state.db");
    written.forEach((what, text) -> assertThat(text).as(what).doesNotContain(SECRETS));
  }

  private static void deploy(
      TestStack stack, String what, String file, Map<String, String> written) {
    StackPlan plan = stack.plan(file);
    assertThat(plan.toString()).contains("web-1");
    written.put(what + " plan text", plan.toString());
    written.put(what + " plan record", plan.data().steps() + " " + plan.data().changes());
    written.put(what + " plan json", plan.data().toJson());
    Operation<StackStatus> operation = Operations.on(stack.host).start(plan);
    List<OperationEvent> events = new CopyOnWriteArrayList<>();
    operation.listen(events::add);
    Throwable thrown = catchThrowable(operation::await);
    written.put(what + " events", events.toString());
    StringWriter stackTrace = new StringWriter();
    if (thrown != null) {
      thrown.printStackTrace(new PrintWriter(stackTrace));
    }
    written.put(what + " thrown", stackTrace.toString());
    written.put(what + " operations", Operations.on(stack.host).list().toString());
  }
}
