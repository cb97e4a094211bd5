/** Domain code as three pure things. Time, ids and randomness come in with the command. */
export type Decider<State, Command, Event, Refusal> = {
  initial: State;
  decide(command: Command, state: State): Decision<Event, Refusal>;
  evolve(state: State, event: Event): State;
};

/** What a command leads to: events (none: nothing to do), or a refusal. */
export type Decision<Event, Refusal> = { events: readonly Event[] } | { refusal: Refusal };
