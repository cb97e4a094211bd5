import './ui/theme.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { watchForUpdates } from './app/updates.ts';
import { startLanguage } from './texts/start-language.ts';
import { watchTheme } from './ui/theme.ts';

watchTheme();
watchForUpdates();
const root = document.getElementById('root');
if (!root) throw new Error('the page has no root');
// Not awaited at the top: the chunk of another language imports this one, and would wait for it for ever.
void startLanguage().then(() =>
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  ),
);
