package io.seedcast.train.attack;

/**
 * Something that is true of any network if attacks do their work. Where it does not hold, the
 * accuracies under attack are too good to be true.
 *
 * @param name the rule
 * @param holds whether it does
 * @param numbers the accuracies it was judged by
 */
public record SanityRule(String name, boolean holds, String numbers) {}
