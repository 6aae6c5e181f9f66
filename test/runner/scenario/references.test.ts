import assert from 'node:assert/strict';
import type { Page } from '../../../runner/scenario/page.ts';
import { checkRequires, needsOfReferences, requiresPath } from '../../../runner/scenario/references.ts';
import { faultsOf, loadTexts } from './support.ts';

const page = {} as Page;

describe('references', () => {
  it('use captures of earlier steps only', async () => {
    const text = `
title: T
given:
  - manifest: { apiVersion: v1, kind: ConfigMap, metadata: { name: a }, data: { k: '\${late}' } }
steps:
  - fetch-url: http://\${late}
  - fetch-url: http://\${late}
    capture: { late: body }
  - fetch-url: http://\${late}/\${late.part.0}
cleanup:
  - fetch-url: http://\${late}
`;
    assert.deepEqual(faultsOf(await loadTexts({ 'a.yaml': text })), [
      'reference-later a.yaml:4:85',
      'reference-later a.yaml:6:23',
      'reference-later a.yaml:7:23',
    ]);
  });

  it('name values that exist while loading', async () => {
    const text = `
title: T
vars: { host: { name: a } }
namespaces: [other]
matrix: { size: [1] }
given:
  - manifest: { apiVersion: v1, kind: Service, metadata: { name: web } }
steps:
  - fetch-url: \${host.nme}
  - fetch-url: \${hots}
  - fetch-url: \${namespace.othre}
  - fetch-url: \${matrix.sise}
  - fetch-url: \${service.wbe.clusterIP}
  - fetch-url: \${service.web.clusterIP}\${host.name}\${namespace.other}\${matrix.size}\${pod.any.ip}$\${nope}
`;
    const loaded = await loadTexts({ 'a.yaml': text });
    assert.deepEqual(
      loaded.diagnostics.map(({ code, span, hint }) => `${code} ${span?.line} ${hint ?? ''}`.trim()),
      [
        'reference-unknown 9',
        'reference-unknown 10 Did you mean host?',
        'reference-unknown 11 Did you mean other?',
        'reference-unknown 12 Did you mean size?',
        'reference-unknown 13 Did you mean web?',
      ],
    );
  });

  it('need what their expressions read from the cluster', () => {
    const use = (value: string) => ({ value, page, path: [], order: 0 });
    assert.deepEqual(needsOfReferences([use('${external.2.ip} ${external.0.ip}'), use('${ingress.httpPort}')]), {
      externalHosts: 3,
      ingress: true,
    });
    assert.deepEqual(needsOfReferences([use('$${external.2.ip} ${a}')]), {});
  });

  it('in requires name earlier steps only', () => {
    const faults: string[] = [];
    checkRequires(['a', 'b', 'c', 'aa'], 1, ['a', 'b', 'c'], ({ code, hint }, index) =>
      faults.push(`${index} ${code} ${hint}`),
    );
    assert.deepEqual(faults, [
      '1 reference-later Steps run in the order of the file: move the required step up.',
      '2 reference-later Steps run in the order of the file: move the required step up.',
      '3 reference-unknown There are: a.',
    ]);
    assert.deepEqual(requiresPath(['steps', 1], true, 2), ['steps', 1, 'requires', 2]);
    assert.deepEqual(requiresPath(['steps', 1], false, 0), ['steps', 1, 'requires']);
  });
});
