import { type Labels, type Manifest, ofKind, type Selector, selects, type Workload } from './manifest.ts';

type Peer = { podSelector?: Selector; namespaceSelector?: Selector; ipBlock?: { cidr: string } };
type Rule = { from?: Peer[]; to?: Peer[]; ports?: Array<{ protocol?: string; port: number }> };
type Policy = { name: string; podSelector: Selector; ingress: Rule[]; egress: Rule[] };
type Pods = Pick<Workload, 'name' | 'labels'> & { ports: readonly number[] };

/** Pods that an operator of the cluster makes: their labels and ports are its own to choose, so they are said here. */
function foreignPods(manifests: readonly Manifest[]): Pods[] {
  return manifests
    .filter(({ apiVersion, kind }) => apiVersion.startsWith('postgresql.cnpg.io/') && kind === 'Cluster')
    .map(({ metadata, spec }) => {
      const { labels } = (spec as { inheritedMetadata: { labels: Labels } }).inheritedMetadata;
      return { name: `Cluster/${metadata.name}`, labels, ports: [5432, 8000] };
    });
}

/**
 * Holds the network policies against the pods: every port must be one that some selected pod listens on, every selector must select
 * somebody, and what one side may call the other side must let in.
 */
export function policyFaults(manifests: readonly Manifest[], workloads: readonly Workload[]): string[] {
  const pods: Pods[] = [
    ...workloads.map(({ name, labels, pod }) => ({
      name,
      labels,
      ports: pod.containers.flatMap(({ ports = [] }) => ports.map(({ containerPort }) => containerPort)),
    })),
    ...foreignPods(manifests),
  ];
  const policies = ofKind(manifests, 'NetworkPolicy').map(({ metadata, spec }): Policy => {
    const { podSelector, ingress = [], egress = [] } = spec as Partial<Policy> & Pick<Policy, 'podSelector'>;
    return { name: metadata.name, podSelector, ingress, egress };
  });
  return [...policies.flatMap((policy) => unusedPorts(policy, pods)), ...unansweredCalls(policies, pods)];
}

function unusedPorts({ name, podSelector, ingress, egress }: Policy, pods: readonly Pods[]): string[] {
  const selected = pods.filter(({ labels }) => selects(podSelector, labels));
  if (selected.length === 0) return [`${name} selects nobody`];
  const faults: string[] = [];
  for (const { ports = [], from } of ingress) {
    for (const { port } of ports) if (!selected.some((pod) => pod.ports.includes(port))) faults.push(`${name}: nobody listens on ${port}`);
    faults.push(...strangers(name, from, pods));
  }
  for (const { ports = [], to } of egress) {
    faults.push(...strangers(name, to, pods));
    const inside = (to ?? []).filter(isOurs);
    if (inside.length === 0) continue;
    const targets = pods.filter(({ labels }) => inside.some(({ podSelector: peer }) => peer && selects(peer, labels)));
    for (const { port } of ports)
      if (!targets.some((pod) => pod.ports.includes(port))) faults.push(`${name}: nobody there listens on ${port}`);
  }
  return faults;
}

function strangers(name: string, peers: readonly Peer[] = [], pods: readonly Pods[]): string[] {
  return peers
    .filter(isOurs)
    .filter(({ podSelector }) => podSelector && !pods.some(({ labels }) => selects(podSelector, labels)))
    .map(({ podSelector }) => `${name}: nobody is ${JSON.stringify(podSelector)}`);
}

/** Pods of this namespace. */
function isOurs({ podSelector, namespaceSelector }: Peer): boolean {
  return podSelector !== undefined && namespaceSelector === undefined;
}

/** For each caller, target and port that an egress rule opens: some ingress rule of the target must open it as well. And the other way round. */
function unansweredCalls(policies: readonly Policy[], pods: readonly Pods[]): string[] {
  const faults: string[] = [];
  for (const caller of pods) {
    for (const target of pods) {
      for (const port of target.ports) {
        const out = policies.some((policy) => opens(policy, 'egress', caller, target, port));
        const into = policies.some((policy) => opens(policy, 'ingress', target, caller, port));
        // Whom nobody shall call opens nothing; both sides must say the same.
        if (out && !into) faults.push(`${caller.name} may call ${target.name}:${port}, which does not let it in`);
        if (into && !out) faults.push(`${target.name}:${port} lets ${caller.name} in, which may not call it`);
      }
    }
  }
  return faults;
}

function opens(policy: Policy, direction: 'ingress' | 'egress', self: Pods, peer: Pods, port: number): boolean {
  if (!selects(policy.podSelector, self.labels)) return false;
  return policy[direction].some((rule) => {
    const peers = (direction === 'ingress' ? rule.from : rule.to) ?? [];
    return (
      peers.some((one) => isOurs(one) && one.podSelector && selects(one.podSelector, peer.labels)) &&
      (rule.ports ?? []).some((open) => open.port === port)
    );
  });
}
