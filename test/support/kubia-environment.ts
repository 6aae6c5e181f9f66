/** A Service kubia with two named ports, and the variables that the kubelet makes for it (claim C9). */
export const kubiaEnvironment = {
  clusterIP: '10.111.249.153',
  ports: [
    { name: 'http', port: 80, protocol: 'TCP', targetPort: 8080 },
    { name: 'https', port: 443, protocol: 'TCP', targetPort: 8443 },
  ],
  variables: {
    KUBIA_SERVICE_HOST: '10.111.249.153',
    KUBIA_SERVICE_PORT: '80',
    KUBIA_SERVICE_PORT_HTTP: '80',
    KUBIA_SERVICE_PORT_HTTPS: '443',
    KUBIA_PORT: 'tcp://10.111.249.153:80',
    KUBIA_PORT_80_TCP: 'tcp://10.111.249.153:80',
    KUBIA_PORT_80_TCP_PROTO: 'tcp',
    KUBIA_PORT_80_TCP_PORT: '80',
    KUBIA_PORT_80_TCP_ADDR: '10.111.249.153',
    KUBIA_PORT_443_TCP: 'tcp://10.111.249.153:443',
    KUBIA_PORT_443_TCP_PROTO: 'tcp',
    KUBIA_PORT_443_TCP_PORT: '443',
    KUBIA_PORT_443_TCP_ADDR: '10.111.249.153',
  },
};
