import { setTimeout as sleep } from 'node:timers/promises';
import { type ContainerServer, freePort, type RunningServer, type ServerExit } from '@parley/backing';
import { GenericContainer, getContainerRuntimeClient, type StartedTestContainer, Wait } from 'testcontainers';

export type TestContainerOptions = ContainerServer & {
  name: string;
  /** What it logs when it is about to answer; `probe` then tells whether it does. */
  ready: RegExp;
  /** What the server's data would be below, were it a program: the container is found by it. */
  dir: string;
};

/** A container's label that says whose data it holds. */
export const dataOf = 'parley.test.data-of';

const probeTimeoutMs = 120_000;
const stopGraceSeconds = 10;
const portTries = 5;

/**
 * A server in a container of the test's own, with everything that tests do to servers. Testcontainers starts it, and removes what a
 * killed run leaves behind; killing, pausing and starting the same container again goes through the engine's own interface.
 */
export async function startTestContainer(options: TestContainerOptions): Promise<RunningServer> {
  const { name, probe, url } = options;
  const { container: engine } = await getContainerRuntimeClient();
  let { port, started } = await createContainer(options);
  let pid = 0;
  let lastExit: ServerExit | undefined;
  await answer();

  const running = () => engine.getById(started.getId());

  async function answer(): Promise<void> {
    await untilItAnswers(() => probe(port), name);
    pid = (await engine.getById(started.getId()).inspect()).State.Pid;
    lastExit = undefined;
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    if (pid === 0) return;
    const container = running();
    const ended = container.wait();
    // The engine thaws a frozen container after the signal is on its way, so that nothing that it was sent meanwhile is carried out first.
    await container.kill({ signal });
    const force = setTimeout(() => void container.kill({ signal: 'SIGKILL' }).catch(() => undefined), stopGraceSeconds * 1000);
    const { StatusCode } = (await ended) as { StatusCode: number };
    clearTimeout(force);
    pid = 0;
    lastExit = { code: StatusCode, signal: null };
  }

  async function stop(): Promise<void> {
    if (pid === 0) return;
    const container = running();
    if ((await container.inspect()).State.Paused) await container.unpause();
    await container.stop({ t: stopGraceSeconds });
    lastExit = { code: (await container.inspect()).State.ExitCode, signal: null };
    pid = 0;
  }

  async function remove(): Promise<void> {
    pid = 0;
    await running().remove({ force: true, v: true });
  }

  return {
    name,
    get url() {
      return url(port);
    },
    get port() {
      return port;
    },
    get pid() {
      return pid;
    },
    get lastExit() {
      return lastExit;
    },
    kill: (signal = 'SIGKILL') => end(signal),
    pause: () => freeze(running()),
    resume: async () => void (await running().unpause()),
    stop,
    restart: async () => {
      await stop();
      await running().start();
      await answer();
    },
    wipe: async () => {
      await remove();
      ({ port, started } = await createContainer(options, port));
      await answer();
    },
    destroy: remove,
  };
}

/** With a port of the host that stays the same from start to start, unlike those that the engine chooses. */
async function createContainer(
  { part, ready, dir }: TestContainerOptions,
  wished?: number,
): Promise<{ port: number; started: StartedTestContainer }> {
  for (let attempt = 1; ; attempt += 1) {
    const port = wished ?? (await freePort());
    const container = new GenericContainer(part.image)
      .withExposedPorts({ container: part.port, host: port })
      .withLabels({ [dataOf]: dir })
      .withEnvironment(part.env ?? {})
      .withCommand(part.args)
      .withWaitStrategy(Wait.forLogMessage(ready));
    try {
      return { port, started: await container.start() };
    } catch (error) {
      // Somebody took the port between our look and the engine's bind.
      if (wished !== undefined || attempt === portTries || !/already allocated|address already in use/.test(String(error))) throw error;
    }
  }
}

/** On a busy machine, control groups of version 1 sometimes fail to hold a process that is about to fork: the engine says so, and may be asked again. */
async function freeze(container: { pause(): Promise<unknown> }): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await container.pause();
      return;
    } catch (error) {
      if (attempt === 5 || !/unable to freeze/.test(String(error))) throw error;
      await sleep(100 * attempt);
    }
  }
}

async function untilItAnswers(probe: () => Promise<void>, name: string): Promise<void> {
  const deadline = Date.now() + probeTimeoutMs;
  for (;;) {
    try {
      return await probe();
    } catch (error) {
      if (Date.now() > deadline) throw new Error(`${name} does not answer in its container`, { cause: error });
      await sleep(25);
    }
  }
}
