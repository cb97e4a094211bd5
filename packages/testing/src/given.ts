import { isDeepStrictEqual } from 'node:util';

/** The three pure things of an aggregate (see ARCHITECTURE.md). */
export type Decider<State, Command, Event, Refusal> = {
  initial: State;
  decide(command: Command, state: State): Decision<Event, Refusal>;
  evolve(state: State, event: Event): State;
};

type Decision<Event, Refusal> = { events: readonly Event[] } | { refusal: Refusal };

export type Outcome<Event, Refusal> = {
  /** Exactly these events, in this order; none for a command that changes nothing. */
  then(...events: readonly Event[]): void;
  /** Refused for exactly this reason. */
  thenRefused(refusal: Refusal): void;
};

/** `given(decider, …events).when(command).then(…events)`: a specification without a database. */
export function given<State, Command, Event, Refusal>(
  decider: Decider<State, Command, Event, Refusal>,
  ...events: readonly Event[]
): { when(command: Command): Outcome<Event, Refusal> } {
  const state = events.reduce((current, event) => decider.evolve(current, event), decider.initial);
  return { when: (command) => outcomeOf(decider.decide(command, state)) };
}

function outcomeOf<Event, Refusal>(decision: Decision<Event, Refusal>): Outcome<Event, Refusal> {
  return {
    // biome-ignore lint/suspicious/noThenProperty: the sentence given-when-then is worth it, and an outcome is never awaited
    then: (...expected) => {
      if ('refusal' in decision) throw new Error(`Refused with ${show(decision.refusal)}, but expected ${show(expected)}`);
      if (!isDeepStrictEqual(decision.events, expected))
        throw new Error(`Decided ${show(decision.events)}\nbut expected ${show(expected)}`);
    },
    thenRefused: (expected) => {
      if ('events' in decision) throw new Error(`Decided ${show(decision.events)}, but should refuse with ${show(expected)}`);
      if (!isDeepStrictEqual(decision.refusal, expected)) throw new Error(`Refused with ${show(decision.refusal)}, not ${show(expected)}`);
    },
  };
}

function show(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => (typeof part === 'bigint' ? `${part}n` : part), 2);
}
