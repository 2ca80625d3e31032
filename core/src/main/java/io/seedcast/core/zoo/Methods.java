package io.seedcast.core.zoo;

import io.seedcast.core.failure.Choices;
import java.util.List;

/** The methods that can be named. */
public final class Methods {

  /** Every method, in the order of the papers. */
  public static final List<Method> ALL =
      List.of(
          StandardStyle.METHOD,
          MonoStyle.METHOD,
          LocalBinaryStyle.METHOD,
          PerturbativeStyle.METHOD,
          ShiftStyle.METHOD,
          GhostStyle.METHOD,
          ReframeStyle.METHOD,
          GroupNonlinearStyle.METHOD);

  private Methods() {}

  /**
   * Finds a method by its {@link Method#id}.
   *
   * @throws IllegalArgumentException naming the accepted ones if there is none of that name
   */
  public static Method named(String id) {
    return Choices.find("method", id, ALL, Method::id);
  }
}
