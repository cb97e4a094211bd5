import type { Readable } from 'node:stream';
import type { MediaId } from '@parley/contracts';

export const variants = ['original', 'small', 'medium'] as const;
export type Variant = (typeof variants)[number];

/** Inclusive, as in HTTP. */
export type ByteRange = { start: number; end: number };

export type StoredObject = { mediaId: MediaId; modifiedAt: Date };

/** How a client is to send a file, or to read one, at the store itself. */
export type PresignedRequest = { url: string; headers: Record<string, string> };

/**
 * Where files lie. Addressed by the ids that this service made and a fixed set of variants: nothing that a person wrote becomes a
 * path or a key. Contract tests run against every implementation.
 */
export type MediaStore = {
  /** Moves a local file into the store, over what may be there. Resolves when it would survive a power cut. */
  put(mediaId: MediaId, variant: Variant, object: { file: string; mediaType: string }): Promise<void>;
  /** @throws ObjectMissingError */
  read(mediaId: MediaId, variant: Variant, range?: ByteRange): Promise<Readable>;
  has(mediaId: MediaId): Promise<boolean>;
  /** Everything of these ids. What is not there is no fault. */
  remove(mediaIds: readonly MediaId[]): Promise<void>;
  /** Originals in a fixed order, a page at a time; `after` is `next` of the page before. */
  list(after: string | undefined): Promise<{ objects: StoredObject[]; next: string | undefined }>;
  /** Rejects when files cannot be kept now. */
  check(): Promise<void>;
  /** Only for stores that clients can reach, and where that is wanted. */
  direct?: DirectAccess;
  close(): void;
};

export type DirectAccess = {
  signUpload(mediaId: MediaId, upload: { bytes: number; expiresInSeconds: number }): Promise<PresignedRequest>;
  /** Fetches what was sent to a signed address into a local file. @throws ObjectMissingError, ObjectTooLargeError */
  fetchUpload(mediaId: MediaId, options: { file: string; maxBytes: number }): Promise<number>;
  removeUpload(mediaId: MediaId): Promise<void>;
  signDownload(mediaId: MediaId, download: { mediaType: string; disposition: string; expiresInSeconds: number }): Promise<string>;
};

export class ObjectMissingError extends Error {
  override readonly name = 'ObjectMissingError';
}

export class ObjectTooLargeError extends Error {
  override readonly name = 'ObjectTooLargeError';
}
