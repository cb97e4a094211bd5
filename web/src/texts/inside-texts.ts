import { notificationTexts } from './notification-texts.ts';
import { panelTexts } from './panel-texts.ts';
import { settingsTexts } from './settings-texts.ts';
import { texts } from './texts.ts';

/** What is said behind the login joins the catalogue when this is loaded. Another language has brought its own along. */
for (const [name, branch] of Object.entries({ ...panelTexts, ...notificationTexts, ...settingsTexts })) {
  if (!Object.hasOwn(texts, name)) Reflect.set(texts, name, branch);
}
