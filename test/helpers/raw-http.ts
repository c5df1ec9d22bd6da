import { connect, type Socket } from 'node:net';
import { once } from 'node:events';

/** What a server answers to bytes that no decent client would send; ends when the server closes. */
export async function rawHttp(port: number, bytes: string | Uint8Array): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  const parts: Buffer[] = [];
  socket.on('data', (part) => void parts.push(part));
  // A server may hang up on what it does not like; what it said before that counts.
  socket.on('error', () => undefined);
  socket.write(bytes);
  await closed(socket);
  return Buffer.concat(parts).toString('latin1');
}

/** Resolves when a connection has ended, however it did (`once` would reject at a reset). */
export function closed(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    if (socket.closed) resolve();
    socket.on('close', () => {
      resolve();
    });
  });
}

/** A WebSocket by hand: the socket after the server's 101, on which anything can be written. */
export async function rawWebSocket(port: number, path: string, token: string): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write(
    `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
      `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${Buffer.alloc(16).toString('base64')}\r\n` +
      `Authorization: Bearer ${token}\r\n\r\n`,
  );
  const [answer] = (await once(socket, 'data')) as [Buffer];
  const status = answer.toString('latin1').split('\r\n', 1)[0]!;
  if (!status.includes('101')) throw new Error(`no WebSocket: ${status}`);
  return socket;
}

/** The head of a WebSocket frame that a client sends, with a mask of zeros: its payload is written as it is. */
export function frameHead(opcode: number, length: number): Buffer {
  const head = Buffer.alloc(14);
  head[0] = 0x80 | opcode;
  head[1] = 0x80 | 127;
  head.writeBigUInt64BE(BigInt(length), 2);
  return head;
}
