import assert from 'node:assert/strict';
import {
  connectionOf,
  kubeconfigText,
  parseAdminConfig,
} from '../../../../../runner/cluster/kind/boot/admin-config.ts';

const base64 = (text: string): string => Buffer.from(text).toString('base64');

const text = `apiVersion: v1
clusters:
- cluster:
    certificate-authority-data: ${base64('CA')}
    server: https://cp:6443
  name: kubernetes
kind: Config
users:
- name: kubernetes-admin
  user:
    client-certificate-data: ${base64('CERT')}
    client-key-data: ${base64('KEY')}
`;

describe('parseAdminConfig', () => {
  it('finds the credentials of a connection', () => {
    const admin = parseAdminConfig(text);
    assert.ok(admin);
    assert.deepEqual(connectionOf(admin, 'https://127.0.0.1:1'), {
      server: 'https://127.0.0.1:1',
      ca: 'CA',
      cert: 'CERT',
      key: 'KEY',
    });
  });

  it('is undefined for every incomplete file', () => {
    for (let length = 0; length < text.length; length++)
      assert.equal(parseAdminConfig(text.slice(0, length)), undefined);
  });
});

describe('kubeconfigText', () => {
  it('has the given server and namespace', () => {
    const admin = parseAdminConfig(text);
    assert.ok(admin);
    const config = JSON.parse(kubeconfigText(admin, 'https://127.0.0.1:1', 'exam'));
    assert.equal(config.clusters[0].cluster.server, 'https://127.0.0.1:1');
    assert.equal(config.users[0].user['client-key-data'], base64('KEY'));
    assert.equal(config.contexts[0].context.namespace, 'exam');
    assert.equal(config['current-context'], config.contexts[0].name);
  });
});
