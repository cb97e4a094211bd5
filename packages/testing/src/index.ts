/**
 * What tests and benchmarks stand on: real servers, the whole system as child processes, deciders' specifications.
 *
 * Invariants:
 * - Nothing is faked but time, ids and the outside world.
 * - Every test has databases, a NATS and a Redis of its own; only the Postgres server itself is shared by a run.
 * - Nothing is left behind: processes end and folders go with the run, also when it is killed.
 */
export {
  type ApiRequest,
  type ApiResponse,
  callApi,
  createGroup,
  createRoom,
  logIn,
  mustCallApi,
  registerUser,
  sendMessage,
  type TestUser,
  testPassword,
} from './api-client.ts';
export { type ComposeOptions, type ComposeService, type ComposeStack, startComposeStack } from './compose-stack.ts';
export { explainFunction, type PlanNode } from './explain-function.ts';
export { createFakeClock, createIdSource, eventually, type FakeClock } from './fakes.ts';
export { type Decider, given, type Outcome } from './given.ts';
export { makeAdministrator } from './make-administrator.ts';
export { type Chance, mutateJson } from './mutate.ts';
export { followToCallback, startTestOidcProvider, type TestOidcProvider, type TestProviderPerson } from './oidc-provider.ts';
export { type Stack, type StackOptions, type StackPlace, startStack } from './stack.ts';
export { startTcpProxy, type TcpProxy, type Weather } from './tcp-proxy.ts';
export { createTestDatabase, createTestDatabases, type TestDatabase, testNats, testPostgres, testRedis } from './test-servers.ts';
