import { hostname, networkInterfaces } from 'node:os';

/**
 * What a browser may call this server in its `Host` header. A page of another origin can have its own name lead to
 * this machine (DNS rebinding) and then counts as of one origin with us; it cannot make the browser write our name.
 */
export function ownNames(host: string): ReadonlySet<string> {
  const names = new Set(['localhost', '127.0.0.1', '::1', host.toLowerCase()]);
  if (!isAnyAddress(host)) return names;
  names.add(hostname().toLowerCase());
  for (const addresses of Object.values(networkInterfaces()))
    for (const { address } of addresses ?? []) names.add(address.toLowerCase());
  return names;
}

export const isLoopback = (host: string): boolean => /^(localhost|127(\.\d{1,3}){3}|::1)$/i.test(host);

const isAnyAddress = (host: string): boolean => host === '0.0.0.0' || host === '::';

/** `host` as it stands in an address. */
export const inAddress = (host: string): string => (host.includes(':') ? `[${host}]` : host);
