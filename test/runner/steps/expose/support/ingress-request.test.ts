import assert from 'node:assert/strict';
import { ingressAccess, ingressRequest } from '../../../../../runner/steps/expose/support/ingress-request.ts';
import { Unobservable } from '../../../../../runner/steps/finding.ts';
import { fakeCluster } from '../../../../support/fake-cluster.ts';
import { stepContext } from '../../../../support/step-context.ts';

const access = { address: '172.18.0.2', httpPort: 80, httpsPort: 443, className: 'traefik' };
const host = 'a.example.com';

describe('ingressRequest', () => {
  it('connects a host name to the controller as DNS would', () => {
    const resolve = { [host]: '172.18.0.2' };
    assert.deepEqual(ingressRequest({ host, path: '/x', tls: false }, access), {
      url: 'http://a.example.com/x',
      resolve,
    });
    assert.deepEqual(ingressRequest({ host, path: '/', tls: true }, access), {
      url: 'https://a.example.com/',
      resolve,
    });
  });

  it('uses the address where there is no host, and adds unusual ports', () => {
    assert.deepEqual(ingressRequest({ path: '/', tls: false }, access), { url: 'http://172.18.0.2/' });
    const odd = { ...access, address: 'fd00::1', httpPort: 8000, httpsPort: 8443 };
    assert.deepEqual(ingressRequest({ path: '/', tls: true }, odd), { url: 'https://[fd00::1]:8443/' });
    assert.equal(ingressRequest({ host, path: '/', tls: false }, odd).url, 'http://a.example.com:8000/');
  });
});

describe('ingressAccess', () => {
  it('needs an ingress controller', () => {
    assert.equal(ingressAccess(stepContext(fakeCluster({ ingress: access }))), access);
    assert.throws(
      () => ingressAccess(stepContext(fakeCluster())),
      (fault) => fault instanceof Unobservable && fault.reason.code === 'needs-unmet',
    );
  });
});
