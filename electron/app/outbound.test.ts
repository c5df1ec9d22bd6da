import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const OUTBOUND = join(import.meta.dirname, 'outbound.ts');

/** Runs code in a process of its own, as the engine is one, and returns what was counted after it. */
function countOf(code: string): number {
  const program = `
    import { outboundRequests } from ${JSON.stringify(OUTBOUND)};
    import net from 'node:net'; import tls from 'node:tls'; import http from 'node:http'; import dgram from 'node:dgram';
    import { Worker } from 'node:worker_threads'; import { once } from 'node:events';
    const quiet = (socket) => { socket.on('error', () => undefined); socket.destroy(); };
    ${code}
    await new Promise((resolve) => setTimeout(resolve, 50));
    console.log('counted', outboundRequests());`;
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', '--import', OUTBOUND, '--input-type=module', '--eval', program],
    { encoding: 'utf8', timeout: 20_000 },
  );
  const [, count] = /counted (\d+)/.exec(stdout) ?? [];
  if (count === undefined) throw new Error(`the program failed: ${stderr}`);
  return Number(count);
}

// 192.0.2.0/24 and .invalid lead nowhere by definition (RFC 5737, RFC 2606).
test.each([
  ['a socket by host', "quiet(net.connect(9, '192.0.2.1'));"],
  ['a socket by options', "quiet(net.connect({ port: 9, host: '192.0.2.1' }));"],
  ['a socket made by hand', "quiet(new net.Socket().connect(9, '192.0.2.1'));"],
  ['tls', "quiet(tls.connect({ port: 9, host: '192.0.2.1' }));"],
  ['http', "quiet(http.get('http://192.0.2.1:9'));"],
  ['fetch', "await fetch('https://onset.invalid').catch(() => undefined);"],
  ['a WebSocket', "await new Promise((done) => { new WebSocket('ws://onset.invalid').onerror = done; });"],
  ['udp', "const udp = dgram.createSocket('udp4'); udp.send('x', 9, '192.0.2.1', () => udp.close());"],
  [
    'another thread',
    `const worker = new Worker("(await import('node:net')).connect(9, '192.0.2.1').on('error', () => 0).destroy()", { eval: true });
     await once(worker, 'exit');`,
  ],
])('%s to another machine counts', (_, code) => {
  expect(countOf(code)).toBe(1);
});

test('this machine and its own pipes do not count', () => {
  const code = `
    const server = http.createServer((_, response) => response.end('x')).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address();
    await (await fetch('http://127.0.0.1:' + port)).text();
    await (await fetch('http://localhost:' + port).catch(() => new Response())).text();
    quiet(net.connect(port)); quiet(net.connect({ port, host: '::1' })); quiet(net.connect('/tmp/no-such-pipe'));
    server.close(); server.closeAllConnections();`;
  expect(countOf(code)).toBe(0);
});
