import { Counter, Gauge, Histogram } from 'prom-client';

export const pictureSeconds = new Histogram({
  name: 'parley_picture_duration_seconds',
  help: 'Time that a picture process took for one picture',
  labelNames: ['outcome'],
  buckets: [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20],
});

export const uploadedFiles = new Counter({
  name: 'parley_uploads_total',
  help: 'Uploads by how they ended',
  labelNames: ['outcome'],
});

export const uploadedBytes = new Counter({ name: 'parley_uploaded_bytes_total', help: 'Bytes of files that were kept' });

export const removedFiles = new Counter({
  name: 'parley_media_removed_total',
  help: 'Files removed from the store, thumbnails not counted',
});

export const sweptMedia = new Counter({
  name: 'parley_media_swept_total',
  help: 'What sweeps found and removed',
  labelNames: ['kind'],
});

export const picturesWaiting = new Gauge({ name: 'parley_pictures_waiting', help: 'Pictures that wait for a process' });
