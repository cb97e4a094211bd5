import { describe, expect, it } from 'vitest';
import { renderCommandLine } from './command-line-page.ts';
import { commentsIn, renderConfiguration } from './configuration-table.ts';

describe('the table of settings', () => {
  it('takes what a setting is from the comment above it, and from no other', () => {
    const source = '/** Whole file. */\nconst a = 1;\n/** Cost of\n * a hash. */\n  COST: count(1, 2),\n  SILENT: z.string(),\n';
    expect([...commentsIn(source)]).toEqual([['COST', 'Cost of a hash.']]);
  });

  it('shows what must be set', () => {
    const setting = {
      name: 'NATS_URL',
      services: ['auth' as const],
      required: true,
      shape: 'text',
      byDefault: '',
      meaning: 'One | or more',
    };
    expect(renderConfiguration([setting])).toContain('| **`NATS_URL`** | auth | text |  | One \\| or more |');
  });
});

describe('the page of commands', () => {
  it('links each to its section', () => {
    const page = renderCommandLine([
      { name: 'room list', summary: 'rooms', arguments: [{ name: '<room>', description: 'an id' }], run: async () => 0 },
    ]);
    expect(page).toContain('[`room list`](#room-list-room)');
    expect(page).toContain('## room list <room>');
  });
});
