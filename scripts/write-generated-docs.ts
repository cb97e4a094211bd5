import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { repositoryRoot } from '@parley/backing';
import { commandLineFile, renderCommandLine } from './checks/command-line-page.ts';
import { configurationFile, readSettings, renderConfiguration } from './checks/configuration-table.ts';
import { draw } from './pictures/drawing.ts';
import { pictures } from './pictures/pictures.ts';

/** What the docs say of the code, from the code: settings, commands, and the pictures from their descriptions. */
const { settings, faults } = await readSettings(repositoryRoot);
await writeFile(join(repositoryRoot, configurationFile), renderConfiguration(settings));
await writeFile(join(repositoryRoot, commandLineFile), renderCommandLine());
for (const [name, picture] of Object.entries(pictures)) await writeFile(join(repositoryRoot, 'docs/pictures', name), draw(picture));
for (const fault of faults) console.error(fault);
process.exitCode = faults.length === 0 ? 0 : 1;
