package io.seedcast.hub;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Pull and push of the OCI distribution protocol 1.1, for names of one component and SHA-256.
 *
 * <p>Not served: deletion, cross-repository mounts (a mount is answered with an upload, as the
 * protocol allows) and referrers.
 */
final class OciRoutes {
  private static final int MAX_MANIFEST_BYTES = 4 << 20;
  private static final int BUFFER_BYTES = 1 << 16;
  private static final String IMMUTABLE = "public, max-age=31536000, immutable";
  private static final String DIGEST_HEADER = "Docker-Content-Digest";
  private static final Pattern CONTENT_RANGE =
      Pattern.compile("(?:bytes )?(\\d{1,18})-\\d{1,18}.*");

  private final HubStore store;
  private final JsonMapper json;

  OciRoutes(HubStore store, JsonMapper json) {
    this.store = store;
    this.json = json;
  }

  void addTo(RoutesConfig routes) {
    routes.get("/v2", ctx -> ctx.contentType("application/json").result("{}"));
    routes.head("/v2", ctx -> ctx.contentType("application/json"));
    routes.get("/v2/{name}/tags/list", this::listTags);
    routes.get("/v2/{name}/manifests/{reference}", this::getManifest);
    routes.head("/v2/{name}/manifests/{reference}", this::getManifest);
    routes.put("/v2/{name}/manifests/{reference}", this::putManifest);
    routes.post("/v2/{name}/blobs/uploads", this::beginUpload);
    routes.get("/v2/{name}/blobs/uploads/{id}", this::uploadStatus);
    routes.patch("/v2/{name}/blobs/uploads/{id}", this::appendUpload);
    routes.put("/v2/{name}/blobs/uploads/{id}", this::finishUpload);
    routes.delete("/v2/{name}/blobs/uploads/{id}", this::cancelUpload);
    routes.get("/v2/{name}/blobs/{digest}", this::getBlob);
    routes.head("/v2/{name}/blobs/{digest}", this::getBlob);
  }

  private void listTags(Context ctx) {
    String name = ctx.pathParam("name");
    List<String> tags = store.model(name).tags().keySet().stream().sorted().toList();
    String last = ctx.queryParam("last");
    if (last != null) {
      tags = tags.stream().filter(tag -> tag.compareTo(last) > 0).toList();
    }
    String limit = ctx.queryParam("n");
    if (limit != null && limit.matches("\\d{1,9}") && Integer.parseInt(limit) < tags.size()) {
      tags = tags.subList(0, Integer.parseInt(limit));
      if (!tags.isEmpty()) {
        String next =
            "/v2/" + name + "/tags/list?n=" + limit + "&last=" + tags.get(tags.size() - 1);
        ctx.header("Link", "<" + next + ">; rel=\"next\"");
      }
    }
    ObjectNode document = json.createObjectNode().put("name", name);
    ArrayNode list = document.putArray("tags");
    tags.forEach(list::add);
    ctx.contentType("application/json").result(document.toString());
  }

  private void getManifest(Context ctx) throws IOException {
    ModelStore model = store.model(ctx.pathParam("name"));
    String reference = ctx.pathParam("reference");
    StoredManifest manifest = model.manifest(reference);
    ctx.contentType(manifest.mediaType());
    send(
        ctx,
        model.blob(manifest.digest()),
        manifest.digest(),
        Names.isDigest(reference) ? IMMUTABLE : "no-cache");
  }

  private void getBlob(Context ctx) throws IOException {
    String digest = Names.requireDigest(ctx.pathParam("digest"));
    ctx.contentType("application/octet-stream");
    send(ctx, store.model(ctx.pathParam("name")).blob(digest), digest, IMMUTABLE);
  }

  /**
   * Answers with a file, or the asked-for part of it, or only with its headers.
   *
   * @throws IOException if the file cannot be read
   */
  private static void send(Context ctx, Path file, String digest, String cacheControl)
      throws IOException {
    String etag = '"' + digest + '"';
    if (matches(ctx.header("If-None-Match"), etag)) {
      identify(ctx, etag, digest, cacheControl);
      ctx.status(304);
      return;
    }
    try (InputStream in = Files.newInputStream(file)) {
      long size = Files.size(file);
      Optional<ByteRange> range = range(ctx, etag, size);
      ByteRange sent = range.orElse(new ByteRange(0, size - 1));
      identify(ctx, etag, digest, cacheControl);
      ctx.header("Accept-Ranges", "bytes");
      if (range.isPresent()) {
        ctx.status(206);
        ctx.header("Content-Range", "bytes " + sent.first() + "-" + sent.last() + "/" + size);
      }
      ctx.res().setContentLengthLong(sent.length());
      if (!ctx.method().equals(HandlerType.HEAD)) {
        in.skipNBytes(sent.first());
        copy(in, ctx.outputStream(), sent.length());
      }
    } catch (NoSuchFileException e) {
      throw Refusal.BLOB_UNKNOWN.because("this hub no longer has part " + digest);
    }
  }

