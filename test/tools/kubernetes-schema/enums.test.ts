import assert from 'node:assert/strict';
import { readEnums, withEnums } from '../../../tools/kubernetes-schema/enums.ts';

const source = `
func GetOpenAPIDefinitions(ref common.ReferenceCallback) map[string]common.OpenAPIDefinition {
	return map[string]common.OpenAPIDefinition{
		"k8s.io/api/core/v1.Thing": schema_k8sio_api_core_v1_Thing(ref),
		"k8s.io/api/core/v1.Plain":    schema_k8sio_api_core_v1_Plain(ref),
	}
}

func schema_k8sio_api_core_v1_Thing(ref common.ReferenceCallback) common.OpenAPIDefinition {
	return common.OpenAPIDefinition{
		Schema: spec.Schema{
			SchemaProps: spec.SchemaProps{
				Properties: map[string]spec.Schema{
					"name": {
						SchemaProps: spec.SchemaProps{
							Description: "A name.",
							Type:        []string{"string"},
						},
					},
					"kind": {
						SchemaProps: spec.SchemaProps{
							Description: "A \\"kind\\".\\n\\nPossible enum values:\\n - \`\\"A\\"\` is one.",
							Type:        []string{"string"},
							Enum:        []interface{}{"A", "B"},
						},
					},
					"kinds": {
						SchemaProps: spec.SchemaProps{
							Description: "Kinds.",
							Type:        []string{"array"},
							Items: &spec.SchemaOrArray{
								Schema: &spec.Schema{
									SchemaProps: spec.SchemaProps{
										Enum:    []interface{}{"A"},
									},
								},
							},
						},
					},
				},
			},
		},
	}
}

func schema_k8sio_api_core_v1_Plain(ref common.ReferenceCallback) common.OpenAPIDefinition {
	return common.OpenAPIDefinition{}
}
`;

describe('values of enumerated types', () => {
  it('are read from the source of the API server', () => {
    const enums = readEnums(source);
    assert.deepEqual([...enums.keys()], ['io.k8s.api.core.v1.Thing']);
    assert.deepEqual(Object.fromEntries(enums.get('io.k8s.api.core.v1.Thing') ?? []), {
      kind: {
        values: ['A', 'B'],
        description: 'A "kind".\n\nPossible enum values:\n - `"A"` is one.',
        ofItems: false,
      },
      kinds: { values: ['A'], description: 'Kinds.', ofItems: true },
    });
  });

  it('are in the definitions as the server reports them', () => {
    const name = { type: 'string' };
    const definitions = {
      'io.k8s.api.core.v1.Thing': {
        properties: { name, kind: { type: 'string', description: 'A "kind".' }, kinds: { items: { type: 'string' } } },
      },
      'io.k8s.api.core.v1.Plain': { type: 'object' },
    };
    assert.deepEqual(withEnums(definitions, readEnums(source)), {
      'io.k8s.api.core.v1.Thing': {
        properties: {
          name,
          kind: {
            type: 'string',
            description: 'A "kind".\n\nPossible enum values:\n - `"A"` is one.',
            enum: ['A', 'B'],
          },
          kinds: { items: { type: 'string', enum: ['A'] }, description: 'Kinds.' },
        },
      },
      'io.k8s.api.core.v1.Plain': { type: 'object' },
    });
  });
});
