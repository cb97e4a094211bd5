import type { DatabaseService } from '@parley/backing/service-catalog';
import { type PublishingService, publishingServices, retryDeadLetterRpc } from '@parley/contracts';
import { type DeadLetter, RpcError, requestRpc } from '@parley/messaging';
import { CommandError, type CommandInput, UsageError } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { natsUrlOf, withNats } from '../nats.ts';
import { serviceSettings } from '../service-settings.ts';
import { print, tell } from '../tty/print.ts';
import { showProgress } from '../tty/progress.ts';
import { readDeadLetters } from './read-dead-letters.ts';

/** `dead-letters retry`: asks the service that runs to handle them once more. */
export async function retryDeadLetters(service: DatabaseService, input: CommandInput): Promise<number> {
  const [, id] = input.args;
  if ((id === undefined) === (input.options.all !== true)) throw new UsageError('either the id of a letter or --all');
  const letters = (await readDeadLetters(service)).filter((letter) => id === undefined || letter.id === id);
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
}

async function retry(nats: Parameters<typeof requestRpc>[0], service: DatabaseService, letter: DeadLetter): Promise<string | undefined> {
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
