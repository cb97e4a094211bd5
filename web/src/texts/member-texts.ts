import { addTexts } from './add-texts.ts';
import { memberTexts } from './member-catalogue.ts';

// Imported for its effect, by every page behind the login.
addTexts(memberTexts);
