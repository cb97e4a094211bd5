export type Page = { cursor?: string | undefined; limit?: number | undefined };

/** All pages of a list, e.g. `await collect((page) => parley.rooms.list(page))`. */
export async function collect<Item>(read: (page: Page) => Promise<{ items: Item[]; next_cursor: string | null; has_more: boolean }>) {
  const items: Item[] = [];
  let cursor: string | undefined;
  do {
    const page = await read({ cursor, limit: 100 });
    items.push(...page.items);
    cursor = page.has_more ? (page.next_cursor ?? undefined) : undefined;
  } while (cursor !== undefined);
  return items;
}
