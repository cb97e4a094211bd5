import { beforeAll, describe, expect, it } from 'vitest';
import { buildOverlay } from './checks/build-overlay.ts';
import { type Container, type Manifest, ofKind, type Selector, selects, type Workload, workloadsOf } from './checks/manifest.ts';
import { policyFaults } from './checks/policy-faults.ts';
import { isBuiltIn, schemaFaults } from './checks/schema-faults.ts';

const services = ['auth', 'rooms', 'messages', 'media', 'notifications', 'presence', 'gateway'];

const built = { kind: buildOverlay('kind'), production: buildOverlay('production') };

describe.each(['kind', 'production'] as const)('the manifests of %s', (overlay) => {
  let manifests: Manifest[] = [];
  let workloads: Workload[] = [];
  beforeAll(async () => {
    manifests = await built[overlay];
    workloads = workloadsOf(manifests);
  }, 60_000);

  const containers = () =>
    workloads.flatMap(({ name, pod }) => [...pod.containers, ...(pod.initContainers ?? [])].map((container) => ({ name, pod, container })));
  const faultsOf = (isFaulty: (container: Container, pod: Workload['pod']) => boolean) =>
    containers()
      .filter(({ container, pod }) => isFaulty(container, pod))
      .map(({ name, container }) => `${name} ${container.name}`);
  const longLived = () => workloads.filter(({ manifest }) => manifest.kind !== 'Job');

  it('say what Kubernetes understands, and nothing that it would silently ignore', async () => {
    const faults = await Promise.all(manifests.filter(isBuiltIn).map(schemaFaults));
    expect(faults.flat()).toEqual([]);
  }, 60_000);

  it('run every service, each with its migrations where it has a database', () => {
    expect(workloads.map(({ name }) => name)).toEqual(expect.arrayContaining(services.map((service) => `Deployment/${service}`)));
    const migrated = ofKind(manifests, 'Job').map(({ metadata }) => metadata.name);
    expect(migrated.sort()).toEqual(
      ['auth', 'media', 'messages', 'notifications', 'rooms']
        .map((service) => `${service}-migrations`)
        .concat('databases')
        .sort(),
    );
  });

  it('run nothing as root, nothing that can become it, nothing that can write to its root file system', () => {
    expect(workloads.filter(({ pod }) => pod.securityContext?.runAsNonRoot !== true || !pod.securityContext.runAsUser)).toEqual([]);
    expect(faultsOf(({ securityContext }) => securityContext?.runAsUser === 0)).toEqual([]);
    expect(faultsOf(({ securityContext }) => securityContext?.allowPrivilegeEscalation !== false)).toEqual([]);
    expect(faultsOf(({ securityContext }) => securityContext?.readOnlyRootFilesystem !== true)).toEqual([]);
    expect(
      faultsOf(({ securityContext }) => !securityContext?.capabilities?.drop?.includes('ALL') || !!securityContext.capabilities.add),
    ).toEqual([]);
    expect(workloads.filter(({ pod }) => pod.securityContext?.seccompProfile?.type !== 'RuntimeDefault')).toEqual([]);
    expect(workloads.filter(({ pod }) => pod.hostNetwork || pod.hostPID || pod.automountServiceAccountToken !== false)).toEqual([]);
  });

  it('pin every image, and take what they run from no "latest"', () => {
    expect(faultsOf(({ image }) => !/^[\w./-]+:[\w.-]+$/.test(image) || image.endsWith(':latest'))).toEqual([]);
  });

  it('say of every container what it needs and what it may have', () => {
    expect(faultsOf(({ resources }) => !resources?.requests?.cpu || !resources.requests.memory || !resources.limits?.memory)).toEqual([]);
  });

  it('probe whatever stays', () => {
    const unprobed = longLived().flatMap(({ name, pod }) =>
      pod.containers
        .filter((container) => !container.startupProbe || !container.livenessProbe || !container.readinessProbe)
        .map(() => name),
    );
    expect(unprobed).toEqual([]);
  });

  it('give a service that goes time to drain, and start its successor first', () => {
    for (const { manifest, pod } of workloads.filter(({ labels }) => labels['parley.chat/runs'] === 'service')) {
      const preStop = pod.containers[0]?.lifecycle?.preStop?.sleep?.seconds ?? 0;
      expect(preStop).toBeGreaterThan(0);
      // A service takes up to 15 s of its own.
      expect(pod.terminationGracePeriodSeconds).toBeGreaterThan(preStop + 15);
      const { strategy } = manifest.spec as { strategy: { type: string; rollingUpdate?: { maxUnavailable: number } } };
      // One media alone has the disk with the files: there the old one must let go first.
      if (strategy.type !== 'Recreate') expect(strategy.rollingUpdate?.maxUnavailable).toBe(0);
      else expect(`${overlay} ${manifest.metadata.name}`).toBe('kind media');
    }
  });

  it('name only secrets, settings, disks and keys that exist', () => {
    const keysOf = (kind: string) => new Map(ofKind(manifests, kind).map(({ metadata, data }) => [metadata.name, Object.keys(data ?? {})]));
    const promised = new Map(
      ofKind(manifests, 'ExternalSecret').map(({ spec }) => [(spec as { target: { name: string } }).target.name, undefined]),
    );
    const secrets = new Map<string, readonly string[] | undefined>([...keysOf('Secret'), ...promised]);
    const settings = keysOf('ConfigMap');
    const disks = new Set(ofKind(manifests, 'PersistentVolumeClaim').map(({ metadata }) => metadata.name));
    const faults: string[] = [];
    for (const { name, manifest, pod } of workloads) {
      const own = ((manifest.spec?.volumeClaimTemplates ?? []) as Manifest[]).map(({ metadata }) => metadata.name);
      const volumes = new Map((pod.volumes ?? []).map((volume) => [volume.name, volume]));
      for (const { secret, configMap, persistentVolumeClaim, projected } of volumes.values()) {
        for (const part of projected?.sources ?? []) {
          if (part.secret && !secrets.has(part.secret.name)) faults.push(`${name}: secret ${part.secret.name}`);
          if (part.configMap && !settings.has(part.configMap.name)) faults.push(`${name}: settings ${part.configMap.name}`);
        }
        if (secret && !secrets.has(secret.secretName)) faults.push(`${name}: secret ${secret.secretName}`);
        if (configMap && !settings.has(configMap.name)) faults.push(`${name}: settings ${configMap.name}`);
        if (persistentVolumeClaim && !disks.has(persistentVolumeClaim.claimName))
          faults.push(`${name}: disk ${persistentVolumeClaim.claimName}`);
      }
      for (const container of pod.containers) {
        const mounts = container.volumeMounts ?? [];
        for (const mount of mounts) if (!volumes.has(mount.name) && !own.includes(mount.name)) faults.push(`${name}: volume ${mount.name}`);
        for (const { configMapRef } of container.envFrom ?? []) {
          if (configMapRef && !settings.has(configMapRef.name)) faults.push(`${name}: settings ${configMapRef.name}`);
        }
        for (const { name: variable, value = '' } of container.env ?? []) {
          if (!variable.endsWith('_FILE')) continue;
          const mount = mounts.find(({ mountPath }) => value.startsWith(`${mountPath}/`));
          const keys = secrets.get(volumes.get(mount?.name ?? '')?.secret?.secretName ?? '');
          // What an external store holds is not known here; in kind the same files are.
          if (mount === undefined) faults.push(`${name}: ${variable} is not mounted`);
          else if (keys !== undefined && !keys.includes(value.slice(mount.mountPath.length + 1)))
            faults.push(`${name}: no key for ${variable}`);
        }
      }
    }
    expect(faults).toEqual([]);
    if (overlay === 'production') expect(ofKind(manifests, 'Secret')).toEqual([]);
  });

  it('want the same secrets in both overlays', async () => {
    const other = await built[overlay === 'kind' ? 'production' : 'kind'];
    const namesOf = (all: readonly Manifest[]) =>
      [...ofKind(all, 'Secret'), ...ofKind(all, 'ExternalSecret')]
        .map(({ metadata }) => metadata.name.replace(/-[a-z0-9]{10}$/, ''))
        .sort();
    expect(namesOf(manifests)).toEqual(namesOf(other));
  });

  it('never let a budget forbid what autoscalers and updates must be able to do', () => {
    const budgets = ofKind(manifests, 'PodDisruptionBudget').map(
      ({ metadata, spec }) =>
        ({ name: metadata.name, ...spec }) as { name: string; selector: Selector; minAvailable?: number; maxUnavailable?: number },
    );
    const scalers = ofKind(manifests, 'HorizontalPodAutoscaler').map(
      ({ spec }) => spec as { scaleTargetRef: { kind: string; name: string }; minReplicas: number; maxReplicas: number },
    );
    for (const { scaleTargetRef, minReplicas, maxReplicas } of scalers) {
      const target = workloads.find(({ name }) => name === `${scaleTargetRef.kind}/${scaleTargetRef.name}`);
      expect(target, scaleTargetRef.name).toBeDefined();
      // Both would fight over the number at each deployment.
      expect(target?.manifest.spec?.replicas, scaleTargetRef.name).toBeUndefined();
      expect(maxReplicas).toBeGreaterThanOrEqual(minReplicas);
      if (overlay === 'production') expect(minReplicas).toBeGreaterThanOrEqual(2);
    }
    for (const { name, selector, minAvailable, maxUnavailable } of budgets) {
      const targets = longLived().filter(({ labels }) => selects(selector, labels));
      expect(targets, name).toHaveLength(1);
      const least = scalers.find(({ scaleTargetRef }) => scaleTargetRef.name === targets[0]?.manifest.metadata.name)?.minReplicas;
      const replicas = least ?? Number(targets[0]?.manifest.spec?.replicas ?? 1);
      // At least one may always go, or a node could never be emptied.
      expect(maxUnavailable ?? replicas - (minAvailable ?? 0), name).toBeGreaterThanOrEqual(1);
    }
    const several = longLived().filter(({ manifest }) => manifest.kind === 'Deployment' || Number(manifest.spec?.replicas) > 1);
    expect(several.filter(({ labels }) => !budgets.some(({ selector }) => selects(selector, labels))).map(({ name }) => name)).toEqual([]);
  });

  it('lead every Service to a port of a pod that somebody has', () => {
    for (const { metadata, spec } of ofKind(manifests, 'Service')) {
      const { selector, ports } = spec as { selector: Record<string, string>; ports: Array<{ targetPort: string | number }> };
      const targets = longLived().filter(({ labels }) => selects({ matchLabels: selector }, labels));
      expect(targets, metadata.name).toHaveLength(1);
      const open = targets.flatMap(({ pod }) =>
        pod.containers.flatMap(({ ports = [] }) => ports.flatMap(({ name, containerPort }) => [name, containerPort])),
      );
      for (const { targetPort } of ports) expect(open, metadata.name).toContain(targetPort);
    }
  });

  it('lead every path of the ingress to a Service', () => {
    for (const { spec } of ofKind(manifests, 'Ingress')) {
      const { rules } = spec as {
        rules: Array<{ http: { paths: Array<{ backend: { service: { name: string; port: { name: string } } } }> } }>;
      };
      const known = ofKind(manifests, 'Service').flatMap(({ metadata, spec: { ports } = {} }) =>
        (ports as Array<{ name: string }>).map(({ name }) => `${metadata.name}:${name}`),
      );
      for (const { backend } of rules.flatMap(({ http }) => http.paths))
        expect(known).toContain(`${backend.service.name}:${backend.service.port.name}`);
    }
  });

  it('open no port that nobody uses, and let nobody call who is not let in', () => {
    expect(policyFaults(manifests, workloads)).toEqual([]);
  });

  it('close what is not opened', () => {
    const closed = ofKind(manifests, 'NetworkPolicy').find(({ spec }) => JSON.stringify(spec?.podSelector) === '{}' && !spec?.egress);
    expect(closed?.spec?.policyTypes).toEqual(['Ingress', 'Egress']);
    expect(closed?.spec?.ingress).toBeUndefined();
  });
});
