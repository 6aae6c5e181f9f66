import { isObject, type JsonValue } from '../../../core/json.ts';
import { isTrue, type Namespace, type Node, type Unstructured } from '../../objects/objects.ts';
import { ageColumn, ageOf, column, createdAge, nameColumn, type Printer } from './table.ts';

const textIn = (value: JsonValue | undefined, key: string): string =>
  isObject(value) && value[key] !== undefined ? String(value[key]) : '';

const sizeOf = (...values: (JsonValue | undefined)[]): number =>
  values.reduce<number>((sum, each) => sum + (isObject(each) ? Object.keys(each).length : 0), 0);

const addressOf = ({ status }: Node, type: string): string =>
  status.addresses?.find((each) => each.type === type)?.address ?? '<none>';

const rolePrefix = 'node-role.kubernetes.io/';

export const nodePrinter: Printer = {
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
  cells: (node: Node, now) => {
    const info = node.status['nodeInfo'];
    const roles = Object.keys(node.metadata.labels ?? {})
      .filter((key) => key.startsWith(rolePrefix))
      .map((key) => key.slice(rolePrefix.length));
    const ready = isTrue(node.status.conditions, 'Ready') ? 'Ready' : 'NotReady';
    return [
      node.metadata.name,
      node.spec.unschedulable ? `${ready},SchedulingDisabled` : ready,
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

export const namespacePrinter: Printer = {
  columns: [nameColumn, column('Status'), ageColumn],
  cells: (object: Namespace, now) => [object.metadata.name, object.status.phase, createdAge(object, now)],
};

export const configMapPrinter: Printer = {
  columns: [nameColumn, column('Data', 0, 'integer'), ageColumn],
  cells: (object: Unstructured, now) => [
    object.metadata.name,
    sizeOf(object['data'], object['binaryData']),
    createdAge(object, now),
  ],
};

export const secretPrinter: Printer = {
  columns: [nameColumn, column('Type'), column('Data', 0, 'integer'), ageColumn],
  cells: (object: Unstructured, now) => [
    object.metadata.name,
    String(object['type'] ?? ''),
    sizeOf(object['data']),
    createdAge(object, now),
  ],
};

export const serviceAccountPrinter: Printer = {
  columns: [nameColumn, column('Secrets', 0, 'integer'), ageColumn],
  cells: (object: Unstructured, now) => [
    object.metadata.name,
    Array.isArray(object['secrets']) ? object['secrets'].length : 0,
    createdAge(object, now),
  ],
};

export const leasePrinter: Printer = {
  columns: [nameColumn, column('Holder'), ageColumn],
  cells: (object: Unstructured, now) => [
    object.metadata.name,
    textIn(object['spec'], 'holderIdentity'),
    createdAge(object, now),
  ],
};

export const limitRangePrinter: Printer = {
  columns: [nameColumn, column('Created At')],
  cells: (object: Unstructured) => [object.metadata.name, object.metadata.creationTimestamp ?? ''],
};

const quotaText = (object: Unstructured, pick: (name: string) => boolean): string => {
  const status = isObject(object['status']) ? object['status'] : {};
  const spec = isObject(object['spec']) ? object['spec'] : {};
  const hard = isObject(status['hard']) ? status['hard'] : isObject(spec['hard']) ? spec['hard'] : {};
  return Object.keys(hard)
    .filter(pick)
    .toSorted()
    .map((name) => `${name}: ${textIn(status['used'], name) || '0'}/${String(hard[name])}`)
    .join(', ');
};

export const quotaPrinter: Printer = {
  columns: [nameColumn, column('Request'), column('Limit'), ageColumn],
  cells: (object: Unstructured, now) => [
    object.metadata.name,
    quotaText(object, (name) => !name.startsWith('limits.')),
    quotaText(object, (name) => name.startsWith('limits.')),
    createdAge(object, now),
  ],
};

const wideEvent = ['Subobject', 'Source', 'First Seen', 'Count', 'Name'];

export const eventPrinter: Printer = {
  columns: [
    'Last Seen',
    'Type',
    'Reason',
    'Object',
    'Subobject',
    'Source',
    'Message',
    'First Seen',
    'Count',
    'Name',
  ].map((name) => column(name, wideEvent.includes(name) ? 1 : 0, name === 'Count' ? 'integer' : 'string')),
  cells: (event: Unstructured, now) => {
    const target = event['involvedObject'];
    const source = event['source'];
    const component = textIn(source, 'component') || String(event['reportingComponent'] ?? '');
    const host = textIn(source, 'host');
    const first = textIn(event, 'firstTimestamp') || textIn(event, 'eventTime');
    const last = textIn(event, 'lastTimestamp') || first;
    return [
      ageOf(last || undefined, now),
      textIn(event, 'type'),
      textIn(event, 'reason'),
      `${textIn(target, 'kind').toLowerCase()}/${textIn(target, 'name')}`,
      textIn(target, 'fieldPath'),
      host ? `${component}, ${host}` : component,
      textIn(event, 'message').trim(),
      ageOf(first || undefined, now),
      Number(event['count'] ?? 1),
      event.metadata.name,
    ];
  },
};

/** Kinds without a table of their own. */
export const plainPrinter: Printer = {
  columns: [nameColumn, column('Created At')],
  cells: (object: Unstructured) => [object.metadata.name, object.metadata.creationTimestamp ?? ''],
};
