import { claimMediaRpc, describeMediaRpc } from '@parley/contracts';
import { serveRpc } from '@parley/messaging';
import type { App } from '@parley/service-kit';
import { claimMedia } from './commands/claim-media/claim-media.ts';
import { deleteMediaRoute } from './commands/delete-media/delete-media-route.ts';
import { makeLinkRoute } from './commands/make-link/make-link-route.ts';
import { beginUploadRoute } from './commands/upload-directly/begin-upload-route.ts';
import { completeUploadRoute } from './commands/upload-directly/complete-upload-route.ts';
import { uploadMediaRoute } from './commands/upload-media/upload-media-route.ts';
import type { MediaDependencies } from './dependencies.ts';
import { describeMedia } from './queries/describe-media/describe-media.ts';
import { readMediaRoutes } from './queries/read-media/read-media-route.ts';

/** Every HTTP route of the service. */
export function addRoutes(app: App, media: MediaDependencies): void {
  uploadMediaRoute(app, media);
  beginUploadRoute(app, media);
  completeUploadRoute(app, media);
  readMediaRoutes(app, media);
  makeLinkRoute(app, media);
  deleteMediaRoute(app, media);
}

/** Everything that other services ask over NATS. Resolves when all of it is being served. */
export function serveRequests(media: Pick<MediaDependencies, 'db' | 'nats' | 'clock'>): Promise<Array<{ stop(): Promise<void> }>> {
  const { nats, db } = media;
  return Promise.all([
    serveRpc(nats, describeMediaRpc, (request) => describeMedia(db, request)),
    serveRpc(nats, claimMediaRpc, (request, { traceparent }) => claimMedia(media, request, traceparent)),
  ]);
}
