import { databaseServices } from '@parley/backing';
import { type PublishingService, publishingServices, retryDeadLetterRpc } from '@parley/contracts';
import { createDatabase } from '@parley/event-store';
import { type DeadLetter, listDeadLetters, RpcError, requestRpc } from '@parley/messaging';
import { type Command, CommandError, UsageError } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { natsUrlOf, withNats } from '../nats.ts';
import { ownerUrlOf, serviceSettings } from '../service-settings.ts';
import { print, table, tell } from '../tty/print.ts';
import { showProgress } from '../tty/progress.ts';
import { chosenService, serviceArgument } from './services.ts';

const consuming = databaseServices.filter((service) => service !== 'auth');
type Consuming = (typeof consuming)[number];

export const deadLettersList: Command = {
  name: 'dead-letters list',
  summary: 'events of others that a service has given up after its last try',
  arguments: [serviceArgument(consuming)],
  async run(input) {
    const letters = await readLetters(chosenService(input, consuming));
    const rows = letters.map(({ id, consumer, type, stream_id, tries, failed_at, error }) => {
      return { id, consumer, type, stream_id, tries, failed_at, error };
    });
    print(input, letters, rows.length === 0 ? 'none' : table(rows));
    return letters.length === 0 ? exitCodes.done : exitCodes.found;
  },
};

export const deadLettersRetry: Command = {
  name: 'dead-letters retry',
  summary: 'handle given-up events once more, after what made them fail was mended',
  arguments: [serviceArgument(consuming), { name: '[id]', description: 'of one letter' }],
  options: [{ flags: '--all', description: 'every letter of the service, the oldest first' }],
  details: ['The event is read from its owner and handled late: what came after it has taken effect already. What fails again stays.'],
  async run(input) {
    const service = chosenService(input, consuming);
    const [, id] = input.args;
    if ((id === undefined) === (input.options.all !== true)) throw new UsageError('either the id of a letter or --all');
    const letters = (await readLetters(service)).filter((letter) => id === undefined || letter.id === id);
    if (id !== undefined && letters.length === 0) throw new CommandError(`${service} has no dead letter ${id}.`);
    const failed = await withNats(natsUrlOf(await serviceSettings(service)), async (nats) => {
      const progress = showProgress(letters.length, 'letters');
      const failures: Array<{ id: string; error: string }> = [];
      for (const letter of letters) {
        const failure = await retry(nats, service, letter);
        if (failure !== undefined) failures.push({ id: letter.id, error: failure });
        progress.add(1);
      }
      progress.stop();
      return failures;
    });
    for (const failure of failed) tell(`${failure.id}: ${failure.error}`);
    const handled = letters.length - failed.length;
    print(input, { handled, failed }, `${handled} handled, ${failed.length} failed again`);
    return failed.length === 0 ? exitCodes.done : exitCodes.failed;
  },
};

async function retry(nats: Parameters<typeof requestRpc>[0], service: Consuming, letter: DeadLetter): Promise<string | undefined> {
  try {
    await requestRpc(nats, retryDeadLetterRpc(sourceOf(letter), service), { id: letter.id }, { timeoutMs: 30_000 });
    return undefined;
  } catch (error) {
    if (error instanceof RpcError) return error.message;
    throw error;
  }
}

function sourceOf({ consumer }: DeadLetter): PublishingService {
  const source = publishingServices.find((name) => name === consumer.split(':')[0]);
  if (source === undefined) throw new CommandError(`The consumer ${consumer} is not known.`);
  return source;
}

async function readLetters(service: Consuming): Promise<DeadLetter[]> {
  const { db, close } = createDatabase({ url: await ownerUrlOf(service), poolSize: 1, applicationName: 'parley cli' });
  try {
    return await listDeadLetters(db, 1_000);
  } finally {
    await close();
  }
}
