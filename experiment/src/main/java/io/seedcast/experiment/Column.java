package io.seedcast.experiment;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a table tells of each run. */
enum Column {
  /** Of the regrown network on the test images. */
  @JsonProperty("accuracy")
  ACCURACY("accuracy"),
  /** Learned values. */
  @JsonProperty("learned")
  LEARNED("learned"),
  /** ReFrame's first indicator: bytes sent. */
  @JsonProperty("sent")
  SENT("sent"),
  /** ReFrame's second indicator: multiply-accumulates for one image. */
  @JsonProperty("computed")
  COMPUTED("computed"),
  /** ReFrame's third indicator: bytes stored on the device. */
  @JsonProperty("stored")
  STORED("stored");

  private final String title;

  Column(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }
}
