/** A scenario file that loads. */
export const goodScenario = `title: A Service exists
tags: [services]
steps:
  - resource-matches: { kind: Service, name: kubia, fields: { spec: { type: ClusterIP } } }
    points: 2
`;

/** A scenario file with two faults. */
export const badScenario = `title: A Service exists
stesp: []
steps:
  - resource-matchs: { kind: Service }
`;
