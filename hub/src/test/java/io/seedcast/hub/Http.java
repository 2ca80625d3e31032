package io.seedcast.hub;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;

/** Requests as any OCI tool would send them. */
record Http(URI hub) {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  HttpResponse<byte[]> get(String path, String... headers) {
    return send("GET", path, new byte[0], headers);
  }

  HttpResponse<byte[]> send(String method, String path, byte[] body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(hub.resolve(path))
            .timeout(Duration.ofSeconds(60))
            .method(
                method,
                body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return CLIENT.send(request.build(), BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Uploads a blob in two requests and returns its digest. */
  String push(String model, byte[] blob, String... headers) {
    HttpResponse<byte[]> begun =
        send("POST", "/v2/" + model + "/blobs/uploads/", new byte[0], headers);
    String location = begun.headers().firstValue("Location").orElseThrow();
    String digest = digest(blob);
    HttpResponse<byte[]> ended = send("PUT", location + "?digest=" + digest, blob, headers);
    if (ended.statusCode() != 201) {
      throw new IllegalStateException(ended.statusCode() + " " + text(ended));
    }
    return digest;
  }

  /** A manifest that lists a configuration and layers. */
  static byte[] manifest(byte[] config, byte[]... layers) {
    StringBuilder json = new StringBuilder("{\"schemaVersion\":2,\"config\":");
    json.append(descriptor(config)).append(",\"layers\":[");
    for (int i = 0; i < layers.length; i++) {
      json.append(i == 0 ? "" : ",").append(descriptor(layers[i]));
    }
    return bytes(json.append("]}").toString());
  }

  private static String descriptor(byte[] content) {
    return "{\"mediaType\":\"application/octet-stream\",\"digest\":\""
        + digest(content)
        + "\",\"size\":"
        + content.length
        + "}";
  }

  static String digest(byte[] content) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
      return "sha256:" + HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), UTF_8);
  }

  static String header(HttpResponse<byte[]> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }
}
