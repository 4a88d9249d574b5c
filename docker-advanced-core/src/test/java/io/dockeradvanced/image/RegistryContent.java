package io.dockeradvanced.image;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Puts images that nobody built into a real registry, by plain HTTP and without our client. */
final class RegistryContent {
  static final String INDEX = "application/vnd.oci.image.index.v1+json";
  static final String LIST = "application/vnd.docker.distribution.manifest.list.v2+json";
  static final String OCI = "application/vnd.oci.image.manifest.v1+json";
  static final String DOCKER = "application/vnd.docker.distribution.manifest.v2+json";

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String base;

  RegistryContent(String address, String repository) {
    this.base = "http://" + address + "/v2/" + repository;
  }

  /** An image for a platform; answers the digest of its manifest. */
  Digest image(String target, String type, String os, String architecture, String variant)
      throws Exception {
    String config =
        """
        {"os":"%s","architecture":"%s","variant":"%s","created":"2026-01-02T03:04:05Z",
         "config":{"Labels":{"for":"%s"}},"rootfs":{"type":"layers","diff_ids":[]}}"""
            .formatted(os, architecture, variant, architecture + variant);
    Digest blob = blob(config);
    return manifest(
        target,
        type,
        """
        {"schemaVersion":2,"mediaType":"%s","config":{"mediaType":"x","digest":"%s","size":%d},"layers":[]}"""
            .formatted(type, blob, config.length()));
  }

  /** One line of an index. */
  static String entry(Digest digest, String type, String platform) {
    return "{\"digest\":\"%s\",\"mediaType\":\"%s\",\"size\":1%s}"
        .formatted(digest, type, platform);
  }

  static String platform(String os, String architecture, String variant) {
    return ",\"platform\":{\"os\":\"%s\",\"architecture\":\"%s\",\"variant\":\"%s\"}"
        .formatted(os, architecture, variant);
  }

  Digest index(String target, String type, String... entries) throws Exception {
    return manifest(
        target,
        type,
        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[%s]}"
            .formatted(type, String.join(",", entries)));
  }

  private Digest manifest(String target, String type, String json) throws Exception {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    String name = target.isEmpty() ? Digest.of(bytes).toString() : target;
    send(
        HttpRequest.newBuilder(URI.create(base + "/manifests/" + name))
            .header("Content-Type", type)
            .PUT(HttpRequest.BodyPublishers.ofByteArray(bytes)));
    return Digest.of(bytes);
  }

  private Digest blob(String text) throws Exception {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    HttpResponse<String> upload =
        send(
            HttpRequest.newBuilder(URI.create(base + "/blobs/uploads/"))
                .POST(HttpRequest.BodyPublishers.noBody()));
    String location = upload.headers().firstValue("Location").orElseThrow();
    URI to = URI.create(base).resolve(location);
    send(
        HttpRequest.newBuilder(
                URI.create(to + (to.getQuery() == null ? "?" : "&") + "digest=" + Digest.of(bytes)))
            .header("Content-Type", "application/octet-stream")
            .PUT(HttpRequest.BodyPublishers.ofByteArray(bytes)));
    return Digest.of(bytes);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    HttpResponse<String> response =
        client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() >= 300) {
      throw new IOException(response.statusCode() + ": " + response.body());
    }
    return response;
  }

  /** Tags of one image, so many that a registry tells them in pages. */
  List<String> tags(int count, String type) throws Exception {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      names.add("t%04d".formatted(i));
      image(names.get(i), type, "linux", "amd64", "");
    }
    return names;
  }
}
