import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { StatusError } from '../status.ts';
import { authorize } from './authorization.ts';
import { admin, anonymous, type Identity, impersonationOf } from './identity.ts';
import type { TokenIssuer } from './tokens.ts';

/** Finds the sender of a request by its headers. Refuses an unknown token, and impersonation. */
export type Authenticate = (headers: IncomingHttpHeaders) => Identity;

/** `token` is the administrator's. */
export const createAuthenticator = (token: string, tokens: TokenIssuer): Authenticate => {
  const expected = Buffer.from(token);
  const administrator = admin(createHash('sha256').update(token).digest('hex'));

  const bearerOf = (authorization: string | undefined): Identity => {
    if (authorization === undefined) return anonymous;
    const given = Buffer.from(/^Bearer +(.*)$/i.exec(authorization)?.[1] ?? '');
    if (given.length === expected.length && timingSafeEqual(given, expected)) return administrator;
    const account = tokens.identify(given.toString());
    if (!account) throw new StatusError(401, 'Unauthorized', 'Unauthorized');
    return account;
  };

  return (headers) => {
    const own = bearerOf(headers.authorization);
    const impersonation = impersonationOf(headers);
    for (const { resource, namespace, name } of impersonation?.needs ?? [])
      authorize(own, { verb: 'impersonate', group: '', resource, namespace, name });
    return impersonation?.identity ?? own;
  };
};
