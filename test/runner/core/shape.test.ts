import assert from 'node:assert/strict';
import {
  choice,
  either,
  type Infer,
  integer,
  list,
  map,
  object,
  optional,
  string,
  withDefault,
} from '../../../runner/core/shape.ts';

const body = object(
  {
    url: string('Where to.'),
    from: withDefault(string('From where.'), 'probe'),
    times: optional(integer('How often.')),
    pods: either(choice(['all'], 'All of them.'), integer('So many.'), 'Which pods.'),
    labels: optional(map(string('A value.'), 'Labels.')),
    names: optional(list(string('A name.'), 'Names.')),
  },
  'A body.',
);

// The inferred type is part of the contract: these lines must compile, and the next one must not.
const full: Infer<typeof body> = { url: 'x', from: 'probe', pods: 'all', times: 1, labels: { a: 'b' }, names: ['c'] };
// @ts-expect-error url is required
const broken: Infer<typeof body> = { from: 'probe', pods: 3 };

describe('shape', () => {
  it('requires keys that are not optional and have no default', () => {
    assert.deepEqual(body.schema['required'], ['url', 'pods']);
    assert.ok(full && broken);
  });

  it('refuses unknown keys, and empty texts and lists', () => {
    assert.equal(body.schema['additionalProperties'], false);
    assert.equal(string('x').schema['minLength'], 1);
    assert.equal(list(string('x'), 'y').schema['minItems'], 1);
  });

  it('carries defaults and descriptions', () => {
    const properties = body.schema['properties'] as Record<string, Record<string, unknown>>;
    assert.equal(properties['from']?.['default'], 'probe');
    assert.equal(properties['url']?.['description'], 'Where to.');
  });
});
