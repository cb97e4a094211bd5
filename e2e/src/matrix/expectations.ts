import { mustCallApi } from '@parley/testing';
import { accountExpectations } from './account-expectations.ts';
import { type Expectation, inFreshRoom, inRoom, someId } from './expectation.ts';
import { aboutFriend, aboutIncomingRequest, aboutOutgoingRequest, aboutStranger } from './friendship-fixtures.ts';
import { aboutInvite } from './invite-fixtures.ts';
import { aboutOwnFile, aboutSentFile, pictureForm } from './media-fixtures.ts';
import { aboutMessage, aboutOwnMessage } from './message-fixtures.ts';
import { administrators, anyone, managers, members, membersAmong, ownerOnly, signedIn } from './roles.ts';

/**
 * Who may ask what, over HTTP: every route of `/openapi.json`, without `/api/v1`. A route that is missing here fails the test, which
 * says what to add. The tables of statuses are in `roles.ts`, what fills a request in `expectation.ts`.
 */
export const expectations: Readonly<Record<string, Expectation>> = {
  ...accountExpectations,
  // Accounts and sessions
  'GET /.well-known/jwks.json': { status: anyone(200) },
  'GET /auth/availability': { request: () => ({ query: { username: 'nobody_has_this' } }), status: anyone(200) },
  'POST /auth/register': { request: () => ({ body: newAccount() }), status: anyone(201) },
  'POST /auth/login': {
    request: async (world) => {
      const { email, password } = await world.stranger();
      return { body: { email, password } };
    },
    status: anyone(200),
  },
  'POST /auth/refresh': {
    request: async (world) => ({ body: { refresh_token: (await world.stranger()).refreshToken } }),
    status: anyone(200),
  },
  'POST /auth/logout': { status: signedIn(204), throwaway: true },
  'POST /auth/logout-all': { status: signedIn(204), throwaway: true },
  'GET /auth/sessions': { status: signedIn(200) },
  // Somebody else's: nobody ends that, and nobody learns that it exists.
  'DELETE /auth/sessions/{id}': {
    request: async (world) => {
      const { accessToken: token } = await world.stranger();
      const { items } = await mustCallApi<{ items: Array<{ id: string }> }>(world.stack.url, '/auth/sessions', { token });
      return { params: { id: items[0]?.id ?? '' } };
    },
    status: signedIn(404),
  },
  'POST /auth/password/forgot': { request: () => ({ body: { email: 'nobody@example.org' } }), status: anyone(202) },
  'POST /auth/password/reset': { request: () => ({ body: { token: 'made-up', password: 'Other-Horse-8' } }), status: anyone(400) },
  'POST /auth/password/change': {
    request: (_world, { user }) => ({ body: { current_password: user?.password ?? 'x', new_password: 'Other-Horse-8' } }),
    status: signedIn(204),
    throwaway: true,
  },
  'GET /users/me': { status: signedIn(200) },
  'PATCH /users/me': { request: () => ({ body: { status_text: 'Testing' } }), status: signedIn(200) },
  'GET /users/search': { request: () => ({ query: { q: 'owner' } }), status: signedIn(200) },
  'GET /users/{username_or_id}': {
    request: (world) => ({ params: { username_or_id: world.caller('owner')?.username ?? '' } }),
    status: signedIn(200),
  },

  // Rooms
  'GET /rooms': { status: signedIn(200) },
  'POST /rooms': { request: () => ({ body: { type: 'group', name: 'Mine' } }), status: signedIn(201) },
  'GET /rooms/{id}': { request: inRoom(), status: members(200) },
  'PATCH /rooms/{id}': { request: inFreshRoom(() => ({ body: { name: 'Renamed' } })), status: managers(200) },
  'DELETE /rooms/{id}': { request: inFreshRoom(), status: ownerOnly(204) },
  'GET /channels': { status: signedIn(200) },
  'GET /channels/{slug}': { request: inRoom(({ slug }) => ({ params: { slug } }), 'channel'), status: signedIn(200) },
  'POST /rooms/{id}/join': {
    request: inFreshRoom(undefined, 'channel'),
    status: signedIn(200, { member: 409, admin: 409, owner: 409 }),
  },
  'POST /rooms/{id}/leave': { request: inFreshRoom(), status: members(204, { owner: 409 }) },
  'GET /rooms/{id}/members': { request: inRoom(), status: members(200) },
  'POST /rooms/{id}/members': {
    request: async (world, caller) => {
      const { id: user_id } = await world.stranger();
      return inFreshRoom(() => ({ body: { user_id } }))(world, caller);
    },
    status: members(200),
  },
  'PATCH /rooms/{id}/members/{user_id}': {
    request: inFreshRoom(({ bystander }) => ({ params: { user_id: bystander.id }, body: { role: 'admin' } })),
    status: managers(204),
  },
  'DELETE /rooms/{id}/members/{user_id}': {
    request: inFreshRoom(({ bystander }) => ({ params: { user_id: bystander.id } })),
    status: managers(204),
  },
  'POST /rooms/{id}/transfer': {
    request: inFreshRoom(({ bystander }) => ({ body: { user_id: bystander.id } })),
    status: ownerOnly(204),
  },
  'PUT /rooms/{id}/mute': { request: inFreshRoom(() => ({ body: { muted: true } })), status: members(200) },
  'POST /rooms/{id}/invites': { request: inFreshRoom(() => ({ body: { max_uses: 1 } })), status: managers(201) },
  'GET /rooms/{id}/invites': { request: inRoom(), status: managers(200) },
  // Whoever holds the code may look and enter; who is in already is told so.
  'GET /invites/{code}': { request: aboutInvite, status: signedIn(200) },
  'POST /invites/{code}': { request: aboutInvite, status: signedIn(200, { member: 409, admin: 409, owner: 409 }) },
  'DELETE /invites/{code}': { request: aboutInvite, status: managers(204) },
  'GET /admin/rooms': { status: administrators(200) },
  'DELETE /admin/rooms/{id}': { request: inFreshRoom(), status: administrators(204) },

  // Friends
  'GET /friends': { status: signedIn(200) },
  'DELETE /friends/{user_id}': { request: aboutFriend, status: signedIn(204) },
  'GET /friends/requests': { status: signedIn(200) },
  'POST /friends/requests': {
    request: async (world) => ({ body: { user_id: (await world.stranger()).id } }),
    status: signedIn(201),
  },
  'POST /friends/requests/{id}/accept': { request: aboutIncomingRequest, status: signedIn(200) },
  'POST /friends/requests/{id}/decline': { request: aboutIncomingRequest, status: signedIn(204) },
  'DELETE /friends/requests/{id}': { request: aboutOutgoingRequest, status: signedIn(204) },
  'GET /blocks': { status: signedIn(200) },
  'PUT /blocks/{user_id}': { request: aboutStranger, status: signedIn(204) },
  'DELETE /blocks/{user_id}': { request: aboutStranger, status: signedIn(204) },

  // Messages
  'GET /rooms/{id}/messages': { request: inRoom(), status: members(200) },
  'POST /rooms/{id}/messages': { request: inRoom(() => ({ body: { client_id: someId(), content: 'Hello' } })), status: members(201) },
  'GET /rooms/{id}/events': { request: inRoom(), status: members(200) },
  'POST /rooms/{id}/read': { request: inRoom(() => ({ body: {} })), status: members(200) },

  'PATCH /rooms/{id}/messages/{message_id}': { request: aboutOwnMessage({ body: { content: 'Said better' } }), status: members(200) },
  'DELETE /rooms/{id}/messages/{message_id}': { request: aboutMessage(), status: managers(200) },
  'GET /rooms/{id}/messages/{message_id}/history': { request: aboutMessage(), status: members(200) },
  'GET /rooms/{id}/messages/{message_id}/replies': { request: aboutMessage(), status: members(200) },
  'PUT /rooms/{id}/messages/{message_id}/reactions/{emoji}': { request: aboutMessage({ params: { emoji: '👍' } }), status: members(200) },
  'DELETE /rooms/{id}/messages/{message_id}/reactions/{emoji}': {
    request: aboutMessage({ params: { emoji: '👍' } }),
    status: members(200),
  },
  'PUT /rooms/{id}/messages/{message_id}/pin': { request: aboutMessage(), status: members(200) },
  'DELETE /rooms/{id}/messages/{message_id}/pin': { request: aboutMessage(), status: members(200) },
  'GET /rooms/{id}/pins': { request: inRoom(), status: members(200) },
  'PUT /rooms/{id}/unread': { request: inRoom(() => ({ body: { seq: 1 } })), status: members(200) },
  'GET /rooms/{id}/receipts': { request: inRoom(), status: members(200) },
  'GET /messages': { status: signedIn(200) },
  'GET /messages/me': { status: signedIn(200) },
  'GET /messages/search': { request: () => ({ query: { q: 'said' } }), status: signedIn(200) },
  'GET /admin/messages': { status: administrators(200) },
  'DELETE /admin/messages/{id}': {
    request: async (world, caller) => {
      const { params } = await aboutMessage()(world, caller);
      return { params: { id: params?.message_id ?? '' } };
    },
    status: administrators(200),
  },

  // Files
  'POST /media': { request: () => ({ body: pictureForm() }), status: signedIn(201) },
  // Here files go through the service: there is no store that could take them straight.
  'POST /media/uploads': { request: () => ({ body: { name: 'a.txt', bytes: 5 } }), status: signedIn(422) },
  'POST /media/uploads/{id}/complete': { request: () => ({ params: { id: someId() } }), status: signedIn(422) },
  // Who may read the message may read what it carries; to others it does not exist.
  'GET /media/{id}': { request: aboutSentFile, status: membersAmong(200, 404) },
  'GET /media/{id}/thumbnail': { request: aboutSentFile, status: membersAmong(200, 404) },
  'POST /media/{id}/link': { request: aboutSentFile, status: membersAmong(201, 404) },
  'DELETE /media/{id}': { request: aboutOwnFile, status: signedIn(204) },

  // Notifications
  'GET /notifications': { status: signedIn(200) },
  // Nobody's: there is none with that id.
  'POST /notifications/{id}/read': { request: () => ({ params: { id: someId() } }), status: signedIn(404) },
  'POST /notifications/read-all': { status: signedIn(200) },
  'GET /notifications/preferences': { status: signedIn(200) },
  'PUT /notifications/preferences': { request: () => ({ body: { reactions: false } }), status: signedIn(200) },
  'GET /notifications/push/key': { status: signedIn(200) },
  'POST /notifications/push/subscriptions': { request: () => ({ body: somePushSubscription() }), status: signedIn(204) },
  'DELETE /notifications/push/subscriptions': {
    request: () => ({ body: { endpoint: somePushSubscription().endpoint } }),
    status: signedIn(204),
  },

  // Presence
  'GET /presence': { request: (world) => ({ query: { user_ids: world.caller('owner')?.id ?? '' } }), status: signedIn(200) },
};

function somePushSubscription() {
  const keys = { p256dh: Buffer.alloc(65, 4).toString('base64url'), auth: Buffer.alloc(16).toString('base64url') };
  return { endpoint: 'https://push.example.org/somebody', keys };
}

function newAccount() {
  const username = `new_${someId().slice(0, 8)}`;
  return { username, email: `${username}@example.org`, display_name: 'New', password: 'Correct-Horse-7' };
}
