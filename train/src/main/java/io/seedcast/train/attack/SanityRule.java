package io.seedcast.train.attack;

/**
 * Something that is true of any network if attacks do their work. Where it does not hold, the
 * accuracies under attack are too good to be true.
 *
 * @param name the rule
 * @param state what was found
 * @param detail the accuracies it was judged by; of a rule that was not checked what it needs, of
 *     one that is true by construction why
 */
public record SanityRule(String name, State state, String detail) {
  /** What was found of a rule. */
  public enum State {
    /** It was checked, and is so. */
    HOLDS("holds"),
    /** It was checked, and is not so. */
    FAILS("does not hold"),
    /** What it is judged by was not asked for. */
    NOT_CHECKED("not checked"),
    /** It could not be otherwise, so it says nothing about the attacks. */
    BY_CONSTRUCTION("true by construction");

    private final String text;

    State(String text) {
      this.text = text;
    }

    /** As reports have it. */
    public String text() {
      return text;
    }
  }

  static SanityRule checked(String name, boolean holds, String numbers) {
    return new SanityRule(name, holds ? State.HOLDS : State.FAILS, numbers);
  }

  static SanityRule notChecked(String name, String needs) {
    return new SanityRule(name, State.NOT_CHECKED, "needs " + needs);
  }
}
