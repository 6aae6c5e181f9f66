import { isTrue } from '../../objects/metadata.ts';
import type { Node } from '../../objects/nodes.ts';
import type { AdmissionPlugin } from '../admission/plugin.ts';
import { ageColumn, column, createdAge, nameColumn, type Printer } from '../columns.ts';
import { clusterScoped } from '../resources.ts';
import type { ApiKind } from './api-kind.ts';
import { status } from './support/subresources.ts';
import { textIn } from './support/text.ts';

const notReady = { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' };

/** Nothing is scheduled to a new node before its kubelet says that it is ready. The cluster's own nodes have one. */
export const taintNodesByCondition: AdmissionPlugin<Node> = {
  name: 'TaintNodesByCondition',
  admit: (node, { manager }) => {
    const { taints = [] } = node.spec;
    if (manager === undefined || taints.some(({ key, effect }) => key === notReady.key && effect === notReady.effect))
      return node;
    return { ...node, spec: { ...node.spec, taints: [...taints, notReady] } };
  },
};

const addressOf = ({ status }: Node, type: string): string =>
  status.addresses?.find((each) => each.type === type)?.address ?? '<none>';

const rolePrefix = 'node-role.kubernetes.io/';

const statusText = ({ status, spec }: Node): string => {
  const ready = isTrue(status.conditions, 'Ready') ? 'Ready' : 'NotReady';
  return spec.unschedulable ? `${ready},SchedulingDisabled` : ready;
};

const printer: Printer<Node> = {
  columns: [
    nameColumn,
    column('Status'),
    column('Roles'),
    ageColumn,
    column('Version'),
    column('Internal-IP', 1),
    column('External-IP', 1),
    column('OS-Image', 1),
    column('Kernel-Version', 1),
    column('Container-Runtime', 1),
  ],
  cells: (node, now) => {
    const info = node.status['nodeInfo'];
    const roles = Object.keys(node.metadata.labels ?? {})
      .filter((key) => key.startsWith(rolePrefix))
      .map((key) => key.slice(rolePrefix.length));
    return [
      node.metadata.name,
      statusText(node),
      roles.join(',') || '<none>',
      createdAge(node, now),
      textIn(info, 'kubeletVersion'),
      addressOf(node, 'InternalIP'),
      addressOf(node, 'ExternalIP'),
      textIn(info, 'osImage'),
      textIn(info, 'kernelVersion'),
      textIn(info, 'containerRuntimeVersion'),
    ];
  },
};

export const nodeKind: ApiKind<Node> = {
  resource: clusterScoped('v1', 'Node', 'nodes', { shortNames: ['no'], storageKey: 'minions' }),
  subresources: { status },
  admission: [taintNodesByCondition],
  selectableFields: [{ path: 'spec.unschedulable', text: ({ spec }) => String(spec.unschedulable ?? false) }],
  printer,
};
