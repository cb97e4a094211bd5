import { createReadStream, createWriteStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { type MediaId, mediaIdSchema } from '@parley/contracts';
import { type DirectAccess, type MediaStore, ObjectMissingError, ObjectTooLargeError, type Variant, variants } from './media-store.ts';

export type S3Options = {
  bucket: string;
  endpoint?: string | undefined;
  publicEndpoint?: string | undefined;
  region: string;
  accessKey?: string | undefined;
  secretKey?: string | undefined;
  pathStyle: boolean;
  direct: boolean;
};

const objectKey = /^objects\/([0-9a-f-]{36})\/original$/;
const keyOf = (mediaId: MediaId, variant: Variant) => `objects/${mediaId}/${variant}`;
const uploadKeyOf = (mediaId: MediaId) => `incoming/${mediaId}`;

/** Files in an S3-compatible store. Only what was looked at is under `objects/`; what clients sent by themselves is under `incoming/`. */
export function openS3Store(options: S3Options): MediaStore {
  const { bucket: Bucket, direct } = options;
  const client = createClient(options, options.endpoint);

  return {
    async put(mediaId, variant, { file, mediaType }) {
      const { size } = await stat(file);
      const object = { Bucket, Key: keyOf(mediaId, variant), ContentLength: size, ContentType: mediaType };
      // Known length and a file on disk: the SDK can send it again from the start when a connection breaks.
      await client.send(new PutObjectCommand({ ...object, Body: createReadStream(file) }));
      await rm(file, { force: true });
    },
    async read(mediaId, variant, range) {
      const Range = range && `bytes=${range.start}-${range.end}`;
      const object = client.send(new GetObjectCommand({ Bucket, Key: keyOf(mediaId, variant), ...(Range ? { Range } : {}) }));
      return readable((await object.catch(missing(mediaId))).Body);
    },
    async has(mediaId) {
      try {
        await client.send(new HeadObjectCommand({ Bucket, Key: keyOf(mediaId, 'original') })).catch(missing(mediaId));
        return true;
      } catch (error) {
        if (error instanceof ObjectMissingError) return false;
        throw error;
      }
    },
    async remove(mediaIds) {
      const Objects = mediaIds.flatMap((mediaId) => variants.map((variant) => ({ Key: keyOf(mediaId, variant) })));
      if (Objects.length === 0) return;
      const { Errors = [] } = await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }));
      const fault = Errors.find(({ Code }) => Code !== 'NoSuchKey');
      if (fault) throw new Error(`the store did not remove an object: ${fault.Code}`);
    },
    async list(after) {
      const page = await client.send(
        new ListObjectsV2Command({ Bucket, Prefix: 'objects/', MaxKeys: 1_000, ...(after === undefined ? {} : { StartAfter: after }) }),
      );
      const contents = page.Contents ?? [];
      const objects = contents.flatMap(({ Key = '', LastModified }) => {
        const mediaId = mediaIdSchema.safeParse(objectKey.exec(Key)?.[1]).data;
        return mediaId && LastModified ? [{ mediaId, modifiedAt: LastModified }] : [];
      });
      return { objects, next: page.IsTruncated ? contents.at(-1)?.Key : undefined };
    },
    async check() {
      await client.send(new HeadBucketCommand({ Bucket }));
    },
    ...(direct ? { direct: directAccess(client, options) } : {}),
    close: () => client.destroy(),
  };
}

function directAccess(client: S3Client, options: S3Options): DirectAccess {
  const { bucket: Bucket } = options;
  // Signatures cover the host's name: they are made for the name under which clients know the store.
  const signer = options.publicEndpoint === undefined ? client : createClient(options, options.publicEndpoint);
  return {
    async signUpload(mediaId, { bytes, expiresInSeconds }) {
      const command = new PutObjectCommand({ Bucket, Key: uploadKeyOf(mediaId), ContentLength: bytes });
      // The length is signed: the store refuses a body of any other size.
      const url = await getSignedUrl(signer, command, { expiresIn: expiresInSeconds, unhoistableHeaders: new Set(['content-length']) });
      return { url, headers: { 'content-length': String(bytes) } };
    },
    async fetchUpload(mediaId, { file, maxBytes }) {
      const object = await client.send(new GetObjectCommand({ Bucket, Key: uploadKeyOf(mediaId) })).catch(missing(mediaId));
      const body = readable(object.Body);
      if ((object.ContentLength ?? 0) > maxBytes) {
        body.destroy();
        throw new ObjectTooLargeError(mediaId);
      }
      await pipeline(body, createWriteStream(file, { mode: 0o600 }));
      return (await stat(file)).size;
    },
    async removeUpload(mediaId) {
      await client.send(new DeleteObjectCommand({ Bucket, Key: uploadKeyOf(mediaId) }));
    },
    signDownload: (mediaId, { mediaType, disposition, expiresInSeconds }) =>
      getSignedUrl(
        signer,
        new GetObjectCommand({
          Bucket,
          Key: keyOf(mediaId, 'original'),
          ResponseContentType: mediaType,
          ResponseContentDisposition: disposition,
          ResponseCacheControl: 'private, no-store',
        }),
        { expiresIn: expiresInSeconds },
      ),
  };
}

function createClient({ region, accessKey, secretKey, pathStyle }: S3Options, endpoint: string | undefined): S3Client {
  return new S3Client({
    region,
    forcePathStyle: pathStyle,
    ...(endpoint === undefined ? {} : { endpoint }),
    // Without keys the SDK looks for those of the machine (roles, metadata).
    ...(accessKey !== undefined && secretKey !== undefined ? { credentials: { accessKeyId: accessKey, secretAccessKey: secretKey } } : {}),
    // Not every compatible store knows Amazon's newer checksums.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    maxAttempts: 3,
  });
}

function missing(mediaId: MediaId): (error: unknown) => never {
  return (error) => {
    const isMissing = error instanceof S3ServiceException && (error.name === 'NoSuchKey' || error.$metadata.httpStatusCode === 404);
    throw isMissing ? new ObjectMissingError(mediaId, { cause: error }) : error;
  };
}

function readable(body: unknown): Readable {
  if (body instanceof Readable) return body;
  throw new Error('the store gave no stream');
}
