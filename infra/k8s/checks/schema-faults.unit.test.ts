import { describe, expect, it } from 'vitest';
import { schemaFaults } from './schema-faults.ts';

const service = (spec: Record<string, unknown>) => ({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' }, spec });

describe('schemaFaults', () => {
  it('is content with what Kubernetes is content with', async () => {
    expect(await schemaFaults(service({ selector: { any: 'label' }, ports: [{ port: 80, targetPort: 'http' }] }))).toEqual([]);
  });

  it('finds a value of the wrong kind', async () => {
    expect(await schemaFaults(service({ ports: [{ port: 'eighty' }] }))).toEqual([
      expect.stringContaining('Service/web /spec/ports/0/port: type'),
    ]);
  });

  it('finds a field that does not exist, at any depth, which the API server would ignore', async () => {
    expect(await schemaFaults(service({ ports: [{ port: 80, tragetPort: 'http' }] }))).toEqual([
      'Service/web /spec/ports/0/tragetPort: there is no such field',
    ]);
  });

  it('says when a kind has no schema', async () => {
    await expect(schemaFaults({ apiVersion: 'v1', kind: 'Sevrice', metadata: { name: 'web' } })).rejects.toThrow(
      'no schema for v1 Sevrice',
    );
  });
});
