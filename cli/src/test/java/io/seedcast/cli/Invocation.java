package io.seedcast.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintWriter;
import java.io.StringWriter;

/** What a command that ran in this process left behind. */
record Invocation(int exitCode, String out, String err) {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  /** Runs a command; words are separated by one space. */
  static Invocation of(String commandLine) {
    return of(commandLine.isEmpty() ? new String[0] : commandLine.split(" "));
  }

  static Invocation of(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode = Seedcast.run(new PrintWriter(out), new PrintWriter(err), arguments);
    return new Invocation(exitCode, out.toString(), err.toString());
  }

  /** Standard output as the one document that it must be. */
  JsonNode document() throws JsonProcessingException {
    return MAPPER.readTree(out);
  }
}
