/** What the rules look at of a Kubernetes object; its schema is checked apart (schema-faults.ts). */
export type Manifest = {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string; labels?: Labels; annotations?: Record<string, string> };
  // Every kind has a shape of its own; the readers below say what they expect.
  spec?: Record<string, unknown>;
  data?: Record<string, string>;
};

export type Labels = Record<string, string>;

export type Container = {
  name: string;
  image: string;
  args?: string[];
  env?: Array<{ name: string; value?: string }>;
  envFrom?: Array<{ configMapRef?: { name: string }; secretRef?: { name: string } }>;
  ports?: Array<{ name?: string; containerPort: number }>;
  resources?: { requests?: Record<string, string>; limits?: Record<string, string> };
  securityContext?: {
    allowPrivilegeEscalation?: boolean;
    readOnlyRootFilesystem?: boolean;
    runAsUser?: number;
    capabilities?: { drop?: string[]; add?: string[] };
  };
  volumeMounts?: Array<{ name: string; mountPath: string; subPath?: string }>;
  startupProbe?: unknown;
  livenessProbe?: unknown;
  readinessProbe?: unknown;
  lifecycle?: { preStop?: { sleep?: { seconds: number } } };
};

export type Volume = {
  name: string;
  secret?: { secretName: string; items?: Array<{ key: string }> };
  configMap?: { name: string; items?: Array<{ key: string }> };
  projected?: { sources: Array<{ secret?: { name: string }; configMap?: { name: string } }> };
  persistentVolumeClaim?: { claimName: string };
  emptyDir?: unknown;
};

export type PodSpec = {
  containers: Container[];
  initContainers?: Container[];
  volumes?: Volume[];
  securityContext?: { runAsNonRoot?: boolean; runAsUser?: number; seccompProfile?: { type: string } };
  automountServiceAccountToken?: boolean;
  terminationGracePeriodSeconds?: number;
  hostNetwork?: boolean;
  hostPID?: boolean;
};

/** Something that makes pods, and the pods that it makes. */
export type Workload = { manifest: Manifest; name: string; labels: Labels; pod: PodSpec };

const workloadKinds = ['Deployment', 'StatefulSet', 'DaemonSet', 'Job'];

export function workloadsOf(manifests: readonly Manifest[]): Workload[] {
  return manifests
    .filter(({ kind }) => workloadKinds.includes(kind))
    .map((manifest) => {
      const { template } = manifest.spec as { template: { metadata?: { labels?: Labels }; spec: PodSpec } };
      const name = `${manifest.kind}/${manifest.metadata.name}`;
      return { manifest, name, labels: template.metadata?.labels ?? {}, pod: template.spec };
    });
}

export function ofKind(manifests: readonly Manifest[], kind: string): Manifest[] {
  return manifests.filter((manifest) => manifest.kind === kind);
}

export type Selector = {
  matchLabels?: Labels;
  matchExpressions?: Array<{ key: string; operator: string; values?: string[] }>;
};

export function selects({ matchLabels = {}, matchExpressions = [] }: Selector, labels: Labels): boolean {
  const exact = Object.entries(matchLabels).every(([key, value]) => labels[key] === value);
  return exact && matchExpressions.every(({ key, operator, values = [] }) => operator === 'In' && values.includes(labels[key] ?? ''));
}
