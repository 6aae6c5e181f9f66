import { alpineCurlTools, alpineTools, busyboxTools, debianTools } from '../shell/toolsets.ts';
import { defineImage } from './image.ts';

/** Images that are nothing but a userland: they run the pod's command. */

export const busybox = defineImage({
  names: ['busybox', 'registry.k8s.io/e2e-test-images/busybox', 'gcr.io/google-containers/busybox'],
  summary: 'A shell with wget, nslookup, ping, nc and httpd, but no curl and no dig.',
  tools: busyboxTools,
  libc: 'glibc',
  cmd: ['sh'],
});

export const alpine = defineImage({
  names: ['alpine'],
  summary: "busybox with musl's resolver.",
  tools: alpineTools,
  libc: 'musl',
  cmd: ['/bin/sh'],
});

export const curlImage = defineImage({
  names: ['curlimages/curl', 'quay.io/curl/curl'],
  summary: 'curl on Alpine; runs curl unless told otherwise.',
  tools: alpineCurlTools,
  libc: 'musl',
  entrypoint: ['curl'],
});

export const dnsutils = defineImage({
  names: [
    'tutum/dnsutils',
    'registry.k8s.io/e2e-test-images/jessie-dnsutils',
    'registry.k8s.io/e2e-test-images/dnsutils',
    'gcr.io/kubernetes-e2e-test-images/dnsutils',
  ],
  summary: 'dig, nslookup and host with a Debian userland.',
  tools: debianTools,
  libc: 'glibc',
  cmd: ['bash'],
});

export const debian = defineImage({
  names: ['debian', 'ubuntu', 'nicolaka/netshoot', 'praqma/network-multitool', 'wbitt/network-multitool'],
  summary: 'A Debian userland with all network programs.',
  tools: debianTools,
  libc: 'glibc',
  cmd: ['bash'],
});
