/** Rows that differ for one reason, by name. */
export interface KnownDifference {
  reason: string;
  rows: readonly string[];
}

/** Where the embedded cluster answers otherwise than the real one, and why that is known. */
export const differences: readonly KnownDifference[] = [
  {
    reason: 'A value of a wrong type, or none where one is due, ends in an internal error instead of a refusal.',
    rows: ['B22 a port without a number', 'B24 targetPort that is a truth value'],
  },
  {
    reason: 'Refused for the same field, in other words or with more or fewer causes.',
    rows: [
      'B26 an empty name',
      'B19 clusterIP of the other family',
      'B19 three cluster IPs',
      'B9 no address type',
      'B9 address type IPv5',
      'B33 Deployment: no selector',
      'B33 Deployment: no template',
      'B33 StatefulSet: no selector',
      'B33 Job: restartPolicy Always',
      'B34 a wrong dryRun',
      'B33 a wrong fieldValidation',
      'B34 an update with a version that is no number',
      'B34 a merge patch of a wrong type',
      'B34 a patch in an unknown form',
      'B34 an apply without a field manager',
      'B34 an apply with a conflict',
      'B34 an apply with an unknown field',
      'S5 a label selector that is none',
      'S5 a label selector with an empty set',
      'S8 a field selector that is none',
      'B30 other cluster IPs',
      'B30 another family',
    ],
  },
  {
    reason: 'A warning that the embedded API server does not give.',
    rows: [
      'B36 loadBalancerSourceRanges with bits after the prefix',
      'B36 an external IP with leading zeros',
      'B65 annotation only',
      'S39 an address with leading zeros',
      'B9 address type FQDN',
    ],
  },
  {
    reason:
      'The answer names Go types and scheme files of the API server; only the status and the reason are the same.',
    rows: [
      'B33 a body of another kind',
      'B33 a body of another version',
      'B33 a body that is cut off',
      'B33 a body that is a list',
      'B34 no body',
      'B34 an update with another uid',
      'B34 a merge patch that is no JSON',
      'B34 a JSON patch that is no list',
      'B70 a Service, deleted with another uid as precondition',
    ],
  },
  {
    reason: 'A broken value is refused by a check that the embedded API server does not make.',
    rows: [
      'B33 a body with a key twice',
      'B65 a class without a controller',
      'B65 a class with a controller that is no path',
      'B33 a policy of type Foo',
      'B33 a policy with port 0',
      'B33 a policy with a wrong CIDR',
      'B33 a policy with an empty peer',
      'B33 a policy with a block and a selector',
      'B9 a wrong node name',
      'S18 an image with a blank before it',
      'B17 a probe of an unknown port name',
      'S22 a variable with a blank in its name',
      'S25 dnsPolicy Foo',
      'S25 four name servers',
      'S25 a wrong name server',
      'S18 a ServiceAccount that does not exist',
      'B33 Deployment: strategy Foo',
      'B33 StatefulSet: podManagementPolicy Foo',
      'B67 a TLS Secret without keys',
      'B67 a Secret that is no base64',
      'B34 an update with another namespace',
      'S5 a label selector with a wrong value',
      'S8 a limit that is no number',
      'S8 a resourceVersion that is no number',
      'B70 a Service, deleted with a wrong policy',
    ],
  },
  {
    reason: 'An unknown path is answered with a Status; the real one answers it with plain text.',
    rows: [
      'S54 an Ingress of extensions/v1beta1',
      'B34 a group that is not there',
      'S54 the version extensions/v1beta1',
      'B34 a path that is not there',
    ],
  },
  {
    reason:
      'A default or a normalised form that the embedded API server leaves out; nothing about Services depends on it.',
    rows: [
      'S38 EndpointSlice',
      'S18 a Pod with probes',
      "S18 a Pod on its node's network",
      'S18 ReplicaSet',
      'S18 DaemonSet',
      'B48 StatefulSet',
      'S18 Job',
      'B68 Ingress',
      'B66 an Ingress with a rule',
      'B33 NetworkPolicy',
    ],
  },
  {
    reason: 'Every form is answered with JSON, and every body is read as JSON.',
    rows: ['C5 a form that is not spoken', 'B34 a body in another language'],
  },
  {
    reason: 'Items of a list carry their kind and version; clients cope with both.',
    rows: ['C5 items of a list do not name their kind'],
  },
  {
    reason: 'A scale of zero is written as 0 instead of being left out.',
    rows: ['B1 the scale of a Deployment'],
  },
  {
    reason: 'internalTrafficPolicy stays when a Service becomes ExternalName; it has no effect there.',
    rows: [
      'B31 ClusterIP becomes ExternalName',
      'B31 NodePort becomes ExternalName',
      'B31 LoadBalancer becomes ExternalName',
    ],
  },
  {
    reason: 'Pods without the named port are grouped by port instead of by pod, or are left out of the slice.',
    rows: ['B11 Endpoints of some-by-name', 'B11 slices of wrong-name'],
  },
  {
    reason:
      'Empty lists are written as [] instead of null, and empty annotations and conditions are written or left out the other way round.',
    rows: ['B5 slices of portless', 'B9 slices of nobody', 'S38 slices of manual-two', 'B9 slices of sliced'],
  },
  {
    reason: 'The time of the last change is also noted when no pod is ready.',
    rows: ['B2 Endpoints of unready', 'B2 slices of unready', 'B16 Endpoints of published', 'B16 slices of published'],
  },
  {
    reason:
      'dig of the embedded shell knows A, AAAA, CNAME, SRV, PTR, TXT, NS and SOA and asks for A instead of others.',
    rows: ['B43 dig kubia.parity-dns.svc.cluster.local MX'],
  },
  {
    reason: 'getent leaves out the alias that led to the name.',
    rows: ['C8 getent external-inside'],
  },
  {
    reason:
      'Traefik gives the rule with the longer text the first say, so Prefix beats Exact on the same path; the specification, which the embedded controller follows, says the opposite.',
    rows: ['B66a Prefix /foo → one, Exact /foo → two: /foo', 'B66a Exact /foo → two, Prefix /foo → one: /foo'],
  },
  {
    reason: 'Traefik takes a wildcard for an empty label; no client sends one.',
    rows: ['B66 a wildcard host and an empty label'],
  },
  {
    reason: 'The embedded shell does not know permissions, folders as programs or signals.',
    rows: ['C4 a folder as a program', 'C4 a program without permission', 'C4 a command ended by a signal'],
  },
  {
    reason: 'observedGeneration of a pod and its conditions is not written.',
    rows: ['S1 status of a pod'],
  },
];

/** Reasons by the row's name. */
export const knownDifferences: Readonly<Record<string, string>> = Object.fromEntries(
  differences.flatMap(({ reason, rows }) => rows.map((row) => [row, reason])),
);
