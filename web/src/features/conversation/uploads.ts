import { ParleyError } from '@parley/client';
import type { Attachment } from '@parley/contracts';
import { limits } from '@parley/contracts/limits';
import { create } from 'zustand';
import { parley } from '../../realtime/parley.ts';
import { conversationTexts } from '../../texts/conversation-texts.ts';
import { texts } from '../../texts/texts.ts';
import { announce } from '../../ui/announcer.tsx';

export type Upload = {
  readonly key: string;
  readonly room: string;
  readonly file: File;
  readonly progress: number;
  readonly state: 'uploading' | 'done' | 'failed';
  readonly media: Attachment | null;
  /** Why it failed, where the server said so. */
  readonly problem: string | null;
};

/** Files on their way up, per room: switching rooms breaks none off. */
export const useUploads = create<{ items: readonly Upload[] }>(() => ({ items: [] }));

const controllers = new Map<string, AbortController>();
const change = (key: string, to: Partial<Upload>) =>
  useUploads.setState(({ items }) => ({ items: items.map((item) => (item.key === key ? { ...item, ...to } : item)) }));

async function run({ key, file }: Upload): Promise<void> {
  const controller = new AbortController();
  controllers.set(key, controller);
  try {
    const media = await parley.media.upload(file, {
      signal: controller.signal,
      onProgress: ({ sent, total }) => change(key, { progress: total ? sent / total : 0 }),
    });
    change(key, { state: 'done', progress: 1, media });
  } catch (error) {
    change(key, { state: 'failed', problem: problemOf(error) });
  } finally {
    controllers.delete(key);
  }
}

function problemOf(error: unknown): string {
  const code = error instanceof ParleyError ? error.code : undefined;
  if (code === 'payload_too_large') return conversationTexts.composer.fileTooLarge;
  return code === 'unsupported_media_type' ? conversationTexts.composer.fileRefused : texts.messages.uploadFailed;
}

export const uploads = {
  add(room: string, files: readonly File[]): void {
    const there = useUploads.getState().items.filter((item) => item.room === room).length;
    const added = files.slice(0, Math.max(0, limits.attachmentsMax - there)).map((file): Upload => {
      return { key: crypto.randomUUID(), room, file, progress: 0, state: 'uploading', media: null, problem: null };
    });
    if (added.length < files.length) announce(conversationTexts.composer.tooManyFiles(limits.attachmentsMax));
    useUploads.setState(({ items }) => ({ items: [...items, ...added] }));
    for (const upload of added) void run(upload);
  },
  retry(upload: Upload): void {
    change(upload.key, { state: 'uploading', progress: 0, problem: null });
    void run(upload);
  },
  cancel(key: string): void {
    controllers.get(key)?.abort();
    useUploads.setState(({ items }) => ({ items: items.filter((item) => item.key !== key) }));
  },
  /** The finished ones of a room, which are taken: a message carries them now. */
  take(room: string): string[] {
    const done = useUploads.getState().items.filter((item) => item.room === room && item.media);
    useUploads.setState(({ items }) => ({ items: items.filter((item) => !done.includes(item)) }));
    return done.flatMap(({ media }) => (media ? [media.id] : []));
  },
};
