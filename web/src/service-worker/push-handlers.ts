import type { PushPayload } from '@parley/contracts';
import { describeNotification, notificationTarget } from '../realtime/describe-notification.ts';

/** What a service worker has, as far as pushes need it. */
export type PushScope = {
  registration: Pick<ServiceWorkerRegistration, 'showNotification'>;
  clients: {
    matchAll(options: { type: 'window'; includeUncontrolled: boolean }): Promise<readonly Tab[]>;
    openWindow(url: string): Promise<unknown>;
  };
  addEventListener(type: 'push', listener: (event: PushEventLike) => void): void;
  addEventListener(type: 'notificationclick', listener: (event: ClickEventLike) => void): void;
};
type Tab = { focused: boolean; focus(): Promise<unknown>; postMessage(message: unknown): void };
type Waiting = { waitUntil(work: Promise<unknown>): void };
type PushEventLike = Waiting & { data: { json(): unknown } | null };
type ClickEventLike = Waiting & { notification: { data: unknown; close(): void } };

/** Asks a page that is open already to show something. */
export type ShowMessage = { type: 'parley.show'; path: string };

/**
 * Shows what is pushed, and leads to its cause when it is clicked. The server pushes to who has no socket open; the browser insists on
 * something being shown for every push, so one that cannot be read is shown without words of its own.
 */
export function handlePushes(scope: PushScope): void {
  scope.addEventListener('push', (event) => event.waitUntil(show(scope, payloadOf(event))));
  scope.addEventListener('notificationclick', (event) => {
    event.notification.close();
    const { data } = event.notification;
    event.waitUntil(open(scope, typeof data === 'string' && data.startsWith('/') ? data : '/notifications'));
  });
}

async function show({ registration }: PushScope, payload: PushPayload | undefined): Promise<void> {
  const icon = '/favicon.svg';
  if (!payload) return registration.showNotification('Parley', { icon, data: '/notifications' });
  const { notification } = payload;
  await registration.showNotification(describeNotification(notification), {
    body: notification.message?.excerpt ?? '',
    // A notice that grew takes the place of what it was.
    tag: notification.id,
    icon,
    data: notificationTarget(notification),
  });
}

/** In a tab that is open, else in a new one. */
async function open({ clients }: PushScope, path: string): Promise<void> {
  const tabs = await clients.matchAll({ type: 'window', includeUncontrolled: true });
  const tab = tabs.find(({ focused }) => focused) ?? tabs[0];
  if (!tab) {
    await clients.openWindow(path);
    return;
  }
  await tab.focus();
  const message: ShowMessage = { type: 'parley.show', path };
  tab.postMessage(message);
}

/** Encrypted for this browser by the server: its shape is the server's word. Anything else is nobody's. */
function payloadOf({ data }: PushEventLike): PushPayload | undefined {
  try {
    const value = data?.json();
    return isPayload(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isPayload(value: unknown): value is PushPayload {
  if (typeof value !== 'object' || value === null || !('notification' in value)) return false;
  const { notification } = value;
  return typeof notification === 'object' && notification !== null && 'id' in notification && 'kind' in notification;
}
