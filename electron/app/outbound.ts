/**
 * Counts the connections to other machines that JavaScript of this process asks for, in every thread that loads this
 * file. Onset has nothing that asks for one, and this is how it shows. Network cameras that a person opens go through
 * FFmpeg, not through here: they are the one way anything leaves, and only where the person gave the address.
 */
import { Socket as UdpSocket } from 'node:dgram';
import { Socket } from 'node:net';
import { isMainThread } from 'node:worker_threads';

let count = 0;

export const outboundRequests = (): number => count;

const threads = new BroadcastChannel('onset.outbound');
threads.unref();
if (isMainThread) {
  threads.onmessage = () => {
    count++;
  };
}

function tell(host: unknown): void {
  if (typeof host === 'string' && isThisMachine(host)) return;
  if (isMainThread) count++;
  else threads.postMessage(1);
}

// All of Node's TCP (http, https, tls, fetch, WebSocket) ends in this one method.
// eslint-disable-next-line @typescript-eslint/unbound-method -- called with the socket below
const { connect } = Socket.prototype;
Socket.prototype.connect = function (this: Socket, ...given: never[]): Socket {
  // Node's own callers give the arguments as one list.
  const [target, host] = Array.isArray(given[0]) ? (given[0] as readonly unknown[]) : given;
  if (typeof target === 'object' && target !== null) {
    const options = target as { readonly host?: unknown; readonly path?: unknown };
    if (options.path === undefined || options.path === null) tell(options.host ?? 'localhost');
  } else if (typeof target !== 'string' || /^\d+$/.test(target)) {
    tell(typeof host === 'string' ? host : 'localhost');
  }
  return Reflect.apply(connect, this, given) as Socket;
};

// eslint-disable-next-line @typescript-eslint/unbound-method -- called with the socket below
const { send } = UdpSocket.prototype;
UdpSocket.prototype.send = function (this: UdpSocket, ...given: never[]): void {
  const host = (given as readonly unknown[]).slice(1).find((value) => typeof value === 'string');
  // Before it has an address of its own, Node only remembers what is to be sent, and comes here again.
  if (isBound(this)) tell(host ?? 'localhost');
  Reflect.apply(send, this, given);
} as typeof send;

function isBound(socket: UdpSocket): boolean {
  try {
    socket.address();
    return true;
  } catch {
    // Its way of saying no.
    return false;
  }
}

function isThisMachine(host: string): boolean {
  return /^(localhost|127(\.\d+){3}|::1|::ffff:127(\.\d+){3})$/i.test(host.replaceAll(/^\[|\]$/g, ''));
}
