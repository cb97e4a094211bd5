import { Counter } from 'prom-client';

const labelNames = ['consumer'] as const;

export const consumedEvents = new Counter({ name: 'parley_consumer_events_total', help: 'Events that took effect', labelNames });
export const repeatedEvents = new Counter({
  name: 'parley_consumer_repeated_total',
  help: 'Events delivered again and skipped',
  labelNames,
});
export const catchUps = new Counter({
  name: 'parley_consumer_catch_ups_total',
  help: 'Times that a consumer read what it missed from the owner',
  labelNames,
});
export const retries = new Counter({ name: 'parley_consumer_retries_total', help: 'Tries of an event that failed', labelNames });
export const deadLetters = new Counter({
  name: 'parley_consumer_dead_letters_total',
  help: 'Events given up after the last try',
  labelNames,
});
