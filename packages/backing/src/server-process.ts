import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './free-port.ts';
import { guardProcess, releaseProcess } from './process-guard.ts';
import { hasStopped, sendSignal } from './process-identity.ts';

export type Log = (line: string) => void;

export type Launch = { file: string; args: string[]; uid?: number; gid?: number; env?: Record<string, string> };

/** What tells one kind of server from another; `runServer` does the rest. */
export type ServerRecipe = {
  name: string;
  logFile: string;
  stopSignal: 'SIGTERM' | 'SIGINT';
  /** How long an orderly end may take before it is forced; default 10 s. */
  stopGraceMs?: number;
  /** Makes the data ready for a start; called before every start, so cheap when there is nothing to do. */
  prepare(): Promise<void>;
  launch(port: number): Promise<Launch>;
  /** Throws until the server answers properly. */
  probe(port: number): Promise<void>;
  url(port: number): string;
  deleteData(): Promise<void>;
  /** For a server that is not our own child, such as one in a container. */
  signal?(signal: NodeJS.Signals): Promise<void>;
};

export type ServerExit = { code: number | null; signal: NodeJS.Signals | null };

export type RunningServer = {
  readonly name: string;
  readonly url: string;
  readonly port: number;
  /** Of the process that runs now; 0 while it is down. */
  readonly pid: number;
  /** How the last process ended; undefined while it runs. */
  readonly lastExit: ServerExit | undefined;
  /** Sends the signal and waits until the process is gone. It stays down until `restart`. */
  kill(signal?: NodeJS.Signals): Promise<void>;
  /** SIGSTOP: the process keeps its connections and answers nothing. Resolves when it has come to a stop. */
  pause(): Promise<void>;
  resume(): Promise<void>;
  /** Ends it in order, by force when that takes too long. */
  stop(): Promise<void>;
  /** Same port, same data; also from down. */
  restart(): Promise<void>;
  /** Stop, delete all data, start empty on the same port. */
  wipe(): Promise<void>;
  /** Stop and delete all data: the end of a test's server. */
  destroy(): Promise<void>;
};

export type ServerOptions = {
  /** Taken as it is: in use means failure. Without it the server gets a free one. */
  port?: number;
  log?: Log;
  startTimeoutMs?: number;
  /** Called when the server ends without having been asked to. */
  onCrash?: (server: RunningServer) => void;
};

export class ServerStartError extends Error {
  override name = 'ServerStartError';
}

/** A process in the kernel (on a slow disk, for one) stops when it comes back from there. */
const stopDeadlineMs = 5_000;

type Running = { child: ChildProcess; pid: number; exited: Promise<ServerExit>; ready: boolean; wanted: boolean };

export async function runServer(recipe: ServerRecipe, options: ServerOptions): Promise<RunningServer> {
  let port = options.port ?? (await freePort());
  let running: Running | undefined;
  let lastExit: ServerExit | undefined;

  async function start(): Promise<void> {
    await recipe.prepare();
    const launched = await spawnServer(recipe, port);
    running = launched;
    lastExit = undefined;
    void launched.exited.then((exit) => {
      lastExit = exit;
      releaseProcess(launched.pid);
      if (running === launched) running = undefined;
      // One that fails while starting has a caller to tell.
      if (launched.ready && launched.wanted) options.onCrash?.(server);
    });
    try {
      await waitUntilReady(recipe, port, launched, options.startTimeoutMs ?? 120_000);
      launched.ready = true;
    } catch (error) {
      await end('SIGKILL');
      throw error;
    }
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    const ending = running;
    if (ending === undefined) return;
    ending.wanted = false;
    await deliver(ending, signal);
    // A stopped process takes nothing but SIGKILL until it continues.
    await deliver(ending, 'SIGCONT');
    const force = setTimeout(() => void deliver(ending, 'SIGKILL'), recipe.stopGraceMs ?? 10_000);
    await ending.exited;
    clearTimeout(force);
  }

  async function deliver(target: Running, signal: NodeJS.Signals): Promise<void> {
    if (recipe.signal === undefined) sendSignal(target.pid, signal);
    else await recipe.signal(signal);
  }

  const server: RunningServer = {
    name: recipe.name,
    get url() {
      return recipe.url(port);
    },
    get port() {
      return port;
    },
    get pid() {
      return running?.pid ?? 0;
    },
    get lastExit() {
      return lastExit;
    },
    kill: (signal = 'SIGKILL') => end(signal),
    pause: async () => {
      if (running === undefined) return;
      const { pid } = running;
      await deliver(running, 'SIGSTOP');
      // Docker answers when it is done. A signal is on its way for a moment, in which a server once answered what it should not have.
      if (recipe.signal !== undefined) return;
      for (const deadline = Date.now() + stopDeadlineMs; !hasStopped(pid) && Date.now() < deadline; ) await sleep(1);
    },
    resume: async () => {
      if (running !== undefined) await deliver(running, 'SIGCONT');
    },
    stop: () => end(recipe.stopSignal),
    restart: async () => {
      await end(recipe.stopSignal);
      await start();
    },
    wipe: async () => {
      await end('SIGKILL');
      await recipe.deleteData();
      await start();
    },
    destroy: async () => {
      await end(recipe.stopSignal);
      await recipe.deleteData();
    },
  };

  for (let attempt = 1; ; attempt++) {
    try {
      await start();
      return server;
    } catch (error) {
      // Somebody took the port between our look and the server's bind.
      const portTaken = error instanceof ServerStartError && /in use|already allocated/i.test(error.message);
      if (options.port !== undefined || !portTaken || attempt === 5) throw error;
      port = await freePort();
    }
  }
}

async function spawnServer(recipe: ServerRecipe, port: number): Promise<Running> {
  const { file, args, uid, gid, env } = await recipe.launch(port);
  await mkdir(dirname(recipe.logFile), { recursive: true });
  const output = openSync(recipe.logFile, 'a');
  const child = spawn(file, args, {
    // Out of the terminal's process group: Ctrl+C reaches us alone, and we end the servers after the services.
    detached: true,
    cwd: '/',
    stdio: ['ignore', output, output],
    env: { PATH: process.env.PATH, LANG: 'C.UTF-8', HOME: process.env.HOME, ...env },
    ...(uid === undefined ? {} : { uid, gid }),
  });
  closeSync(output);
  const spawned = new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (error) => reject(new ServerStartError(`${recipe.name}: ${error.message}`)));
  });
  const exited = new Promise<ServerExit>((resolve) => child.once('exit', (code, signal) => resolve({ code, signal })));
  await spawned;
  const pid = child.pid ?? 0;
  guardProcess(pid, recipe.stopSignal);
  return { child, pid, exited, ready: false, wanted: true };
}

async function waitUntilReady(recipe: ServerRecipe, port: number, running: Running, timeoutMs: number): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  let lastFault: unknown;
  while (Date.now() < deadline) {
    if (running.child.exitCode !== null || running.child.signalCode !== null) {
      throw new ServerStartError(`${recipe.name} ended while starting.\n${logTail(recipe.logFile)}`);
    }
    try {
      await recipe.probe(port);
      return;
    } catch (error) {
      lastFault = error;
      await sleep(25);
    }
  }
  throw new ServerStartError(`${recipe.name} did not answer within ${timeoutMs} ms: ${String(lastFault)}\n${logTail(recipe.logFile)}`);
}

function logTail(file: string): string {
  try {
    return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-8).join('\n');
  } catch {
    return '';
  }
}

export async function deleteFolder(dir: string): Promise<void> {
  await rm(dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}
