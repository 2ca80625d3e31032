package io.seedcast.e2e;

import java.nio.file.Path;

/**
 * Stands where the real command would, so that the launcher's own work can be seen: prints what it
 * was given.
 */
final class EchoCommand {
  private EchoCommand() {}

  public static void main(String[] arguments) {
    System.out.println("in " + Path.of("").toAbsolutePath());
    for (String argument : arguments) {
      System.out.println("[" + argument + "]");
    }
    if (arguments.length > 0 && arguments[0].equals("fail")) {
      System.exit(3);
    }
  }
}
