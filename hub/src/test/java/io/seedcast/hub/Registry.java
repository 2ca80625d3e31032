package io.seedcast.hub;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An OCI registry that has nothing, takes everything, and sends uploads to a place of a test's. */
final class Registry implements AutoCloseable {
  private final HttpServer server;
  private final String location;
  private final List<String> requests = new CopyOnWriteArrayList<>();

  private Registry(HttpServer server, String location) {
    this.server = server;
    this.location = location;
  }

  /**
   * Starts a registry.
   *
   * @param location where it says that an upload goes on; empty if it does not say it
   */
  static Registry start(String location) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    Registry registry = new Registry(server, location);
    server.createContext("/", registry::answer);
    server.start();
    return registry;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String method = exchange.getRequestMethod();
      String token = exchange.getRequestHeaders().getFirst("Authorization");
      requests.add(method + " " + exchange.getRequestURI() + " " + token);
      exchange.getRequestBody().readAllBytes();
      if (method.equals("POST") && !location.isEmpty()) {
        exchange.getResponseHeaders().add("Location", location);
      }
      int status =
          switch (method) {
            case "POST" -> 202;
            case "PUT" -> 201;
            default -> 404;
          };
      exchange.sendResponseHeaders(status, -1);
    }
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Each request's method, address and token, {@code null} if it had none. */
  List<String> requests() {
    return requests;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
