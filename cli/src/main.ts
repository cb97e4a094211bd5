import { enableCompileCache } from 'node:module';

// Half of the time that a command takes is reading the program: kept from one command to the next, for services' own commands as well.
const { directory } = enableCompileCache();
if (directory !== undefined) process.env.NODE_COMPILE_CACHE = directory;
await import('./run.ts');
