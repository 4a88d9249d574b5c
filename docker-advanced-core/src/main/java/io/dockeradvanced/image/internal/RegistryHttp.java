package io.dockeradvanced.image.internal;

import io.dockeradvanced.Cancelled;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Requests of the JDK's HTTP client with bounded answers and one deadline for all of an exchange.
 * Follows no redirects: whoever asks decides who gets the login.
 */
final class RegistryHttp {
  private static final Duration CONNECT = Duration.ofSeconds(10);

  private final HttpClient client;

  RegistryHttp(Executor executor) {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT)
            .executor(executor);
    ProxySelector proxies = ProxySelector.getDefault();
    if (proxies != null) {
      builder.proxy(proxies);
    }
    this.client = builder.build();
  }

  /** An answer that was read whole. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Reply(URI uri, int status, HttpHeaders headers, byte[] body) {
    String header(String name) {
      return headers.firstValue(name).orElse("");
    }

    boolean ok() {
      return status >= 200 && status < 300;
    }
  }

  /** The answer is longer than is kept in memory. */
  static final class TooLarge extends IOException {
    private static final long serialVersionUID = 1;

    TooLarge(int limit) {
      super("the answer is longer than %d KiB".formatted(limit >> 10));
    }
  }

  /**
   * Sends one request.
   *
   * @param form the body of a POST; empty for none
   * @throws IOException when there is no whole answer
   */
  Reply send(
      String method,
      URI uri,
      Map<String, List<String>> headers,
      String form,
      int maxBody,
      Duration limit)
      throws IOException {
    HttpRequest.Builder request =
        builder(uri)
            .method(
                method,
                form.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(form))
            .timeout(limit);
    headers.forEach((name, values) -> values.forEach(value -> request.header(name, value)));
    request.setHeader("User-Agent", "docker-advanced");
    CompletableFuture<HttpResponse<byte[]>> exchange =
        client.sendAsync(request.build(), info -> new Bounded(maxBody));
    try {
      HttpResponse<byte[]> response = exchange.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      return new Reply(uri, response.statusCode(), response.headers(), response.body());
    } catch (TimeoutException e) {
      exchange.cancel(true);
      throw new HttpTimeoutException("no whole answer within " + limit.toSeconds() + " s");
    } catch (InterruptedException e) {
      exchange.cancel(true);
      Thread.currentThread().interrupt();
      throw new Cancelled(uri.getHost() + ": " + method + " was interrupted", e);
    } catch (ExecutionException e) {
      throw cause(e);
    }
  }

  private static HttpRequest.Builder builder(URI uri) throws IOException {
    try {
      return HttpRequest.newBuilder(uri);
    } catch (IllegalArgumentException e) {
      throw new IOException("there can be no server at " + uri.getAuthority());
    }
  }

  private static IOException cause(ExecutionException e) {
    return e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
  }

  /** Gathers a body, and breaks off what is too long. */
  private static final class Bounded implements HttpResponse.BodySubscriber<byte[]> {
    private final int limit;
    private final ByteArrayOutputStream all = new ByteArrayOutputStream();
    private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
    private Flow.@org.jspecify.annotations.Nullable Subscription subscription;

    Bounded(int limit) {
      this.limit = limit;
    }

    @Override
    public CompletionStage<byte[]> getBody() {
      return whole;
    }

    @Override
    public void onSubscribe(Flow.Subscription s) {
      subscription = s;
      s.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> pieces) {
      for (ByteBuffer piece : pieces) {
        if (whole.isDone()) {
          return;
        }
        if (all.size() + piece.remaining() > limit) {
          if (subscription != null) {
            subscription.cancel();
          }
          whole.completeExceptionally(new TooLarge(limit));
          return;
        }
        byte[] bytes = new byte[piece.remaining()];
        piece.get(bytes);
        all.write(bytes, 0, bytes.length);
      }
    }

    @Override
    public void onError(Throwable problem) {
      whole.completeExceptionally(problem);
    }

    @Override
    public void onComplete() {
      whole.complete(all.toByteArray());
    }
  }
}
