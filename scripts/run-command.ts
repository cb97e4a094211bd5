import { type ChildProcess, spawn } from 'node:child_process';
import { repositoryRoot } from '@parley/backing';

export type CommandResult = { code: number; output: string };

export type CommandOptions = {
  env?: Record<string, string | undefined>;
  /** Passes the output on as it comes instead of keeping it. */
  show?: boolean;
};

const running = new Set<ChildProcess>();

/** Runs a program from the repository's root to its end. A program that cannot be started counts as failed. */
export function runCommand(file: string, args: readonly string[], { env, show = false }: CommandOptions = {}): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = spawn(file, args, {
      cwd: repositoryRoot,
      env: { ...process.env, ...env },
      stdio: ['ignore', show ? 'inherit' : 'pipe', show ? 'inherit' : 'pipe'],
    });
    running.add(child);
    child.once('exit', () => running.delete(child));
    const output: string[] = [];
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => output.push(chunk.toString()));
    child.once('error', (error) => resolve({ code: 127, output: error.message }));
    child.once('close', (code) => resolve({ code: code ?? 1, output: output.join('') }));
  });
}

/** For a sudden end: what runs would otherwise run on. */
export function endRunningCommands(): void {
  for (const child of running) child.kill('SIGTERM');
}
