package io.seedcast.train.attack;

/**
 * An image that took little to fall.
 *
 * @param attack under which it fell with the smallest change
 * @param epsilon the smallest one under which it fell to any attack
 * @param example what it became
 */
public record WorstCase(Attack attack, Epsilon epsilon, AdversarialExample example) {}
