import type { Clock } from '../clock.ts';
import type { Persistence } from '../persistence/persistence.ts';
import { createStore, type Store } from '../store.ts';

/** What is written and not sent. */
export type Draft = {
  readonly text: string;
  /** The message that it answers. */
  readonly replyTo: string | null;
  readonly updatedAt: number;
};

export type Drafts = {
  /** By key: a room's id, or whatever else is written in, such as a thread. Survives the end of the program. */
  all: Store<ReadonlyMap<string, Draft>>;
  of(key: string): Store<Draft | undefined>;
  /** With every key stroke, if you like. Without text and answer there is no draft. */
  write(key: string, draft: { text: string; replyTo?: string | null }): void;
  discard(key: string): void;
};

export type DraftKeeper = Drafts & { load(): Promise<void>; flush(): Promise<void>; stop(): void };

const draftsMax = 200;
/** More than can be sent, for what somebody pastes and means to shorten; beyond that it is kept only while it is on the screen. */
const textMax = 20_000;
const saveEveryMs = 300;

/** Drafts of one person. Of two tabs the one that wrote last is kept. */
export function createDrafts({ persistence, clock }: { persistence: Persistence; clock: Clock }): DraftKeeper {
  const all = createStore<ReadonlyMap<string, Draft>>(new Map());
  const unsaved = new Set<string>();
  let cancelSave: (() => void) | undefined;
  let isStopped = false;

  const save = async () => {
    cancelSave = undefined;
    if (isStopped || unsaved.size === 0) return;
    const keys = [...unsaved];
    unsaved.clear();
    const drafts = all.getSnapshot();
    await persistence.change('drafts', keys, (key) => kept(drafts.get(key))).catch(() => undefined);
  };
  const set = (key: string, draft: Draft | undefined) => {
    const next = new Map(all.getSnapshot());
    next.delete(key);
    if (draft) next.set(key, draft);
    unsaved.add(key);
    // In order of writing: the first is the oldest.
    for (const oldest of next.keys()) {
      if (next.size <= draftsMax) break;
      next.delete(oldest);
      unsaved.add(oldest);
    }
    all.set(next);
    if (!isStopped) cancelSave ??= clock.after(saveEveryMs, () => void save());
  };

  return {
    all: { getSnapshot: all.getSnapshot, subscribe: all.subscribe },
    of: (key) => ({ getSnapshot: () => all.getSnapshot().get(key), subscribe: all.subscribe }),
    write(key, { text, replyTo = null }) {
      const isEmpty = text === '' && replyTo === null;
      if (isEmpty && !all.getSnapshot().has(key)) return;
      set(key, isEmpty ? undefined : { text, replyTo, updatedAt: clock.now() });
    },
    discard(key) {
      if (all.getSnapshot().has(key)) set(key, undefined);
    },
    async load() {
      const stored = await persistence.load('drafts').catch(() => []);
      const drafts = stored.flatMap(([key, value]) => {
        const draft = parseDraft(value);
        return draft && !unsaved.has(key) ? [[key, draft] as const] : [];
      });
      drafts.sort(([, one], [, other]) => one.updatedAt - other.updatedAt);
      if (drafts.length > 0) all.update((written) => new Map([...drafts.slice(-draftsMax), ...written]));
    },
    async flush() {
      cancelSave?.();
      await save();
    },
    stop() {
      isStopped = true;
      cancelSave?.();
    },
  };
}

function kept(draft: Draft | undefined): Draft | undefined {
  return draft && draft.text.length > textMax ? { ...draft, text: draft.text.slice(0, textMax) } : draft;
}

/** @returns undefined for what another version, or something else, left behind */
function parseDraft(value: unknown): Draft | undefined {
  if (typeof value !== 'object' || value === null || !('text' in value) || typeof value.text !== 'string') return undefined;
  const replyTo = 'replyTo' in value && typeof value.replyTo === 'string' ? value.replyTo : null;
  const updatedAt = 'updatedAt' in value && typeof value.updatedAt === 'number' ? value.updatedAt : 0;
  return { text: value.text, replyTo, updatedAt };
}
