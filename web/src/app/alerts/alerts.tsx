import type { Notification as Told } from '@parley/contracts';
import { useEffect } from 'react';
import { useNavigate } from 'react-router';
import { useChat } from '../../realtime/chat-context.tsx';
import { describeNotification, notificationTarget } from '../../realtime/describe-notification.ts';
import type { ShowMessage } from '../../service-worker/push-handlers.ts';
import { chime } from '../../ui/chime.ts';
import { usePreferences } from '../../ui/preferences.ts';
import { watchTabs } from './one-tab.ts';
import { useBadges } from './use-badges.ts';

/** Who does not look at the page hears and sees that something came: a sound, the browser's own notification, badges. */
export function Alerts() {
  const { chat } = useChat();
  const navigate = useNavigate();
  useBadges();
  useEffect(() => {
    const tabs = watchTabs();
    const shown = new Map<string, Notification>();
    const close = (id: string) => {
      shown.get(id)?.close();
      shown.delete(id);
    };
    const tell = async (told: Told) => {
      if (!(await tabs.mayAlert())) return;
      const { sound, desktop } = usePreferences.getState();
      if (sound) chime();
      if (!desktop || !('Notification' in window) || Notification.permission !== 'granted') return;
      const body = told.message?.excerpt ?? '';
      // The same notice, grown, takes the place of what it was.
      const notice = new Notification(describeNotification(told), { body, tag: told.id, icon: '/favicon.svg', silent: true });
      notice.onclick = () => {
        window.focus();
        void navigate(notificationTarget(told));
        close(told.id);
      };
      shown.set(told.id, notice);
    };
    const stop = chat.on('control', (frame) => {
      if (frame.type === 'notification' && !frame.data.silent && frame.data.notification.read_at === null)
        void tell(frame.data.notification);
      if (frame.type === 'notification.withdrawn') frame.data.ids.forEach(close);
      if (frame.type === 'notification.read') (frame.data.ids ?? [...shown.keys()]).forEach(close);
    });
    const follow = ({ data }: MessageEvent<unknown>) => {
      if (isShowMessage(data)) void navigate(data.path);
    };
    navigator.serviceWorker?.addEventListener('message', follow);
    return () => {
      navigator.serviceWorker?.removeEventListener('message', follow);
      stop();
      tabs.stop();
      for (const id of [...shown.keys()]) close(id);
    };
  }, [chat, navigate]);
  return null;
}

/** From the service worker: a push was clicked. */
function isShowMessage(data: unknown): data is ShowMessage {
  if (typeof data !== 'object' || data === null) return false;
  return 'type' in data && data.type === 'parley.show' && 'path' in data && typeof data.path === 'string' && data.path.startsWith('/');
}
