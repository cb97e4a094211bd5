// The entrance of every npm script. Runs under whatever Node.js ≥ 20 the machine has, so: plain JavaScript, nothing imported that
// is not built in. It sees to the dependencies, then hands over to the Node.js that they pin, which runs TypeScript directly.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, join, resolve } from 'node:path';

const root = resolve(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '..');
const pinnedNode = join(root, 'node_modules/node/bin/node');
const stampFile = join(root, 'node_modules/.parley-lock');

const verbs = {
  start: 'scripts/start.ts',
  dev: 'scripts/dev.ts',
  test: 'scripts/test.ts',
  check: 'scripts/check.ts',
  faults: 'faults/src/main.ts',
  bench: 'bench/src/main.ts',
  parley: 'cli/src/main.ts',
  screenshots: 'scripts/screenshots/take-screenshots.ts',
};

const [verb = '', ...args] = process.argv.slice(2);
const entry = verbs[verb];
if (entry === undefined) fail(`Unknown command "${verb}". Known: ${Object.keys(verbs).join(', ')}.`, 2);

ensureDependencies();
ensurePinnedNode();
handOver();

function ensureDependencies() {
  const lock = readFileSync(join(root, 'package-lock.json'), 'utf8');
  const stamp = createHash('sha256').update(lock).digest('hex');
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  if (!installedMatches(JSON.parse(lock))) installDependencies();
  writeFileSync(stampFile, stamp);
}

/** Whether what npm noted about its last installation is what the lock file asks for; so an `npm install` by hand is not repeated. */
function installedMatches(lock) {
  const noteFile = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(noteFile)) return false;
  const installed = JSON.parse(readFileSync(noteFile, 'utf8')).packages;
  return Object.entries(lock.packages).every(([path, wanted]) => {
    // Optional ones are often for other platforms; workspaces are links into the checkout.
    if (!path.includes('node_modules/') || wanted.optional || wanted.link) return true;
    return installed[path]?.version === wanted.version;
  });
}

function installDependencies() {
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const wanted = Number(/@(\d+)/.exec(packageManager)[1]);
  const version = spawnSync('npm', ['--version'], { cwd: root, encoding: 'utf8' }).stdout?.trim() ?? '';
  const isOld = Number(version.split('.')[0]) < wanted;
  const [command, ...npmArgs] = isOld ? ['npx', '--yes', packageManager, 'ci'] : ['npm', 'ci'];
  say(
    existsSync(join(root, 'node_modules')) ? 'The dependencies changed; installing them …' : 'Installing the dependencies (first start) …',
  );
  if (isOld) say(`Using ${packageManager}: npm ${version} does not know the list of packages that may run install scripts.`);
  const result = spawnSync(command, [...npmArgs, '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root, stdio: 'inherit' });
  if (result.error) fail(`${command} cannot be run: ${result.error.message}`);
  if (result.status !== 0) fail(`"${[command, ...npmArgs].join(' ')}" failed; see above.`, result.status ?? 1);
}

function ensurePinnedNode() {
  if (!existsSync(pinnedNode)) fetchPinnedNode();
  const problem = whyItDoesNotRun();
  if (problem === undefined) return;
  if (/libatomic\.so/.test(problem)) {
    installLibatomic();
    const still = whyItDoesNotRun();
    if (still === undefined) return;
    fail(`The pinned Node.js does not run:\n${still}`);
  }
  fail(`The pinned Node.js does not run:\n${problem}`);
}

/** The package `node` fetches the program for this platform in its install script, which some npm settings forbid. */
function fetchPinnedNode() {
  say('Fetching the pinned Node.js …');
  const result = spawnSync(process.execPath, ['installArchSpecificPackage'], { cwd: join(root, 'node_modules/node'), stdio: 'inherit' });
  if (result.status !== 0 || !existsSync(pinnedNode)) fail('The pinned Node.js could not be fetched; see above.');
}

function whyItDoesNotRun() {
  const result = spawnSync(pinnedNode, ['--version'], { encoding: 'utf8' });
  if (result.status === 0) return undefined;
  return result.error?.message ?? result.stderr.trim();
}

function installLibatomic() {
  const why = 'the pinned Node.js needs the library libatomic.so.1, which is missing here';
  const byHand = 'apt-get update && apt-get install -y --no-install-recommends libatomic1';
  const isRoot = process.getuid?.() === 0;
  const mayInstall = existsSync('/usr/bin/apt-get') && (isRoot || spawnSync('sudo', ['-n', 'true']).status === 0);
  if (!mayInstall) fail(`Cannot go on: ${why}. On Debian and Ubuntu:\n  sudo sh -c '${byHand}'\nOn Fedora: sudo dnf install libatomic`);
  say(`Installing libatomic1 with apt-get: ${why}.`);
  const script = `export DEBIAN_FRONTEND=noninteractive; ${byHand}`;
  const [command, ...shell] = [...(isRoot ? [] : ['sudo', '-n']), 'sh', '-c', script];
  const result = spawnSync(command, shell, { encoding: 'utf8' });
  if (result.status !== 0) fail(`${result.stdout}${result.stderr}\nlibatomic1 could not be installed.`);
}

function handOver() {
  const env = { ...process.env, PATH: [join(root, 'node_modules/.bin'), process.env.PATH ?? ''].join(delimiter) };
  // The channel carries nothing: its end tells the child that we are gone, however we went.
  const child = spawn(pinnedNode, [join(root, entry), ...args], { stdio: ['inherit', 'inherit', 'inherit', 'ipc'], env });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  watchNpm(child);
  child.on('error', (error) => fail(error.message));
  child.on('exit', (code, signal) => process.exit(signal === null ? code : 128 + constants.signals[signal]));
}

/** npm killed with SIGKILL tells nobody; we notice that we have been given to another parent. */
function watchNpm(child) {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) child.kill('SIGTERM');
  }, 1_000).unref();
}

function say(line) {
  process.stderr.write(`${line}\n`);
}

function fail(message, status = 1) {
  say(message);
  process.exit(status);
}
