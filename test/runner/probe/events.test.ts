import assert from 'node:assert/strict';
import { eventsAbout, type Subject } from '../../../runner/probe/events.ts';
import { eventObject } from '../../support/event-object.ts';
import { fakeCluster } from '../../support/fake-cluster.ts';
import { stepContext } from '../../support/step-context.ts';

const about = async (subject: Subject, ...events: ReturnType<typeof eventObject>[]) => {
  const found = await eventsAbout(stepContext(fakeCluster({ objects: events })), subject);
  return found.map((event) => event['message']);
};
const pod = { kind: 'Pod', name: 'kubia-1', namespace: 'demo', uid: 'now' };

describe('eventsAbout', () => {
  it('returns the events of the object, oldest first', async () => {
    const events = [
      eventObject('B', 'second', { time: '2026-01-01T00:00:02Z' }),
      eventObject('A', 'first', { time: '2026-01-01T00:00:01Z' }),
      eventObject('A', 'of another pod', { name: 'kubia-2' }),
    ];
    assert.deepEqual(await about(pod, ...events), ['first', 'second']);
  });

  it('leaves out the events of a deleted object of the same name', async () => {
    const events = [eventObject('A', 'former', { uid: 'before' }), eventObject('B', 'own', { uid: 'now' })];
    assert.deepEqual(await about(pod, ...events), ['own']);
    assert.deepEqual(await about({ ...pod, uid: undefined }, ...events), ['former', 'own']);
  });

  it("finds a node's events, whose uid is the node's name, in the namespace default", async () => {
    const event = eventObject('NodeReady', 'ready', { kind: 'Node', name: 'n', uid: 'n', namespace: 'default' });
    assert.deepEqual(await about({ kind: 'Node', name: 'n', uid: 'u' }, event), ['ready']);
  });

  it('reads the times of both forms of events', async () => {
    const { lastTimestamp: _, ...modern } = eventObject('Scheduled', 'scheduled');
    const events = [
      eventObject('Pulled', 'pulled', { time: '2026-01-01T00:00:05Z' }),
      { ...modern, lastTimestamp: null, eventTime: '2026-01-01T00:00:04.000000Z' } as ReturnType<typeof eventObject>,
    ];
    assert.deepEqual(await about(pod, ...events), ['scheduled', 'pulled']);
  });
});
