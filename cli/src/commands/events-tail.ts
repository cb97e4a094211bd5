import { relayServices } from '@parley/backing/service-catalog';
import type { Command } from '../command.ts';
import { chosenService, serviceArgument } from './services.ts';

/** What happened, never what was said: `room export` shows content, and is an administrator's decision. */
export const eventsTail: Command = {
  name: 'events tail',
  summary: 'the events of a service as they are published: time, type, stream, version, who. Never their content',
  arguments: [serviceArgument(relayServices)],
  options: [
    { flags: '--last <number>', description: 'begin with so many of the newest (10)' },
    { flags: '--from <position>', description: 'begin after this position; 0-0 is the beginning' },
    { flags: '--stream <id>', description: 'only of this stream: a room, an account' },
    { flags: '--no-follow', description: 'end when there is no more' },
  ],
  run: async (input) => (await import('../actions/tail-events.ts')).tailEvents(chosenService(input, relayServices), input),
};
