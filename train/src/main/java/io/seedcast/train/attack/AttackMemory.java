package io.seedcast.train.attack;

/**
 * Keeps what an evaluation has done, batch by batch, so that one which was interrupted can go on.
 * Whatever else decides the results (network, images, seed) is the business of who makes it.
 */
public interface AttackMemory {
  /** Forgets everything. */
  AttackMemory NONE =
      new AttackMemory() {
        @Override
        public AttackState find(Attack attack, Epsilon epsilon) {
          return AttackState.NOTHING;
        }

        @Override
        public void keep(Attack attack, Epsilon epsilon, AttackState state) {}
      };

  /** What was kept last of an attack; {@link AttackState#NOTHING} if nothing was. */
  AttackState find(Attack attack, Epsilon epsilon);

  /** Keeps how far an attack has come, in place of what was kept of it before. */
  void keep(Attack attack, Epsilon epsilon, AttackState state);
}
