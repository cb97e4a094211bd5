import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { repositoryRoot } from '@parley/backing';
import { describe, expect, it } from 'vitest';
import { faultsOfChapters, hasTest, readChapters, renderTable, type SecurityLine, tableFile } from './security-table.ts';

const chapter = (...lines: SecurityLine[]) => [{ title: 'V0 Test', lines }];
const own = 'scripts/checks/security-table.unit.test.ts';

describe('the table of security lines', () => {
  it('names tests that exist, and is the one that is written down', async () => {
    const chapters = await readChapters(repositoryRoot);
    expect(await faultsOfChapters(repositoryRoot, chapters)).toEqual([]);
    expect(await readFile(join(repositoryRoot, tableFile), 'utf8')).toBe(renderTable(chapters));
  });

  it('is refused when it names a test, a file or a text that is not there, or a line twice', async () => {
    const line = { level: 1, asks: 'Something', status: 'shown' } as const;
    const tests = (file: string, name: string) => ({ tests: [{ file, name }] });
    const faults = await faultsOfChapters(
      repositoryRoot,
      chapter(
        { ...line, id: '1.1.1', ...tests(own, 'names tests that exist, and is the one that is written down') },
        { ...line, id: '1.1.2', ...tests(own, ['no', 'such', 'test'].join(' ')) },
        { ...line, id: '1.1.3', ...tests('nowhere.unit.test.ts', 'x') },
        { ...line, id: '1.1.3', status: 'documented', where: 'docs/nowhere.md' },
      ),
    );
    expect(faults).toEqual([
      `1.1.2: ${own} has no test "no such test"`,
      '1.1.3: there is no nowhere.unit.test.ts',
      '1.1.3 is there twice',
      '1.1.3: there is no docs/nowhere.md',
    ]);
  });

  it('takes whole titles, of tests with a table of cases too, and no mere mention', () => {
    expect(hasTest("it('does it', async () => {})", 'does it')).toBe(true);
    expect(hasTest("it.each([\n  [1],\n])('does %s', () => {})", 'does %s')).toBe(true);
    expect(hasTest("it('does it well', async () => {})", 'does it')).toBe(false);
    expect(hasTest('// does it', 'does it')).toBe(false);
  });
});
