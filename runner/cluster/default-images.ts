/** The default node image: Kubernetes 1.34, as built for kind v0.33.0. https://github.com/kubernetes-sigs/kind/releases/tag/v0.33.0 */
export const defaultNodeImage =
  'kindest/node:v1.34.11@sha256:44e222ee2132dab25ff87301682f89eb82c7880ea3a1bf543bfe9708fd08d67d';

/**
 * The image of the runner's own pods: sh, curl, ping, dig, nc, ip.
 * https://github.com/kubernetes/kubernetes/blob/master/test/images/agnhost/Dockerfile
 */
export const defaultProbeImage = 'registry.k8s.io/e2e-test-images/agnhost:2.56';

/** Answers HTTP on 8080 with `You've hit <hostname>`: the application of Kubernetes in Action. */
export const defaultExternalHostImage = 'luksa/kubia';
