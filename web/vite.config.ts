import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const gateway = process.env.PARLEY_GATEWAY ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [react(), tailwindcss()],
  server: {
    proxy: { '/api': { target: gateway }, '/ws': { target: gateway, ws: true } },
  },
  build: {
    // Which chunks a page needs: the budget is checked against it.
    manifest: true,
    // The content security policy allows nothing inline.
    assetsInlineLimit: 0,
    modulePreload: {
      polyfill: false,
      // The conversations' parts are fetched together; whatever opens later may take one more trip, and the first page names fewer files.
      resolveDependencies: (file, needed) => needed.filter((part) => part.endsWith('.css') || file.includes('chat-page')),
    },
    target: ['chrome120', 'firefox121', 'safari17'],
  },
});
