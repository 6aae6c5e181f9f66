import assert from 'node:assert/strict';
import { splitProxyId } from '../../../../../../runner/simulator/api/kinds/support/proxy-id.ts';

describe('what a proxy is asked for', () => {
  for (const [id, parts] of [
    ['web', { secure: false, name: 'web', port: '' }],
    ['web:http', { secure: false, name: 'web', port: 'http' }],
    ['https:web:443', { secure: true, name: 'web', port: '443' }],
    ['ftp:web:21', undefined],
    [':80', undefined],
    ['a:b:c:d', undefined],
  ] as const)
    it(id, () => assert.deepEqual(splitProxyId(id), parts));
});
