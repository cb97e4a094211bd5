import { createInterface } from 'node:readline/promises';

export class NotConfirmedError extends Error {
  override readonly name = 'NotConfirmedError';
}

/** @throws NotConfirmedError unless somebody at the terminal says yes */
export async function confirm(destroys: string): Promise<void> {
  if (process.stdin.isTTY !== true || process.stderr.isTTY !== true) {
    throw new NotConfirmedError(`${destroys} Say --yes when you mean it.`);
  }
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await lines.question(`${destroys} Go on? (yes/no) `);
    if (!/^y(es)?$/i.test(answer.trim())) throw new NotConfirmedError('Nothing was done.');
  } finally {
    lines.close();
  }
}
