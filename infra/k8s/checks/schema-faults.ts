import type { Manifest } from './manifest.ts';

type Fault = { instancePath: string; message?: string; keyword: string; params: unknown };
type Validate = ((data: unknown) => boolean) & { errors?: Fault[] | null };

/**
 * What Kubernetes' own schemas (compiled, in the package kubernetes-models) say against a manifest. They let unknown fields pass, as the
 * API server does, where a typing error then silently does nothing; so every field that the schema never looked at is a fault, too.
 */
export async function schemaFaults(manifest: Manifest): Promise<string[]> {
  const validate = await validatorOf(manifest);
  const where = `${manifest.kind}/${manifest.metadata.name}`;
  const unread = new Map<string, string>();
  const valid = validate(watched(manifest, '', unread));
  const faults = valid
    ? []
    : (validate.errors ?? []).map(({ instancePath, keyword, params }) => `${instancePath}: ${keyword} ${JSON.stringify(params)}`);
  const unknown = [...unread.keys()].map((path) => `${path}: there is no such field`);
  return [...faults, ...unknown].map((fault) => `${where} ${fault}`);
}

/** Whether the API server of a plain cluster knows the kind; others are brought by operators. */
export function isBuiltIn({ apiVersion }: Manifest): boolean {
  const [group = ''] = apiVersion.split('/');
  return !group.includes('.') || group.endsWith('.k8s.io');
}

async function validatorOf({ apiVersion, kind }: Manifest): Promise<Validate> {
  const [version, group = 'core'] = apiVersion.split('/').reverse();
  const name = `IoK8sApi${capital(group.split('.')[0] ?? '')}${capital(version ?? '')}${kind}`;
  const module: unknown = await import(`kubernetes-models/_schemas/${name}`).catch(() => undefined);
  if (typeof module !== 'object' || module === null || !('validate' in module))
    throw new Error(`There is no schema for ${apiVersion} ${kind}.`);
  return module.validate as Validate;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The same value; a field leaves `unread` when somebody reads it, and the fields below enter then. */
function watched(value: unknown, path: string, unread: Map<string, string>): unknown {
  if (typeof value !== 'object' || value === null) return value;
  for (const key of Object.keys(value)) unread.set(`${path}/${key}`, key);
  const seen = new Map<string, unknown>();
  return new Proxy(value, {
    get(target, key) {
      if (typeof key !== 'string' || !Object.hasOwn(target, key) || key === 'length') return Reflect.get(target, key);
      if (!seen.has(key)) {
        unread.delete(`${path}/${key}`);
        seen.set(key, watched(Reflect.get(target, key), `${path}/${key}`, unread));
      }
      return seen.get(key);
    },
  });
}
