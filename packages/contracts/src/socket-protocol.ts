/** The WebSocket subprotocol. No zod here: clients import this file alone. */
export const socketProtocol = 'parley.v1';
/** A browser's way to carry its token: a second subprotocol, `bearer.<token>`. */
export const bearerProtocolPrefix = 'bearer.';
