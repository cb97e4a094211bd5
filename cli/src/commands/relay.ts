import { relayServices } from '@parley/backing/service-catalog';
import type { Command } from '../command.ts';
import { chosenService, serviceArgument } from './services.ts';

export const relayStatus: Command = {
  name: 'relay status',
  summary: 'how far each service has published its events, and what still waits',
  run: async (input) => (await import('../actions/show-relay-status.ts')).showRelayStatus(input),
};

export const relayRepublish: Command = {
  name: 'relay republish',
  summary: 'delete a service’s stream in NATS and have the relay fill it again',
  arguments: [serviceArgument(relayServices)],
  destroys: ({ args }) => `The events of ${args[0] ?? 'the service'} in NATS are deleted; Postgres keeps them.`,
  details: [
    'For a stream that is damaged, or whose settings cannot be changed. The last ten minutes are published again, consumers read what is',
    'older from the owner. Nobody loses anything and nothing happens twice: docs/decisions/0001-event-store-and-relay.md.',
  ],
  run: async (input) => (await import('../actions/republish-events.ts')).republishEvents(chosenService(input, relayServices), input),
};
