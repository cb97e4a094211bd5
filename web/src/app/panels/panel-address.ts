/** What stands beside a conversation. A thread is named by the `seq` of the message that it answers. */
export type Panel = { kind: 'info' } | { kind: 'pins' } | { kind: 'search' } | { kind: 'thread'; seq: number };

const parameter = 'panel';
const threadAddress = /^thread-([1-9]\d{0,9})$/;

/** The panel that an address names; null for none, and for one that no version of this page wrote. */
export function readPanel(parameters: URLSearchParams): Panel | null {
  const value = parameters.get(parameter) ?? '';
  if (value === 'info' || value === 'pins' || value === 'search') return { kind: value };
  const thread = threadAddress.exec(value);
  return thread ? { kind: 'thread', seq: Number(thread[1]) } : null;
}

/**
 * The same address with another panel, or none. A place in the conversation (`at`) goes: it is where somebody jumped to
 * once, and would be jumped to again.
 */
export function withPanel(parameters: URLSearchParams, panel: Panel | null, at?: number): string {
  const next = new URLSearchParams(parameters);
  next.delete('at');
  next.delete(parameter);
  if (at !== undefined) next.set('at', String(at));
  if (panel) next.set(parameter, panel.kind === 'thread' ? `thread-${panel.seq}` : panel.kind);
  return next.size === 0 ? '' : `?${next}`;
}

export function isSamePanel(a: Panel | null, b: Panel | null): boolean {
  if (a?.kind !== b?.kind) return false;
  return a?.kind !== 'thread' || (b?.kind === 'thread' && a.seq === b.seq);
}