  private static void identify(Context ctx, String etag, String digest, String cacheControl) {
    ctx.header("ETag", etag);
    ctx.header("Cache-Control", cacheControl);
    ctx.header(DIGEST_HEADER, digest);
  }

  private static Optional<ByteRange> range(Context ctx, String etag, long size) {
    String header = ctx.header("Range");
    String condition = ctx.header("If-Range");
    boolean isGet = ctx.method().equals(HandlerType.GET);
    if (header == null || !isGet || (condition != null && !condition.equals(etag))) {
      return Optional.empty();
    }
    try {
      return ByteRange.parse(header, size);
    } catch (RefusedException e) {
      ctx.header("Content-Range", "bytes */" + size);
      throw e;
    }
  }

  private static boolean matches(@Nullable String ifNoneMatch, String etag) {
    if (ifNoneMatch == null) {
      return false;
    }
    for (String candidate : ifNoneMatch.split(",", -1)) {
      String tag = candidate.strip();
      if (tag.equals("*") || tag.equals(etag) || tag.equals("W/" + etag)) {
        return true;
      }
    }
    return false;
  }

  private static void copy(InputStream in, OutputStream out, long length) throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    long left = length;
    while (left > 0) {
      int count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (count < 0) {
        throw new IOException("the file ended " + left + " bytes early");
      }
      write(out, buffer, count);
      left -= count;
    }
  }

  /** Keeps a client that hangs up apart from a disk that cannot be read. */
  private static void write(OutputStream out, byte[] buffer, int count) {
    try {
      out.write(buffer, 0, count);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void putManifest(Context ctx) {
    String name = ctx.pathParam("name");
    byte[] content = Bodies.read(ctx, MAX_MANIFEST_BYTES, "a manifest");
    StoredManifest manifest = store.modelForPush(name).publish(ctx.pathParam("reference"), content);
    created(ctx, "/v2/" + name + "/manifests/" + manifest.digest(), manifest.digest());
  }

  private void beginUpload(Context ctx) {
    String name = Names.requireModel(ctx.pathParam("name"));
    String digest = ctx.queryParam("digest");
    if (digest != null) {
      Names.requireDigest(digest);
    }
    Uploads uploads = store.uploads();
    if (digest == null) {
      accepted(ctx, name, uploads.begin(), 0);
    } else {
      finish(ctx, name, digest, () -> uploads.get(uploads.begin()));
    }
  }

  private void uploadStatus(Context ctx) {
    String id = ctx.pathParam("id");
    accepted(ctx, ctx.pathParam("name"), id, store.uploads().get(id).size());
    ctx.status(204);
  }

  private void appendUpload(Context ctx) {
    String id = ctx.pathParam("id");
    Upload upload = store.uploads().get(id);
    upload.append(ctx.bodyInputStream(), start(ctx));
    accepted(ctx, Names.requireModel(ctx.pathParam("name")), id, upload.size());
  }

  private void finishUpload(Context ctx) {
    String digest = ctx.queryParam("digest");
    if (digest == null) {
      throw Refusal.DIGEST_INVALID.because("an upload ends with ?digest=sha256:...: got none");
    }
    Names.requireDigest(digest);
    Upload upload = store.uploads().get(ctx.pathParam("id"));
    finish(ctx, Names.requireModel(ctx.pathParam("name")), digest, () -> upload);
  }

  /** Takes the upload last: one that begins here must not be left behind if anything is wrong. */
  private void finish(Context ctx, String name, String digest, Supplier<Upload> upload) {
    long start = start(ctx);
    Path target = store.modelForPush(name).blobPath(digest);
    upload.get().finish(ctx.bodyInputStream(), start, digest, target);
    created(ctx, "/v2/" + name + "/blobs/" + digest, digest);
  }

  private void cancelUpload(Context ctx) {
    store.uploads().get(ctx.pathParam("id")).discard();
    ctx.status(204);
  }

  private static long start(Context ctx) {
    String header = ctx.header("Content-Range");
    if (header == null) {
      return -1;
    }
    Matcher matcher = CONTENT_RANGE.matcher(header);
    if (!matcher.matches()) {
      throw Refusal.UPLOAD_INVALID.because(
          "Content-Range must be FIRST-LAST: got " + Names.quote(header));
    }
    return Long.parseLong(matcher.group(1));
  }

  private static void accepted(Context ctx, String name, String id, long size) {
    ctx.status(202);
    ctx.header("Location", "/v2/" + name + "/blobs/uploads/" + id);
    ctx.header("Range", "0-" + Math.max(0, size - 1));
    ctx.header("Docker-Upload-UUID", id);
  }

  private static void created(Context ctx, String location, String digest) {
    ctx.status(201);
    ctx.header("Location", location);
    ctx.header(DIGEST_HEADER, digest);
  }

  /** Answers a refused request. */
  void refuse(Context ctx, Refusal refusal, String message) {
    ObjectNode document = json.createObjectNode();
    document.putArray("errors").addObject().put("code", refusal.ociCode()).put("message", message);
    ctx.status(refusal.status())
        .contentType("application/json")
        .result(document.toString().getBytes(UTF_8));
  }
}
