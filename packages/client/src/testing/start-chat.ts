import type { Chat, ConnectOptions } from '../chat.ts';
import { connect } from '../connect.ts';
import { manualClock, settled } from './manual-clock.ts';
import { scriptedServer } from './scripted-server.ts';

/** A client on a scripted server and a manual clock, with delays drawn at their upper bound. */
export async function startChat(
  options: Partial<ConnectOptions> = {},
  prepare: (server: ReturnType<typeof scriptedServer>) => void = () => {},
) {
  const clock = manualClock();
  const server = scriptedServer();
  prepare(server);
  const chat = connectTo(server, { clock, ...options });
  await settled();
  return { chat, server, clock };
}

export function connectTo(server: ReturnType<typeof scriptedServer>, options: Partial<ConnectOptions>): Chat {
  return connect({ url: 'http://parley.test', token: 'token-1', openSocket: server.openSocket, random: () => 1, ...options });
}
