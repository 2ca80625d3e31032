package io.seedcast.hub;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** What a hub in this process logs while this is open; it is not printed then. */
final class LogLines implements AutoCloseable {
  private final Logger logger = (Logger) LoggerFactory.getLogger("io.seedcast.hub");
  private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

  LogLines() {
    appender.start();
    logger.addAppender(appender);
    logger.setAdditive(false);
  }

  /** The messages of a level, and the messages of their exceptions behind them. */
  List<String> of(Level level) {
    return List.copyOf(appender.list).stream()
        .filter(event -> event.getLevel().equals(level))
        .map(LogLines::text)
        .toList();
  }

  private static String text(ILoggingEvent event) {
    StringBuilder text = new StringBuilder(event.getFormattedMessage());
    for (var cause = event.getThrowableProxy(); cause != null; cause = cause.getCause()) {
      text.append(" | ").append(cause.getMessage());
    }
    return text.toString();
  }

  @Override
  public void close() {
    logger.setAdditive(true);
    logger.detachAppender(appender);
  }
}
