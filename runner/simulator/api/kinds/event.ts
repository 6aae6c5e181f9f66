import { ageOf, column } from '../columns.ts';
import { namespaced } from '../resources.ts';
import type { ApiKind } from './api-kind.ts';
import { textIn } from './support/text.ts';

const target = ['kind', 'namespace', 'name', 'uid', 'apiVersion', 'resourceVersion', 'fieldPath'];
const columns = [
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
];
const wide = ['Subobject', 'Source', 'First Seen', 'Count', 'Name'];

export const eventKind: ApiKind = {
  resource: namespaced('v1', 'Event', 'events', { shortNames: ['ev'] }),
  quota: false,
  selectableFields: [
    ...target.map((field) => `involvedObject.${field}`),
    'reason',
    'reportingComponent',
    { path: 'source', text: (event) => textIn(event['source'], 'component') },
    'type',
  ],
  printer: {
    columns: columns.map((name) => column(name, wide.includes(name) ? 1 : 0, name === 'Count' ? 'integer' : 'string')),
    cells: (event, now) => {
      const source = event['source'];
      const component = textIn(source, 'component') || String(event['reportingComponent'] ?? '');
      const host = textIn(source, 'host');
      const first = textIn(event, 'firstTimestamp') || textIn(event, 'eventTime');
      const last = textIn(event, 'lastTimestamp') || first;
      const involved = event['involvedObject'];
      return [
        ageOf(last || undefined, now),
        textIn(event, 'type'),
        textIn(event, 'reason'),
        `${textIn(involved, 'kind').toLowerCase()}/${textIn(involved, 'name')}`,
        textIn(involved, 'fieldPath'),
        host ? `${component}, ${host}` : component,
        textIn(event, 'message').trim(),
        ageOf(first || undefined, now),
        Number(event['count'] ?? 1),
        event.metadata.name,
      ];
    },
  },
};
