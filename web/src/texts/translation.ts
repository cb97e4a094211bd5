import type { Catalogue } from './catalogue.ts';
import type { conversationTexts } from './conversation-texts.ts';
import type { texts } from './texts.ts';

/** Everything that is said, in another language. */
export type Translation = Catalogue<typeof texts & { talk: typeof conversationTexts }>;
