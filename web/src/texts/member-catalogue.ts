import { administrationTexts } from './administration-texts.ts';
import { conversationTexts } from './conversation-texts.ts';
import { notificationTexts } from './notification-texts.ts';
import { panelTexts } from './panel-texts.ts';
import { roomChangeTexts } from './room-change-texts.ts';
import { roomsAndPeopleTexts } from './rooms-and-people-texts.ts';
import { settingsTexts } from './settings-texts.ts';

/** What is said behind the login. Every page there imports `member-texts.ts` for its effect. */
export const memberTexts = {
  ...roomsAndPeopleTexts,
  ...panelTexts,
  ...notificationTexts,
  ...settingsTexts,
  roomChange: roomChangeTexts,
  talk: conversationTexts,
  administration: administrationTexts,
};
