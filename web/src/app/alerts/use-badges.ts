import { useEffect } from 'react';
import { useChat } from '../../realtime/chat-context.tsx';
import { useRoomsByActivity } from '../../realtime/use-rooms.ts';
import { isWaiting } from '../../realtime/use-shown-rooms.ts';
import { useSelected } from '../../realtime/use-store.ts';
import { texts } from '../../texts/texts.ts';
import { badgedIcon, iconAddress } from './badged-icon.ts';

let icon: Promise<string> | undefined;
const readIcon = () => {
  icon ??= fetch('/favicon.svg').then((answer) => (answer.ok ? answer.text() : Promise.reject(new Error(String(answer.status)))));
  return icon;
};

/** How much waits, where it is seen without looking at the page: conversations in the tab's title, notifications on its icon. */
export function useBadges(): void {
  const { chat } = useChat();
  const waiting = useRoomsByActivity().filter(isWaiting).length;
  const unread = useSelected(chat.notifications, (state) => state.unreadCount);
  useEffect(() => {
    document.title = waiting > 0 ? `(${waiting}) ${texts.product}` : texts.product;
    return () => {
      document.title = texts.product;
    };
  }, [waiting]);
  useEffect(() => {
    let current = true;
    void readIcon().then(
      (svg) => current && showIcon(unread > 0 ? iconAddress(badgedIcon(svg, unread)) : '/favicon.svg'),
      () => undefined,
    );
    showAppBadge(unread);
    return () => {
      current = false;
      showIcon('/favicon.svg');
      showAppBadge(0);
    };
  }, [unread]);
}

function showIcon(address: string): void {
  const link = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
  if (link && link.getAttribute('href') !== address) link.href = address;
}

/** On the icon of the installed app, where there is one. */
function showAppBadge(count: number): void {
  if (!('setAppBadge' in navigator)) return;
  void (count > 0 ? navigator.setAppBadge(count) : navigator.clearAppBadge()).catch(() => undefined);
}
