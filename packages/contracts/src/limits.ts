/** Sizes and rates that both sides of a wire must agree on. No zod here: the web client imports this file alone. */
export const limits = {
  usernameMin: 3,
  usernameMax: 50,
  displayNameMax: 100,
  emailMax: 254,
  passwordMin: 8,
  passwordMax: 128,
  bioMax: 500,
  statusTextMax: 100,
  messageContentMax: 5_000,
  attachmentsMax: 10,
  emojiMax: 64,
  reactionKindsMax: 20,
  reactionPeopleShown: 100,
  pinsMax: 100,
  editsMax: 100,
  replyCountMax: 10_000,
  roomNameMax: 100,
  roomDescriptionMax: 1_000,
  slugMax: 80,
  membersPerCall: 500,
  friendsMax: 5_000,
  friendRequestsPendingMax: 100,
  friendRequestsPerHour: 60,
  blocksMax: 1_000,
  pageDefault: 50,
  pageMax: 100,
  searchMin: 2,
  searchDefault: 20,
  searchMax: 50,
  frameMaxBytes: 64 * 1024,
  socketQueueMaxBytes: 1024 * 1024,
  socketCommandsPerSecond: 30,
  socketCommandBurst: 60,
  helloTimeoutMs: 5_000,
  heartbeatMs: 25_000,
  typingTtlMs: 3_000,
  presenceLeaseMs: 60_000,
  presenceRefreshMs: 30_000,
} as const;

/** `[A-Za-z0-9_]`, 3 to 50; unique regardless of case. */
export const usernamePattern = /^[A-Za-z0-9_]{3,50}$/;
/** At least one upper-case letter, one lower-case letter and one digit. */
export const passwordPattern = /^(?=.*\p{Lu})(?=.*\p{Ll})(?=.*\d)/u;
/** Lower-case words joined by single hyphens. */
export const slugPattern = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
