package io.seedcast.hub;

/** Why a request is not served, in the three languages in which it is said. */
enum Refusal {
  NAME_INVALID(400, "NAME_INVALID", "hub.name"),
  TAG_INVALID(400, "TAG_INVALID", "hub.tag"),
  DIGEST_INVALID(400, "DIGEST_INVALID", "hub.digest"),
  MANIFEST_INVALID(400, "MANIFEST_INVALID", "hub.manifest"),
  REPORT_INVALID(400, "UNSUPPORTED", "hub.report"),
  UPLOAD_INVALID(400, "BLOB_UPLOAD_INVALID", "hub.upload"),
  RANGE_OUT_OF_ORDER(416, "BLOB_UPLOAD_INVALID", "hub.upload-order"),
  RANGE_UNSATISFIABLE(416, "BLOB_UPLOAD_INVALID", "hub.range"),
  UNAUTHORIZED(401, "UNAUTHORIZED", "hub.unauthorized"),
  NAME_UNKNOWN(404, "NAME_UNKNOWN", "hub.unknown-model"),
  MANIFEST_UNKNOWN(404, "MANIFEST_UNKNOWN", "hub.unknown-version"),
  BLOB_UNKNOWN(404, "BLOB_UNKNOWN", "hub.unknown-part"),
  MANIFEST_BLOB_UNKNOWN(404, "MANIFEST_BLOB_UNKNOWN", "hub.missing-part"),
  UPLOAD_UNKNOWN(404, "BLOB_UPLOAD_UNKNOWN", "hub.unknown-upload"),
  ROUTE_UNKNOWN(404, "UNSUPPORTED", "hub.unknown-path"),
  UPLOAD_BUSY(409, "BLOB_UPLOAD_INVALID", "hub.upload-busy"),
  VERSION_PUBLISHED(409, "DENIED", "hub.version-published"),
  TOO_LARGE(413, "SIZE_INVALID", "hub.too-large"),
  TOO_MANY(429, "TOOMANYREQUESTS", "hub.too-many"),
  DISK_FULL(507, "DENIED", "hub.disk-full"),
  INTERNAL(500, "UNSUPPORTED", "hub.internal");

  private final int status;
  private final String ociCode;
  private final String code;

  Refusal(int status, String ociCode, String code) {
    this.status = status;
    this.ociCode = ociCode;
    this.code = code;
  }

  /** The HTTP status. */
  int status() {
    return status;
  }

  /** The code in an OCI distribution error document. */
  String ociCode() {
    return ociCode;
  }

  /** The stable code in a problem document. */
  String code() {
    return code;
  }

  /** Whether it is the hub that failed, not the one who asked. */
  boolean isHubsFault() {
    return status >= 500;
  }

  /** Returns an exception that says so. */
  RefusedException because(String message) {
    return new RefusedException(this, message);
  }
}
