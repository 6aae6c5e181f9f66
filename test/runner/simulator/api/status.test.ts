import assert from 'node:assert/strict';
import { invalidValue, required } from '../../../../runner/simulator/api/field-error.ts';
import { alreadyExists, forbidden, invalid, modified, notFound } from '../../../../runner/simulator/api/status.ts';
import { apiKind } from '../cluster.ts';

const resource = (kind: string) => apiKind(kind).resource;

describe('status', () => {
  const services = resource('Service');

  it('words faults as the API server does', () => {
    assert.equal(notFound(services, 'nope').message, 'services "nope" not found');
    assert.equal(alreadyExists(resource('Deployment'), 'web').message, 'deployments.apps "web" already exists');
    assert.equal(
      modified(services, 'kubia').message,
      'Operation cannot be fulfilled on services "kubia": the object has been modified; please apply your changes to the latest version and try again',
    );
    assert.equal(forbidden(resource('Pod'), 'x', 'no').message, 'pods "x" is forbidden: no');
  });

  it('lists several causes', () => {
    const refusal = invalid(services, 'kubia', [required('spec.ports'), invalidValue('spec.type', 'x', 'bad')]);
    assert.equal(
      refusal.message,
      'Service "kubia" is invalid: [spec.ports: Required value, spec.type: Invalid value: "x": bad]',
    );
    assert.deepEqual(refusal.toStatus(), {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: refusal.message,
      reason: 'Invalid',
      details: {
        name: 'kubia',
        kind: 'Service',
        causes: [
          { reason: 'FieldValueRequired', message: 'Required value', field: 'spec.ports' },
          { reason: 'FieldValueInvalid', message: 'Invalid value: "x": bad', field: 'spec.type' },
        ],
      },
      code: 422,
    });
  });
});
