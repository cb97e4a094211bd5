/** The little that the client needs of a WebSocket; a test brings its own, a program may bring `ws` with headers. */
export type Socket = { send(text: string): void; close(code?: number, reason?: string): void };
export type SocketEvents = { open(): void; message(text: string): void; close(code: number, reason: string): void };
export type OpenSocket = (url: string, protocols: readonly string[], events: SocketEvents) => Socket;

/** The WebSocket of browsers and of Node.js. It can't set headers: the token travels as a subprotocol. */
export const openWebSocket: OpenSocket = (url, protocols, events) => {
  const socket = new WebSocket(url, [...protocols]);
  socket.addEventListener('open', () => events.open());
  socket.addEventListener('message', ({ data }) => events.message(typeof data === 'string' ? data : ''));
  socket.addEventListener('close', ({ code, reason }) => events.close(code, reason));
  return {
    send: (text) => socket.send(text),
    // 1000 is the one code below 3000 that browsers let a page close with.
    close: (code = 1000, reason = '') => socket.close(code, reason),
  };
};

/** `https://host` or `wss://host/ws` → the socket's address. An empty `url` is the page's own origin. */
export function socketUrl(url: string): string {
  const base = url === '' ? globalThis.location.origin : url;
  const address = new URL(base);
  address.protocol = address.protocol === 'https:' || address.protocol === 'wss:' ? 'wss:' : 'ws:';
  if (address.pathname === '/') address.pathname = '/ws';
  return address.href;
}
