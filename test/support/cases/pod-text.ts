/** A manifest for `given:`. The containers and additional lines of `spec:` are YAML. */
export const podText = (name: string, containers: string, spec = ''): string => `
  - manifest:
      apiVersion: v1
      kind: Pod
      metadata: { name: ${name}, labels: { app: ${name} } }
      spec:
        terminationGracePeriodSeconds: 0${spec}
        containers: [${containers}]`;
