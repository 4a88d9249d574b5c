package io.dockeradvanced.lab.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Frame;
import io.dockeradvanced.lab.Engine;
import io.dockeradvanced.lab.Lab;
import io.dockeradvanced.lab.LabEngine;
import io.dockeradvanced.lab.LabImages;
import io.dockeradvanced.lab.Waiting;
import io.dockeradvanced.lab.fault.FaultRule.Fault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The proxy between docker-java and the real engine. */
@Lab
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class FaultProxyIT {
  @Engine LabEngine engine;
  private FaultProxy proxy;
  private final List<String> made = new ArrayList<>();

  @BeforeEach
  void open() {
    proxy = FaultProxy.before(engine.uri());
  }

  @AfterEach
  void close() {
    proxy.close();
    for (String name : made) {
      try {
        engine.docker().removeContainerCmd(name).withForce(true).exec();
      } catch (com.github.dockerjava.api.exception.NotFoundException e) {
        // The fault was that it was not made.
      }
    }
  }

  private DockerClient client() {
    return LabEngine.docker(proxy.uri());
  }

  private String name() {
    String name = engine.uniqueName("fault");
    made.add(name);
    return name;
  }

  private String run(DockerClient docker, String... command) {
    String name = name();
    docker
        .createContainerCmd(LabImages.BUSYBOX)
        .withName(name)
        .withCmd(command)
        .withStdinOpen(true)
        .exec();
    docker.startContainerCmd(name).exec();
    return name;
  }

  private boolean isThere(String name) {
    return engine.docker().listContainersCmd().withShowAll(true).exec().stream()
        .map(Container::getNames)
        .anyMatch(names -> names[0].equals("/" + name));
  }

  private static final class Text extends ResultCallback.Adapter<Frame> {
    private final StringBuffer text = new StringBuffer();

    @Override
    public void onNext(Frame frame) {
      text.append(new String(frame.getPayload(), StandardCharsets.UTF_8));
    }
  }

  // ---- everything goes through

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shortCalls_withoutFault_areAnsweredAndRecorded(boolean tcp) throws Exception {
    try (FaultProxy other =
        tcp ? FaultProxy.tcpBefore(engine.uri()) : FaultProxy.before(engine.uri())) {
      DockerClient docker = LabEngine.docker(other.uri());
      docker.pingCmd().exec();
      String name = run(docker, "true");
      assertThat(docker.inspectContainerCmd(name).exec().getName()).isEqualTo("/" + name);
      assertThat(docker.listContainersCmd().withShowAll(true).exec()).isNotEmpty();
      docker.removeContainerCmd(name).withForce(true).exec();
      assertThat(other.calls())
          .anyMatch(call -> call.isPost("/containers/create") && call.status() == 201)
          .anyMatch(call -> call.isPost("/containers/*/start") && call.status() == 204)
          .anyMatch(call -> call.isDelete("/containers/" + name) && call.status() == 204);
      assertThat(other.count(ProxiedCall::isWrite)).isEqualTo(3);
    }
  }

  @Test
  void logs_followed_arriveWhileTheContainerRuns() throws Exception {
    String name = run(client(), "sh", "-c", "echo one; read line; echo two");
    Text text = new Text();
    try (Text logs =
        client().logContainerCmd(name).withStdOut(true).withFollowStream(true).exec(text)) {
      Waiting.assertSoon("a line", Duration.ofSeconds(20), () -> text.text.indexOf("one") >= 0);
      assertThat(text.text).doesNotContain("two");
      engine.docker().killContainerCmd(name).exec();
      logs.awaitCompletion();
    }
    assertThat(text.text).hasToString("one\n");
  }

  @Test
  void client_thatLeavesAStream_isNoticedByTheEngineSide() throws Exception {
    String name = run(client(), "sleep", "100");
    int before = proxy.open();
    try (Text logs =
        client().logContainerCmd(name).withStdOut(true).withFollowStream(true).exec(new Text())) {
      // docker-java does not close a stream that it was told to close before it began.
      assertThat(logs.awaitStarted(20, TimeUnit.SECONDS)).isTrue();
      assertThat(proxy.calls()).anyMatch(c -> c.isGet("/containers/*/logs"));
    }
    Waiting.assertSoon("the tunnel ends", Duration.ofSeconds(20), () -> proxy.open() <= before);
  }

  @Test
  void exec_hijacked_speaksBothWaysAndHalfCloses() throws Exception {
    String name = run(client(), "sleep", "100");
    String id =
        client()
            .execCreateCmd(name)
            .withCmd("sh", "-c", "read line; echo got $line; cat")
            .withAttachStdin(true)
            .withAttachStdout(true)
            .exec()
            .getId();
    // A bare socket: docker-java never half-closes.
    try (SocketChannel socket =
        SocketChannel.open(UnixDomainSocketAddress.of(proxy.uri().substring("unix://".length())))) {
      send(
          socket,
          """
          POST /exec/%s/start HTTP/1.1\r
          Host: x\r
          Connection: Upgrade\r
          Upgrade: tcp\r
          Content-Type: application/json\r
          Content-Length: 2\r
          \r
          {}hello
          """
              .formatted(id));
      InputStream in = Channels.newInputStream(socket);
      StringBuilder text = new StringBuilder();
      while (text.indexOf("got hello") < 0) {
        text.append((char) in.read());
      }
      send(socket, "last\n");
      socket.shutdownOutput();
      text.append(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1));
      assertThat(text.toString()).startsWith("HTTP/1.1 101").endsWith("last\n");
    }
  }

  private static void send(SocketChannel socket, String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      socket.write(bytes);
    }
  }

  @Test
  void archive_bothWays_isTheSameToTheByte() throws Exception {
    String name = run(client(), "sleep", "100");
    byte[] content = new byte[3_000_000];
    new Random(1).nextBytes(content);
    byte[] header = new byte[512];
    byte[] path = "big".getBytes(StandardCharsets.UTF_8);
    System.arraycopy(path, 0, header, 0, path.length);
    put(header, 100, "0000644\0");
    put(header, 124, "%011o\0".formatted(content.length));
    put(header, 148, "        ");
    header[156] = '0';
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xff;
    }
    put(header, 148, "%06o\0 ".formatted(sum));
    byte[] tar = new byte[512 + (content.length + 511) / 512 * 512 + 1024];
    System.arraycopy(header, 0, tar, 0, 512);
    System.arraycopy(content, 0, tar, 512, content.length);

    // A stream of unknown length: docker-java sends it in chunks.
    client()
        .copyArchiveToContainerCmd(name)
        .withTarInputStream(new ByteArrayInputStream(tar))
        .withRemotePath("/tmp")
        .exec();
    assertThat(proxy.calls()).anyMatch(c -> c.isPut("/containers/*/archive") && c.status() == 200);
    try (InputStream back = client().copyArchiveFromContainerCmd(name, "/tmp/big").exec()) {
      byte[] whole = back.readAllBytes();
      assertThat(java.util.Arrays.copyOfRange(whole, 512, 512 + content.length)).isEqualTo(content);
    }
  }

  private static void put(byte[] into, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(bytes, 0, into, at, bytes.length);
  }

  // ---- faults

  @Test
  void cutRequest_ofTheSecondCreation_makesOnlyTheFirst() {
    String first = name();
    String second = name();
    Fault fault = proxy.on(call -> call.isPost("/containers/create")).nth(2).cutRequest();
    client().createContainerCmd(LabImages.BUSYBOX).withName(first).exec();
    assertThatThrownBy(() -> client().createContainerCmd(LabImages.BUSYBOX).withName(second).exec())
        .isInstanceOf(RuntimeException.class);
    assertThat(fault.hits()).isOne();
    assertThat(isThere(first)).isTrue();
    assertThat(isThere(second)).isFalse();
    assertThat(proxy.calls()).anyMatch(call -> call.fault().equals("cut request"));
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 0, 20})
  void cutReply_ofACreation_makesTheContainerAllTheSame(long after) {
    String name = name();
    FaultRule rule = proxy.on(call -> call.isPost("/containers/create"));
    Fault fault = after < 0 ? rule.cutReply() : rule.cutReply(after);
    assertThatThrownBy(() -> client().createContainerCmd(LabImages.BUSYBOX).withName(name).exec())
        .isInstanceOf(RuntimeException.class);
    assertThat(fault.hits()).isOne();
    assertThat(isThere(name)).isTrue();
    assertThat(proxy.calls())
        .anyMatch(call -> call.isPost("/containers/create") && call.status() == 201);
  }

  @Test
  void answer_inPlaceOfTheEngine_isWhatTheClientSees() {
    String name = name();
    proxy
        .on(call -> call.isPost("/containers/create"))
        .answer(503, "{\"message\":\"not in the mood\"}");
    assertThatThrownBy(() -> client().createContainerCmd(LabImages.BUSYBOX).withName(name).exec())
        .isInstanceOf(DockerException.class)
        .hasMessageContaining("not in the mood");
    assertThat(isThere(name)).isFalse();
    client().pingCmd().exec();
  }

  @Test
  void stall_ofOneCall_holdsNobodyElse() throws Exception {
    Fault fault = proxy.on(call -> call.isGet("/info")).nth(1).stall();
    CompletableFuture<Object> stalled =
        CompletableFuture.supplyAsync(() -> client().infoCmd().exec());
    Waiting.assertSoon("it stalls", Duration.ofSeconds(20), () -> fault.hits() == 1);
    client().pingCmd().exec();
    assertThat(client().infoCmd().exec()).isNotNull();
    assertThat(stalled).isNotDone();
    proxy.dropConnections();
    Waiting.assertSoon("it ends", Duration.ofSeconds(20), stalled::isDone);
  }

  @Test
  void delays_beforeRequestAndReply_takeTheirTime() {
    for (boolean reply : new boolean[] {false, true}) {
      proxy.reset();
      FaultRule rule = proxy.on(call -> call.isGet("/info"));
      Duration time = Duration.ofMillis(300);
      Fault fault = reply ? rule.delayReply(time) : rule.delayRequest(time);
      long began = System.nanoTime();
      client().infoCmd().exec();
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(time);
      assertThat(fault.hits()).isOne();
    }
  }

  @Test
  void throttle_ofAReply_comesWholeButSlowly() {
    // It says more than 1000 bytes for certain.
    proxy.on(call -> call.isGet("/info")).throttle(2000);
    long began = System.nanoTime();
    assertThat(client().infoCmd().exec().getOperatingSystem()).isNotEmpty();
    assertThat(Duration.ofNanos(System.nanoTime() - began))
        .isGreaterThanOrEqualTo(Duration.ofMillis(400));
  }

  @Test
  void away_engineSeemsToRestart_andComesBackAtTheSameAddress() {
    String uri = proxy.uri();
    Fault fault =
        proxy.on(call -> call.isPost("/containers/create")).nth(1).away(Duration.ofMillis(500));
    String name = name();
    assertThatThrownBy(() -> client().createContainerCmd(LabImages.BUSYBOX).withName(name).exec())
        .isInstanceOf(RuntimeException.class);
    assertThat(fault.hits()).isOne();
    assertThatThrownBy(() -> client().pingCmd().exec()).isInstanceOf(RuntimeException.class);
    assertThat(isThere(name)).isFalse();
    Waiting.assertSoon(
        "it is back",
        Duration.ofSeconds(20),
        () -> {
          try {
            LabEngine.docker(uri).pingCmd().exec();
            return true;
          } catch (RuntimeException e) {
            return false;
          }
        });
    assertThat(proxy.uri()).isEqualTo(uri);
  }

  @Test
  void awayAfter_theCallWasDone_andNothingCameBack() {
    proxy.on(call -> call.isPost("/containers/create")).nth(1).awayAfter(Duration.ofMillis(200));
    String name = name();
    assertThatThrownBy(() -> client().createContainerCmd(LabImages.BUSYBOX).withName(name).exec())
        .isInstanceOf(RuntimeException.class);
    assertThat(isThere(name)).isTrue();
  }

  @Test
  void tcp_downAndUp_keepsItsPort() throws Exception {
    try (FaultProxy tcp = FaultProxy.tcpBefore(engine.uri())) {
      String uri = tcp.uri();
      LabEngine.docker(uri).pingCmd().exec();
      tcp.down();
      assertThatThrownBy(() -> LabEngine.docker(uri).pingCmd().exec())
          .isInstanceOf(RuntimeException.class);
      tcp.up();
      LabEngine.docker(uri).pingCmd().exec();
      assertThat(tcp.uri()).isEqualTo(uri).startsWith("tcp://127.0.0.1:");
    }
  }

  @Test
  void address_ofAnotherScheme_isRefused() {
    assertThatThrownBy(() -> FaultProxy.before("npipe:////./pipe/docker"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("unix:///path and tcp://host:port");
  }
}
