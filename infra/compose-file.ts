import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { repositoryRoot } from '@parley/backing';
import { parse } from 'yaml';

export type ComposeService = {
  image: string;
  build?: { target: string };
  entrypoint?: string[];
  command?: string[];
  environment?: Record<string, string>;
  read_only?: boolean;
  cap_drop?: string[];
  cap_add?: string[];
  security_opt?: string[];
  restart?: string;
  ports?: string[];
  profiles?: string[];
  networks?: string[];
  network_mode?: string;
  secrets?: string[];
  volumes?: string[];
  tmpfs?: string[];
  healthcheck?: { test?: string[]; disable?: boolean };
  depends_on?: Record<string, { condition: string }>;
};

export type ComposeFile = {
  services: Record<string, ComposeService>;
  networks: Record<string, { internal?: boolean } | null>;
  volumes: Record<string, unknown>;
  secrets: Record<string, { file: string }>;
};

/** Text and content, with YAML's merges done and `${VARIABLES}` as they stand. */
export async function readComposeFile(): Promise<{ text: string; file: ComposeFile }> {
  const text = await readFile(join(repositoryRoot, 'infra/docker-compose.yml'), 'utf8');
  return { text, file: parse(text, { merge: true, maxAliasCount: -1 }) as ComposeFile };
}
