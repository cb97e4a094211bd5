import type { Media, MediaLink, ThumbnailSize } from '@parley/contracts';
import { ParleyError, unreachable } from '../errors.ts';
import type { Call } from './call.ts';
import { problemOf } from './request.ts';
import type { Session } from './session.ts';
import { streamForm } from './stream-form.ts';
import type { UploadOptions } from './upload-options.ts';
import { uploadWithProgress } from './upload-with-progress.ts';

export type MediaMethodsOptions = { baseUrl: string; fetch: typeof globalThis.fetch; session: Session; call: Call };

export function mediaMethods({ baseUrl, fetch, session, call }: MediaMethodsOptions) {
  const address = (path: string) => `${baseUrl}/api/v1${path}`;

  /** As `call` does for JSON: once more with a new token when the old one is over. */
  async function withToken<Result>(run: (token: string) => Promise<Result>): Promise<Result> {
    try {
      return await run(await session.get());
    } catch (error) {
      if (!(error instanceof ParleyError) || (error.code !== 'token_expired' && error.code !== 'unauthenticated')) throw error;
      return run(await session.refresh());
    }
  }

  async function exchange(path: string, init: RequestInit): Promise<Response> {
    let response: Response;
    try {
      response = await fetch(address(path), { ...init, credentials: 'omit' });
    } catch (error) {
      if (init.signal?.aborted) throw error;
      throw unreachable('the server cannot be reached');
    }
    if (!response.ok) throw problemOf(response.status, response.headers.get('retry-after'), await response.text());
    return response;
  }

  return {
    /**
     * A stream goes out as it comes; browsers cannot do that on every connection, Node.js can.
     * The file becomes readable by others when a message carries it, or a profile or room shows it.
     */
    async upload(file: Blob | ReadableStream<Uint8Array>, options: UploadOptions = {}): Promise<Media> {
      const { onProgress, signal, purpose } = options;
      if (file instanceof ReadableStream) {
        // Can be sent once only: with a token that is good for a while, and not again.
        const { body, contentType } = streamForm(file, options);
        const headers = { accept: 'application/json', authorization: `Bearer ${await session.get()}`, 'content-type': contentType };
        const streamed = { method: 'POST', headers, body, duplex: 'half', ...(signal ? { signal } : {}) };
        return (await (await exchange('/media', streamed)).json()) as Media;
      }
      const form = new FormData();
      // Before the file, so that the server knows what comes.
      if (purpose !== undefined) form.set('purpose', purpose);
      form.set('file', file, options.name ?? ('name' in file ? String(file.name) : 'file'));
      // `fetch` cannot tell how far it is; what browsers have had for long can.
      if (onProgress && typeof XMLHttpRequest === 'function') {
        return withToken((token) => uploadWithProgress(address('/media'), { form, token, onProgress, signal }));
      }
      const media = await withToken(async (token) => {
        const headers = { accept: 'application/json', authorization: `Bearer ${token}` };
        const response = await exchange('/media', { method: 'POST', headers, body: form, ...(signal ? { signal } : {}) });
        return (await response.json()) as Media;
      });
      onProgress?.({ sent: file.size, total: file.size });
      return media;
    },
    /** A url that works without a token, for five minutes: for downloads and players, which cannot send one. */
    link: (id: string) => call<MediaLink>('POST', `/media/${id}/link`),
    /** The file itself, or its small form; asked for with the token. For `URL.createObjectURL`, which a page revokes when it is done. */
    blob(id: string, { thumbnail, signal }: { thumbnail?: ThumbnailSize; signal?: AbortSignal } = {}): Promise<Blob> {
      const path = thumbnail === undefined ? `/media/${id}` : `/media/${id}/thumbnail?size=${thumbnail}`;
      return withToken(async (token) => {
        const response = await exchange(path, { headers: { authorization: `Bearer ${token}` }, ...(signal ? { signal } : {}) });
        return response.blob();
      });
    },
    /** While no message carries it. */
    delete: (id: string) => call<undefined>('DELETE', `/media/${id}`),
  };
}
