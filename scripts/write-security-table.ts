import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { repositoryRoot } from '@parley/backing';
import { faultsOfChapters, readChapters, renderTable, tableFile } from './checks/security-table.ts';

const chapters = await readChapters(repositoryRoot);
await writeFile(join(repositoryRoot, tableFile), renderTable(chapters));
const faults = await faultsOfChapters(repositoryRoot, chapters);
for (const fault of faults) console.error(fault);
process.exitCode = faults.length === 0 ? 0 : 1;
