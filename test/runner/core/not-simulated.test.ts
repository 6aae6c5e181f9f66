import assert from 'node:assert/strict';
import {
  imageThing,
  notSimulatedIn,
  notSimulatedMessage,
  notSimulatedNotice,
} from '../../../runner/core/not-simulated.ts';

describe('the sentence about things that are not simulated', () => {
  const role = 'Role (rbac.authorization.k8s.io/v1)';

  it('names the thing, and no remedy, at a step', () => {
    assert.equal(notSimulatedMessage([role]), 'Role (rbac.authorization.k8s.io/v1) is not simulated.');
    assert.equal(
      notSimulatedMessage([imageThing('shop/web:1'), imageThing('shop/db')]),
      'The image shop/web:1 and the image shop/db are not simulated.',
    );
  });

  it('names each thing once, and the remedy, for the run', () => {
    assert.equal(notSimulatedNotice([role, role]), `${role} is not simulated; use --cluster kind`);
    assert.equal(
      notSimulatedNotice([imageThing('shop/web'), role, 'Lease (coordination.k8s.io/v1)']),
      `Lease (coordination.k8s.io/v1), ${role} and the image shop/web are not simulated; use --cluster kind`,
    );
    assert.equal(notSimulatedNotice([]), '');
  });

  it('is found again in the output of a program', () => {
    const output = `Error from server (NotImplemented): error when creating "a.yaml": ${notSimulatedNotice([role])}\n`;
    assert.deepEqual(notSimulatedIn(output + output), [role]);
    assert.deepEqual(notSimulatedIn('Error from server (NotFound): roles "a" not found'), []);
  });
});
