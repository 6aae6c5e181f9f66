export interface ProxyId {
  secure: boolean;
  name: string;
  /** A number or a name; empty when none is given. */
  port: string;
}

/** `name`, `name:port` or `scheme:name:port`, as utilnet.SplitSchemeNamePort takes it apart. */
export const splitProxyId = (id: string): ProxyId | undefined => {
  const parts = id.split(':');
  const [scheme = '', name = '', port = ''] = parts.length === 3 ? parts : ['', ...parts];
  if (parts.length > 3 || name === '' || !['', 'http', 'https'].includes(scheme)) return undefined;
  return { secure: scheme === 'https', name, port };
};
