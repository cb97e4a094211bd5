import { access, writeFile } from 'node:fs/promises';
import type { LoginBody, LoginResult, Message, RegisterBody, RoomSummary } from '@parley/contracts';

/** For trying Parley out on one's own machine; a production installation never runs this. */
export const demoPassword = 'Parley-Demo-1';
export const demoAccounts = [
  { email: 'ada@example.org', username: 'ada', display_name: 'Ada Lovelace' },
  { email: 'grace@example.org', username: 'grace', display_name: 'Grace Hopper' },
] as const;

type Speaker = 'ada' | 'grace';
type Line = readonly [Speaker, string];

const inTheGroup: readonly Line[] = [
  ['ada', 'Welcome to the engine room! This group was made by the first start.'],
  ['grace', 'Hello Ada. I brought a compiler.'],
  ['ada', 'And I brought a note on the analytical engine. It got a little long.'],
  ['grace', 'Open a second browser as the other one of us, and watch the messages cross.'],
];
const inPrivate: readonly Line[] = [
  ['grace', 'Psst – direct messages work as well.'],
  ['ada', 'So they do. Nobody else reads this.'],
];

/**
 * Two accounts, a group and a direct conversation, through the public API as any client would make them. Safe to repeat after an
 * interruption: everything carries keys by which the services know it again.
 */
export async function seedDemo(baseUrl: string): Promise<void> {
  const people = { ada: await signUp(baseUrl, demoAccounts[0]), grace: await signUp(baseUrl, demoAccounts[1]) };
  const grace = people.grace.user.id;
  const asAda = { token: people.ada.access_token };
  const groupBody = { type: 'group', name: 'Engine room', description: 'Where the machines are', member_ids: [grace] };
  const headers = { 'idempotency-key': demoId(1, 0) };
  const group = await call<RoomSummary>(baseUrl, '/rooms', { ...asAda, headers, body: groupBody });
  const direct = await call<RoomSummary>(baseUrl, '/rooms', { ...asAda, body: { type: 'direct', member_ids: [grace] } });
  for (const [conversation, room, lines] of [[2, group, inTheGroup] as const, [3, direct, inPrivate] as const]) {
    for (const [index, [speaker, content]] of lines.entries()) {
      const body = { client_id: demoId(conversation, index), content };
      await call<Message>(baseUrl, `/rooms/${room.id}/messages`, { token: people[speaker].access_token, body });
    }
  }
}

/** As `seedDemo`, but not again where it was finished: people may have talked on since. */
export async function ensureDemo(baseUrl: string, doneFile: string): Promise<void> {
  const done = await access(doneFile).then(
    () => true,
    () => false,
  );
  if (done && (await post(baseUrl, '/auth/login', { body: { email: demoAccounts[0].email, password: demoPassword } })).ok) return;
  await seedDemo(baseUrl);
  await writeFile(doneFile, '');
}

async function signUp(baseUrl: string, account: (typeof demoAccounts)[number]): Promise<LoginResult> {
  const registration: RegisterBody = { ...account, password: demoPassword };
  const registered = await post(baseUrl, '/auth/register', { body: registration });
  // Taken: by ourselves, in a start that was interrupted. If by somebody else, logging in says so.
  if (!registered.ok && registered.status !== 409) throw await refusal('/auth/register', registered);
  const login: LoginBody = { email: account.email, password: demoPassword };
  return call<LoginResult>(baseUrl, '/auth/login', { body: login });
}

type Request = { body: unknown; token?: string; headers?: Record<string, string> };

async function call<Body>(baseUrl: string, path: string, request: Request): Promise<Body> {
  const response = await post(baseUrl, path, request);
  if (!response.ok) throw await refusal(path, response);
  return (await response.json()) as Body;
}

function post(baseUrl: string, path: string, { body, token, headers }: Request): Promise<Response> {
  return fetch(`${baseUrl}/api/v1${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token === undefined ? {} : { authorization: `Bearer ${token}` }), ...headers },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(15_000),
  });
}

async function refusal(path: string, response: Response): Promise<Error> {
  return new Error(`${path}: ${response.status} ${await response.text()}`);
}

/** The same id in every start, of the shape of a UUID of version 4. */
function demoId(conversation: number, index: number): string {
  return `00000000-0000-4000-8000-${String(conversation).padStart(6, '0')}${String(index).padStart(6, '0')}`;
}
