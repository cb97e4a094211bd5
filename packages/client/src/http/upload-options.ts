import type { MediaPurpose } from '@parley/contracts';

export type UploadOptions = {
  /** What the file is called, where it does not say so itself. */
  name?: string;
  /** Default `attachment`. */
  purpose?: MediaPurpose;
  /** Called in browsers as it is sent, elsewhere when all of it is. */
  onProgress?: (progress: UploadProgress) => void;
  signal?: AbortSignal;
};
/** Bytes of the form, which is a little more than the file. Of a stream nobody knows the total. */
export type UploadProgress = { sent: number; total: number | undefined };
