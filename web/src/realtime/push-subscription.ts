import { parley } from './parley.ts';
import { registerServiceWorker } from './service-worker.ts';

export function canPush(): boolean {
  return 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;
}

export async function isPushed(): Promise<boolean> {
  const registration = await navigator.serviceWorker.getRegistration();
  return (await registration?.pushManager.getSubscription()) != null;
}

/** Subscribes this browser and tells the server. The person has given leave before. @throws what the browser or the server says */
export async function startPush(): Promise<void> {
  await registerServiceWorker();
  const { pushManager } = await navigator.serviceWorker.ready;
  const { public_key } = await parley.notifications.pushKey();
  const key = bytesOf(public_key);
  const known = await pushManager.getSubscription();
  // Another server, or a new key: what the browser has is good for nothing.
  if (known && !isSameKey(known.options.applicationServerKey, key)) await known.unsubscribe();
  const subscription = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  const { endpoint, keys } = subscription.toJSON();
  if (endpoint === undefined || keys?.p256dh === undefined || keys.auth === undefined) throw new Error('the browser gave no keys');
  await parley.notifications.subscribe({ endpoint, keys: { p256dh: keys.p256dh, auth: keys.auth } });
}

export async function endPush(): Promise<void> {
  const registration = await navigator.serviceWorker.getRegistration();
  const subscription = await registration?.pushManager.getSubscription();
  if (!subscription) return;
  await parley.notifications.unsubscribe(subscription.endpoint);
  await subscription.unsubscribe();
}

function bytesOf(base64Url: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64Url.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0));
}

function isSameKey(known: ArrayBuffer | null, wanted: Uint8Array): boolean {
  const bytes = new Uint8Array(known ?? new ArrayBuffer(0));
  return bytes.length === wanted.length && bytes.every((byte, index) => byte === wanted[index]);
}
