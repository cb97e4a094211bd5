import { create } from 'zustand';
import { persist } from 'zustand/middleware';

type Drafts = { texts: Readonly<Record<string, string>>; write(key: string, text: string): void };

/** What is written and not sent, per person and room: it survives switching rooms, a reload and a closed tab. */
export const useDrafts = create<Drafts>()(
  persist(
    (set) => ({
      texts: {},
      write: (key, text) =>
        set(({ texts }) => {
          const { [key]: _before, ...others } = texts;
          return { texts: text === '' ? others : { ...others, [key]: text } };
        }),
    }),
    { name: 'parley.drafts', partialize: ({ texts }) => ({ texts }) },
  ),
);
