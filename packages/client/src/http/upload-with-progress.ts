import type { Media } from '@parley/contracts';
import { unreachable } from '../errors.ts';
import { problemOf } from './request.ts';
import type { UploadOptions } from './upload-options.ts';

type Sending = {
  form: FormData;
  token: string;
  onProgress: NonNullable<UploadOptions['onProgress']>;
  signal: AbortSignal | undefined;
};

/** One upload by `XMLHttpRequest`, the one thing in a browser that says how much has left. @throws ParleyError */
export function uploadWithProgress(url: string, { form, token, onProgress, signal }: Sending): Promise<Media> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const request = new XMLHttpRequest();
    const abort = () => request.abort();
    const end = (settle: () => void) => {
      signal?.removeEventListener('abort', abort);
      settle();
    };
    request.open('POST', url);
    request.setRequestHeader('accept', 'application/json');
    request.setRequestHeader('authorization', `Bearer ${token}`);
    request.upload.onprogress = ({ loaded, total }) => onProgress({ sent: loaded, total });
    request.onload = () =>
      end(() => {
        const { status, responseText } = request;
        if (status >= 200 && status < 300) resolve(JSON.parse(responseText) as Media);
        else reject(problemOf(status, request.getResponseHeader('retry-after'), responseText));
      });
    request.onerror = () => end(() => reject(unreachable('the server cannot be reached')));
    request.onabort = () => end(() => reject(signal?.reason ?? unreachable('the upload was broken off')));
    signal?.addEventListener('abort', abort, { once: true });
    request.send(form);
  });
}
