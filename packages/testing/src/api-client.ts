import { randomBytes } from 'node:crypto';
import type { Account, CreateRoomBody, LoginResult, Message, Problem, RegisterBody, RoomSummary } from '@parley/contracts';

/** Plain HTTP as anybody would speak it, so that tests of the services do not rest on the SDK. */
export type ApiResponse<Body = unknown> = { status: number; headers: Headers; body: Body };

export type ApiRequest = { method?: string; token?: string; body?: unknown; headers?: Record<string, string> };

/** One request below `/api/v1`. Never throws for a status: that is for the test to judge. */
export async function callApi<Body>(baseUrl: string, path: string, request: ApiRequest = {}): Promise<ApiResponse<Body>> {
  const { method = request.body === undefined ? 'GET' : 'POST', token, body, headers } = request;
  const response = await fetch(`${baseUrl}/api/v1${path}`, {
    method,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(30_000),
  });
  const text = await response.text();
  // One document: lines of JSON are for the test to take apart.
  const isJson = /[/+]json\b/.test(response.headers.get('content-type') ?? '');
  return { status: response.status, headers: response.headers, body: (isJson ? JSON.parse(text) : text) as Body };
}

/** As `callApi`, for steps on the way to what a test is about: anything but success throws. */
export async function mustCallApi<Body>(baseUrl: string, path: string, request: ApiRequest = {}): Promise<Body> {
  const response = await callApi<Body | Problem>(baseUrl, path, request);
  if (response.status < 200 || response.status > 299) {
    throw new Error(`${request.method ?? ''} ${path}: ${response.status} ${JSON.stringify(response.body)}`);
  }
  return response.body as Body;
}

export type TestUser = {
  id: string;
  username: string;
  email: string;
  password: string;
  accessToken: string;
  refreshToken: string;
  account: Account;
};

export const testPassword = 'Correct-Horse-7';

/** A new account, signed in. The name gets a suffix, so that tests on one stack do not meet. */
export async function registerUser({ url }: { url: string }, name = 'user'): Promise<TestUser> {
  const username = `${name}_${randomBytes(4).toString('hex')}`;
  const email = `${username}@example.org`;
  const body: RegisterBody = { email, username, display_name: name.charAt(0).toUpperCase() + name.slice(1), password: testPassword };
  await mustCallApi(url, '/auth/register', { body });
  return logIn({ url }, { email, password: testPassword });
}

export async function logIn({ url }: { url: string }, { email, password }: { email: string; password: string }): Promise<TestUser> {
  const result = await mustCallApi<LoginResult>(url, '/auth/login', { body: { email, password } });
  const { access_token: accessToken, refresh_token: refreshToken, user: account } = result;
  return { id: account.id, username: account.username, email, password, accessToken, refreshToken, account };
}

export function createRoom({ url }: { url: string }, user: TestUser, room: CreateRoomBody): Promise<RoomSummary> {
  return mustCallApi<RoomSummary>(url, '/rooms', { token: user.accessToken, body: room });
}

export function createGroup(
  { url }: { url: string },
  owner: TestUser,
  members: readonly TestUser[],
  name = 'Test group',
): Promise<RoomSummary> {
  return createRoom({ url }, owner, { type: 'group', name, member_ids: members.map(({ id }) => id) });
}

export function sendMessage(
  { url }: { url: string },
  user: TestUser,
  message: { roomId: string; content: string; clientId?: string },
): Promise<Message> {
  const body = { client_id: message.clientId ?? crypto.randomUUID(), content: message.content };
  return mustCallApi<Message>(url, `/rooms/${message.roomId}/messages`, { token: user.accessToken, body });
}
